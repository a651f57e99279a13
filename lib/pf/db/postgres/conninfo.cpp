#include "pf/db/postgres/conninfo.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <memory>

namespace pf::db::postgres {

namespace {

struct FreeOptions {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, FreeOptions>;

std::string text_of(char const* text)
{
    return text == nullptr ? std::string{} : std::string{text};
}

constexpr std::string_view url_hint = "write postgresql://USER:PASSWORD@HOST:PORT/DATABASE; in its parts @ as %40, / "
                                      "as %2F, : as %3A, % as %25, ? as %3F, # as %23";
constexpr std::string_view words_hint =
    "write postgresql:host=HOST user=USER password='PASSWORD'; in quotes, \\ before each ' and \\ of a value";

constexpr std::string_view slashes = "://";

/// What begins otherwise is `keyword=value …`, where anything may stand in a value.
bool is_url(std::string_view text)
{
    return text.starts_with("postgresql://") || text.starts_with("postgres://");
}

/// Never quotes the text, nor any part of it, which may be of a password.
[[noreturn]] void refuse(std::string_view text, std::string const& reason)
{
    throw Error{ExitCode::config, "the database URL " + reason, {}, std::string{is_url(text) ? url_hint : words_hint}};
}

/// libpq ends the password of a URL at the first `@`, and takes a `/` before it for the end of the host: what is left
/// of a password that holds either becomes a host or a name, and those are shown. After `host=` stands an abstract
/// socket.
bool may_cut_password(std::string_view url)
{
    auto const end = url.find_first_of("@/");
    if (end == std::string_view::npos) {
        return false;
    }
    auto const has_credentials = url[end] == '@';
    for (auto at = url.find('@', has_credentials ? end + 1 : end); at != std::string_view::npos;
         at = url.find('@', at + 1)) {
        if (!url.substr(0, at).ends_with("?host=") && !url.substr(0, at).ends_with("&host=")) {
            return true;
        }
    }
    return false;
}

bool is_port(std::string_view text)
{
    auto const number = base::parse_integer(text);
    return text.empty() || (number && *number > 0 && *number <= 65535);
}

/// libpq quotes what it does not understand, and that may be a password; only the words before it are shown.
std::string reason_of(char const* message)
{
    auto reason = text_of(message);
    reason.erase(std::min(reason.find_first_of("\"\n"), reason.size()));
    auto const end = reason.find_last_not_of(" :(");
    return end == std::string::npos ? std::string{"not understood"} : reason.substr(0, end + 1);
}

Options parse_options(std::string const& text)
{
    char* message = nullptr;
    Options options{PQconninfoParse(text.c_str(), &message)};
    std::unique_ptr<char, decltype(&PQfreemem)> const freed{message, &PQfreemem};
    if (!options) {
        refuse(text, "is not one that PostgreSQL understands: " + reason_of(message));
    }
    return options;
}

void append_quoted(std::string& out, std::string_view value)
{
    out += '\'';
    for (char const c : value) {
        if (c == '\'' || c == '\\') {
            out += '\\';
        }
        out += c;
    }
    out += '\'';
}

} // namespace

Conninfo Conninfo::parse(std::string_view text)
{
    if (is_url(text) && may_cut_password(text.substr(text.find(slashes) + slashes.size()))) {
        refuse(text, "has an @ or a / that is not percent-encoded");
    }
    auto const given = parse_options(std::string{text});
    Options const defaults{PQconndefaults()};
    Conninfo info;
    for (auto const* option = given.get(); option->keyword != nullptr; ++option) {
        info.m_options.push_back(
            {option->keyword, text_of(option->val), {}, option->val != nullptr, *option->dispchar == '*'});
    }
    for (auto const* option = defaults.get(); option != nullptr && option->keyword != nullptr; ++option) {
        for (auto& known : info.m_options) {
            if (known.keyword == option->keyword) {
                known.fallback = text_of(option->val);
            }
        }
    }
    info.check_names(text);
    return info;
}

/// `postgresql://ann:hidden` without an `@` gives a port that is none, and another URL as the name of a database is
/// libpq's own way to take one: both would be shown.
void Conninfo::check_names(std::string_view text) const
{
    if (!std::ranges::all_of(base::split(value("port"), ','), is_port)) {
        refuse(text, "names a port that is not a number from 1 to 65535");
    }
    for (auto const* const keyword : {"user", "host", "dbname"}) {
        if (value(keyword).find(slashes) != std::string::npos) {
            refuse(text, std::string{"has another URL as its "} + keyword);
        }
    }
}

std::string Conninfo::value(std::string_view keyword) const
{
    for (auto const& option : m_options) {
        if (option.keyword == keyword) {
            return option.given ? option.value : option.fallback;
        }
    }
    return {};
}

void Conninfo::set(std::string_view keyword, std::string value)
{
    for (auto& option : m_options) {
        if (option.keyword == keyword) {
            option.value = std::move(value);
            option.given = true;
            return;
        }
    }
}

std::string Conninfo::text() const
{
    std::string text;
    for (auto const& option : m_options) {
        if (option.given) {
            text += text.empty() ? "" : " ";
            text += option.keyword + "=";
            append_quoted(text, option.value);
        }
    }
    return text;
}

std::string Conninfo::shown() const
{
    auto const user = value("user");
    auto const database = value("dbname");
    return postgres::shown(user, value("host"), value("port"), database.empty() ? user : database);
}

std::vector<std::string> Conninfo::secrets() const
{
    std::vector<std::string> secrets;
    for (auto const& option : m_options) {
        auto const& secret = option.given ? option.value : option.fallback;
        // A password that equals a name that is shown anyway gives nothing away, and blotting it out would confuse.
        auto const is_name = secret == value("user") || secret == value("dbname") || secret == value("host");
        if (option.secret && !secret.empty() && !is_name) {
            secrets.push_back(secret);
        }
    }
    return secrets;
}

std::string shown(std::string_view user, std::string_view host, std::string_view port, std::string_view database)
{
    auto const socket = host.empty() || host.starts_with('/') || host.starts_with('@');
    std::string text = "postgresql://";
    text += user;
    text += '@';
    if (!socket) {
        auto const address = host.find(':') != std::string_view::npos;
        text += address ? "[" : "";
        text += host;
        text += address ? "]" : "";
    }
    text += ':';
    text += port;
    text += '/';
    text += database;
    if (socket && !host.empty()) {
        text += "?host=";
        text += host;
    }
    return text;
}

} // namespace pf::db::postgres
