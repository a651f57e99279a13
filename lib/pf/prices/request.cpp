#include "pf/prices/request.hpp"

#include "pf/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

namespace pf::prices {

namespace {

enum class Escape { none, url };

std::string joined(std::vector<Currency> const& currencies, std::string_view separator)
{
    std::vector<std::string> codes;
    std::ranges::transform(currencies, std::back_inserter(codes), [](Currency one) { return std::string{one.code()}; });
    return base::join(codes, separator);
}

std::string unix_of(Timestamp moment)
{
    return std::to_string(std::chrono::floor<std::chrono::seconds>(moment.time_since_epoch()).count());
}

using Values = std::map<std::string, std::string, std::less<>>;

Values values_of(Question const& question, std::string_view key)
{
    auto const code = std::string{question.currency.code()};
    auto const days = (question.to - question.from).count() + 1;
    // Where midnight is the end of a day, that of the last one is asked for, and a moment more.
    auto const last = base::end_of(question.to) + std::chrono::minutes{question.source->names_ends ? 30 : 0};
    return {{"symbol", question.symbol},
            {"ticker", question.ticker},
            {"currency", code},
            {"currency_lower", base::to_lower(code)},
            {"base", std::string{question.source->base.code()}},
            {"quote", joined(question.quotes, ",")},
            {"quotes", joined(question.quotes, ",")},
            {"quotes+", joined(question.quotes, "+")},
            {"from", base::to_text(question.from)},
            {"to", base::to_text(question.to)},
            {"from_unix", unix_of(Timestamp{question.from})},
            {"to_unix", unix_of(last)},
            {"days", std::to_string(days)},
            {"key", std::string{key}}};
}

/// Codes of currencies and days need no escape, and the separators between them are the source's own.
bool may_hold_anything(std::string_view name)
{
    return name == "symbol" || name == "ticker" || name == "key";
}

std::string filled(std::string const& text, Values const& values, Escape escape)
{
    std::string result;
    std::size_t at = 0;
    for (auto open = text.find('{'); open != std::string::npos; open = text.find('{', at)) {
        auto const close = text.find('}', open);
        auto const name = std::string_view{text}.substr(open + 1, close - open - 1);
        result.append(text, at, open - at);
        auto const& value = values.find(name)->second;
        result += escape == Escape::url && may_hold_anything(name) ? percent_encoded(value) : value;
        at = close + 1;
    }
    return result.append(text, at);
}

std::string_view host_of(std::string_view url)
{
    auto const origin = origin_of(url);
    auto const host = origin.substr(std::min(origin.find("://") + 3, origin.size()));
    if (host.starts_with('[')) {
        return host.substr(0, host.find(']') + 1);
    }
    return host.substr(0, host.find(':'));
}

bool is_loopback(std::string_view url)
{
    auto const host = host_of(url);
    return host == "127.0.0.1" || host == "[::1]" || host == "localhost";
}

bool is_https(std::string_view url)
{
    return url.starts_with("https://");
}

/// A value that a program could take for an option, or that ends a line of a header.
bool is_harmless(std::string_view value)
{
    return !value.starts_with('-') &&
           std::ranges::none_of(value, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

} // namespace

std::string percent_encoded(std::string_view text)
{
    std::string encoded;
    for (char const c : text) {
        bool const is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                              c == '.' || c == '_' || c == '~';
        encoded += is_plain ? std::string{c} : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return encoded;
}

std::string_view origin_of(std::string_view url)
{
    auto const scheme = url.find("://");
    if (scheme == std::string_view::npos) {
        return url;
    }
    return url.substr(0, url.find_first_of("/?#", scheme + 3));
}

bool is_safe_url(std::string_view url)
{
    auto const origin = origin_of(url);
    bool const names_user = origin.find('@') != std::string_view::npos;
    bool const is_clean = std::ranges::all_of(url, [](char c) { return static_cast<unsigned char>(c) > 0x20; });
    return is_clean && !names_user && !host_of(url).empty() &&
           (is_https(url) || (url.starts_with("http://") && is_loopback(url)));
}

bool is_safe_redirect(std::string_view from, std::string_view to)
{
    return is_safe_url(to) && (is_https(to) || !is_https(from)) && (!is_loopback(to) || is_loopback(from));
}

std::string filled_currency(std::string const& text, Currency currency)
{
    Values const values{{"currency", std::string{currency.code()}}};
    return text == "{currency}" ? filled(text, values, Escape::none) : text;
}

Result<Request> request_of(Question const& question, std::string_view key, std::string const& base_url)
{
    auto const& source = *question.source;
    auto const values = values_of(question, key);
    if (!is_harmless(question.symbol) || !is_harmless(question.ticker)) {
        return Problem{fmt::format("{} is not a symbol", base::quoted(question.symbol)), "mend it in [symbols]"};
    }
    Request request;
    request.max_bytes = source.limits.max_bytes;
    request.timeout = source.limits.timeout;
    for (auto const& word : source.command) {
        request.command.push_back(filled(word, values, Escape::none));
    }
    for (auto const& [name, text] : source.headers) {
        request.headers.push_back(name + ": " + filled(text, values, Escape::none));
    }
    if (!source.command.empty()) {
        return request;
    }
    auto url = filled(source.url, values, Escape::url);
    request.url = base_url.empty() ? url : base_url + url.substr(origin_of(url).size());
    if (!is_safe_url(request.url)) {
        return Problem{fmt::format("{} is not asked", base::quoted(origin_of(request.url))),
                       "an address begins with https://, or with http://127.0.0.1 on this machine"};
    }
    return request;
}

} // namespace pf::prices
