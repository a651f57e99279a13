#include "pf/http/target.hpp"

#include "pf/base/text.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace pf::http {

namespace {

enum class Plus { stays, is_space }; // a form writes a space of its query as a plus sign

int digit_of(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    auto const lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// The byte that `%41` stands for; nothing when it stands for none.
std::optional<char> escaped_byte(std::string_view rest)
{
    if (rest.size() < 3 || digit_of(rest[1]) < 0 || digit_of(rest[2]) < 0) {
        return std::nullopt;
    }
    return static_cast<char>(static_cast<unsigned char>(digit_of(rest[1]) * 16 + digit_of(rest[2])));
}

bool is_control(char c)
{
    auto const byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
}

Result<std::string> decoded(std::string_view text, Plus plus)
{
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            auto const byte = escaped_byte(text.substr(i));
            if (!byte) {
                return Problem{"has a % that two hexadecimal digits do not follow", "write a percent sign as %25"};
            }
            c = *byte;
            i += 2;
        } else if (c == '+' && plus == Plus::is_space) {
            c = ' ';
        }
        result += c;
    }
    if (base::find_invalid_utf8(result)) {
        return Problem{"is not UTF-8", "encode each byte of the text as %XX"};
    }
    if (std::ranges::any_of(result, is_control)) {
        return Problem{"has a control character", ""};
    }
    return result;
}

std::optional<Problem> add_query(Target& target, std::string_view query)
{
    for (auto const part : base::split(query, '&')) {
        if (part.empty()) {
            continue;
        }
        auto const mark = std::min(part.find('='), part.size());
        auto const name = decoded(part.substr(0, mark), Plus::is_space);
        auto const value = decoded(part.substr(std::min(mark + 1, part.size())), Plus::is_space);
        if (!name || !value) {
            return name ? value.problem() : name.problem();
        }
        target.query.emplace_back(*name, *value);
    }
    return std::nullopt;
}

} // namespace

Result<Target> parse_target(std::string_view text)
{
    if (!text.starts_with('/')) {
        return Problem{"does not begin with a slash", "ask for a path of this server"};
    }
    auto const mark = std::min(text.find('?'), text.size());
    Target target;
    for (auto const part : base::split(text.substr(1, mark - 1), '/')) {
        auto const segment = decoded(part, Plus::stays);
        if (!segment) {
            return segment.problem();
        }
        target.segments.push_back(*segment);
    }
    if (target.segments.size() == 1 && target.segments.front().empty()) {
        target.segments.clear();
    }
    auto const problem = add_query(target, text.substr(std::min(mark + 1, text.size())));
    return problem ? Result<Target>{*problem} : Result<Target>{std::move(target)};
}

std::string percent_encoded(std::string_view text)
{
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string result;
    for (char const c : text) {
        auto const is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                              c == '.' || c == '_' || c == '~';
        auto const byte = static_cast<unsigned char>(c);
        result += is_plain ? std::string{c} : std::string{'%', hex[byte >> 4U], hex[byte & 15U]};
    }
    return result;
}

std::string to_text(Target const& target)
{
    std::string text;
    for (auto const& segment : target.segments) {
        text += "/" + percent_encoded(segment);
    }
    text += text.empty() ? "/" : "";
    char mark = '?';
    for (auto const& [name, value] : target.query) {
        text += std::exchange(mark, '&') + percent_encoded(name) + "=" + percent_encoded(value);
    }
    return text;
}

} // namespace pf::http
