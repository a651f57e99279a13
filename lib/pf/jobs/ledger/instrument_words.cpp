#include "pf/jobs/ledger/instrument_words.hpp"

#include "pf/base/name.hpp"
#include "pf/base/text.hpp"
#include "pf/jobs/ledger/instruments.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>
#include <vector>

namespace pf::jobs {

namespace {

using Details = model::InstrumentDetails;
using Setter = std::function<std::optional<Problem>(Details&, std::string const&)>;

constexpr std::size_t longest_name = 200; // characters
constexpr std::size_t longest_word = 50;

std::string words_of(std::span<std::string_view const> words)
{
    return base::join({words.begin(), words.end()}, ", ");
}

Setter text_of(std::string Details::*field, std::size_t longest)
{
    return [=](Details& details, std::string const& value) -> std::optional<Problem> {
        if (!value.empty() && !base::is_name(value, longest)) {
            return Problem{"is too long, or has control characters",
                           "it may have " + std::to_string(longest) + " characters"};
        }
        details.*field = value;
        return std::nullopt;
    };
}

Setter number_of(std::optional<Decimal> Details::*field)
{
    return [=](Details& details, std::string const& value) -> std::optional<Problem> {
        if (value.empty()) {
            (details.*field).reset();
            return std::nullopt;
        }
        auto const number = money::parse_decimal(value);
        if (!number || number->value.is_negative()) {
            return Problem{"is not a number", "write it with a point: 0.5"};
        }
        details.*field = number->value;
        return std::nullopt;
    };
}

std::optional<Problem> set_isin(Details& details, std::string const& value)
{
    if (!value.empty() && !model::is_isin(value)) {
        return Problem{"is not an ISIN", "it has twelve characters, of which the last is a check digit: US0378331005"};
    }
    details.isin = value;
    return std::nullopt;
}

std::optional<Problem> set_asset_type(Details& details, std::string const& value)
{
    auto const type = model::parse_asset_type(base::to_upper(value));
    if (!value.empty() && !type) {
        return Problem{"is not an asset type", "asset types: " + words_of(model::asset_type_words())};
    }
    details.asset_type = type;
    return std::nullopt;
}

std::optional<Problem> set_right(Details& details, std::string const& value)
{
    auto const right = model::parse_option_right(base::to_upper(value));
    if (!value.empty() && !right) {
        return Problem{"is not the right of an option", "CALL or PUT"};
    }
    details.right = right;
    return std::nullopt;
}

std::optional<Problem> set_currency(Details& details, std::string const& value)
{
    if (value.empty()) {
        details.currency = Currency{};
        return std::nullopt;
    }
    auto const currency = Currency::parse(value);
    if (!currency) {
        return currency.problem();
    }
    details.currency = *currency;
    return std::nullopt;
}

std::optional<Problem> set_expiry(Details& details, std::string const& value)
{
    if (value.empty()) {
        details.expiry.reset();
        return std::nullopt;
    }
    auto const day = base::parse_date(value);
    if (!day) {
        return day.problem();
    }
    details.expiry = *day;
    return std::nullopt;
}

std::optional<Problem> set_multiplier(Details& details, std::string const& value)
{
    auto problem = number_of(&Details::multiplier)(details, value);
    if (!problem && details.multiplier && details.multiplier->is_zero()) {
        return Problem{"is not greater than zero", "100 for most options on shares; an empty value is 1"};
    }
    return problem;
}

std::optional<Problem> set_tags_of(Details& details, std::string const& value)
{
    if (value.empty()) {
        details.tags.clear();
        return std::nullopt;
    }
    return model::set_tags(details.tags, value);
}

std::optional<Problem> set_underlying(Details& details, std::string const& value)
{
    if (value == details.ticker) {
        return Problem{"is the instrument itself", "write what it gives a right to"};
    }
    return text_of(&Details::underlying, longest_word)(details, value);
}

std::vector<std::pair<std::string, Setter>> const& setters()
{
    static std::vector<std::pair<std::string, Setter>> const all{
        {"name", text_of(&Details::name, longest_name)},
        {"isin", set_isin},
        {"asset_type", set_asset_type},
        {"currency", set_currency},
        {"multiplier", set_multiplier},
        {"exchange", text_of(&Details::exchange, longest_word)},
        {"underlying", set_underlying},
        {"expiry", set_expiry},
        {"strike", number_of(&Details::strike)},
        {"right", set_right},
        {"price_source", text_of(&Details::price_source, longest_name)},
        {"tags", set_tags_of}};
    return all;
}

} // namespace

std::vector<std::string> const& instrument_columns()
{
    static std::vector<std::string> const columns = [] {
        std::vector<std::string> names;
        std::ranges::transform(setters(), std::back_inserter(names), [](auto const& setter) { return setter.first; });
        return names;
    }();
    return columns;
}

std::optional<std::pair<std::string, Problem>> set_values(model::InstrumentDetails& details,
                                                          std::map<std::string, std::string> const& values)
{
    for (auto const& [column, set] : setters()) {
        auto const value = values.find(column);
        if (value == values.end()) {
            continue;
        }
        if (auto problem = set(details, value->second)) {
            return std::pair{column, *std::move(problem)};
        }
    }
    return std::nullopt;
}

} // namespace pf::jobs
