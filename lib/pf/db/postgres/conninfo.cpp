#include "pf/db/postgres/conninfo.hpp"

#include "pf/base/error.hpp"

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
        throw Error{ExitCode::config,
                    "the database URL is not one that PostgreSQL understands: " + reason_of(message),
                    {},
                    "write postgresql://USER@HOST:PORT/DATABASE; special characters in it as %XX"};
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
    return info;
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
