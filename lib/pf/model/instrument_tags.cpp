#include "pf/model/instrument_tags.hpp"

#include "pf/base/name.hpp"
#include "pf/base/text.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace pf::model {

namespace {

constexpr std::size_t longest_word = 50; // characters

/// What else things are grouped by, under these words.
constexpr std::array<std::string_view, 4> reserved{"account", "asset_type", "currency", "ticker"};

/// In brackets stands what has no tag.
bool is_word(std::string_view text)
{
    return base::is_name(text, longest_word) && text.find_first_of("=:,;") == std::string_view::npos &&
           text.front() != '(';
}

Problem not_a_word(std::string_view text)
{
    return {"has " + base::quoted(text) + " where a name is expected",
            "write core, region=world or region=us:0.6,eu:0.4; a name has at most 50 characters, none of = : , ;"};
}

/// `us:0.6`; all of it without a weight.
Result<std::pair<std::string, Decimal>> parse_value(std::string_view text)
{
    auto const colon = text.find(':');
    auto const value = base::trimmed(text.substr(0, colon));
    if (!is_word(value)) {
        return not_a_word(value);
    }
    if (colon == std::string_view::npos) {
        return std::pair{std::string{value}, Decimal{1}};
    }
    auto const weight = base::trimmed(text.substr(colon + 1));
    auto const parsed = money::parse_decimal(weight);
    if (!parsed || !parsed->value.is_positive() || parsed->value > Decimal{1}) {
        return Problem{"has the weight " + base::quoted(weight), "a weight is a number above 0, at most 1: 0.6"};
    }
    return std::pair{std::string{value}, parsed->value};
}

Result<TagValues> parse_values(std::string_view text)
{
    TagValues values;
    Decimal sum;
    for (auto const part : base::split(text, ',')) {
        auto const parsed = parse_value(part);
        if (!parsed) {
            return parsed.problem();
        }
        if (!values.insert(*parsed).second) {
            return Problem{"has " + base::quoted(parsed->first) + " twice", "add the two weights up"};
        }
        sum += parsed->second;
    }
    if (sum > Decimal{1}) {
        return Problem{"has weights that add up to " + sum.to_text(),
                       "together they are at most 1; what is left has no value"};
    }
    return values;
}

/// No values: the tag is to go.
Result<std::pair<std::string, TagValues>> parse_tag(std::string_view text)
{
    auto const equals = text.find('=');
    std::string const tag{base::trimmed(text.substr(0, equals))};
    if (!is_word(tag)) {
        return not_a_word(tag);
    }
    if (std::ranges::find(reserved, tag) != reserved.end()) {
        return Problem{"names a tag " + base::quoted(tag), "things are grouped by that already: use another word"};
    }
    if (equals == std::string_view::npos) {
        return std::pair{tag, TagValues{{tag, Decimal{1}}}};
    }
    auto const words = base::trimmed(text.substr(equals + 1));
    auto const values = words.empty() ? Result<TagValues>{TagValues{}} : parse_values(words);
    return values ? Result{std::pair{tag, *values}} : Result<std::pair<std::string, TagValues>>{values.problem()};
}

std::string to_text(std::string const& tag, TagValues const& values)
{
    if (values == TagValues{{tag, Decimal{1}}}) {
        return tag;
    }
    std::vector<std::string> parts;
    for (auto const& [value, weight] : values) {
        parts.push_back(weight == Decimal{1} ? value : value + ":" + weight.to_text());
    }
    return tag + "=" + base::join(parts, ",");
}

} // namespace

std::optional<Problem> set_tags(Tags& tags, std::string_view words)
{
    Tags named;
    for (auto const part : base::split(words, ';')) {
        auto const parsed = parse_tag(part);
        if (!parsed) {
            return parsed.problem();
        }
        if (!named.insert(*parsed).second) {
            return Problem{"names the tag " + base::quoted(parsed->first) + " twice",
                           "write its values after each other: region=us:0.6,eu:0.4"};
        }
    }
    for (auto const& [tag, values] : named) {
        tags.insert_or_assign(tag, values);
    }
    std::erase_if(tags, [](auto const& tag) { return tag.second.empty(); });
    return std::nullopt;
}

std::string to_text(Tags const& tags)
{
    std::vector<std::string> parts;
    for (auto const& [tag, values] : tags) {
        parts.push_back(to_text(tag, values));
    }
    return base::join(parts, "; ");
}

} // namespace pf::model
