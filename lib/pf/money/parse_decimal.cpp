#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/money/decimal.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace pf::money {
namespace {

constexpr std::size_t most_whole_digits = 20;
constexpr std::size_t most_fraction_digits = Decimal::scale;

constexpr auto powers_of_ten = [] {
    std::array<std::uint64_t, most_fraction_digits + 1> powers{};
    std::uint64_t power = 1;
    for (auto& entry : powers) {
        entry = power;
        power *= 10;
    }
    return powers;
}();

constexpr bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

bool all_digits(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), is_digit);
}

bool take_sign(std::string_view& text)
{
    if (text.empty() || (text.front() != '-' && text.front() != '+')) {
        return false;
    }
    bool const negative = text.front() == '-';
    text.remove_prefix(1);
    return negative;
}

/// The common case in one pass: at most 18 characters of digits with at most one decimal mark among or before them.
/// \param text  without its sign
/// \return  10^-18ths; nothing when the text is anything else, which need not be wrong
std::optional<Int128> parse_short(std::string_view text, char decimal_mark)
{
    if (text.empty() || text.size() > 18 || !is_digit(text.back())) {
        return std::nullopt;
    }
    std::uint64_t digits = 0;
    std::size_t fraction_begin = text.size();
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const digit = static_cast<unsigned char>(text[i] - '0');
        if (digit < 10) {
            digits = digits * 10 + digit;
        } else if (text[i] == decimal_mark && fraction_begin == text.size()) {
            fraction_begin = i + 1;
        } else {
            return std::nullopt;
        }
    }
    auto const fraction_digits = text.size() - fraction_begin;
    return static_cast<Int128>(digits) * static_cast<Int128>(powers_of_ten[most_fraction_digits - fraction_digits]);
}

/// The digits of the whole part, without marks between groups of three.
/// \return  nothing when a character is out of place
std::optional<std::string> ungrouped(std::string_view whole, char group_mark)
{
    std::string digits;
    std::size_t group_length = 0;
    bool is_grouped = false;
    for (char const character : whole) {
        if (is_digit(character)) {
            digits += character;
            ++group_length;
        } else if (group_mark != '\0' && character == group_mark && group_length > 0 && group_length <= 3 &&
                   (!is_grouped || group_length == 3)) {
            is_grouped = true;
            group_length = 0;
        } else {
            return std::nullopt;
        }
    }
    if (is_grouped && group_length != 3) {
        return std::nullopt;
    }
    return digits;
}

/// What a person would say about a text that is no decimal.
std::string hint_for(std::string_view text, NumberStyle style)
{
    bool const has_other_mark = text.find(style.decimal_mark == '.' ? ',' : '.') != std::string_view::npos;
    bool const has_mark = text.find(style.decimal_mark) != std::string_view::npos;
    if (std::any_of(text.begin(), text.end(),
                    [](char character) { return static_cast<unsigned char>(character) > 127; })) {
        return "it has characters outside ASCII";
    }
    if (std::none_of(text.begin(), text.end(), is_digit)) {
        return "write it in digits, such as 1234" + std::string(1, style.decimal_mark) + "56";
    }
    if (text.find_first_of("eE") != std::string_view::npos) {
        return "write it without an exponent";
    }
    if (text.find_first_of(" \t\r\n") != std::string_view::npos) {
        return "it has white space";
    }
    if (has_other_mark && !has_mark) {
        return style.decimal_mark == '.' ? "this looks like a decimal comma" : "this looks like a decimal point";
    }
    if (text.back() == style.decimal_mark) {
        return "there are no digits after the decimal mark";
    }
    return "write digits with at most one decimal mark, such as 1234" + std::string(1, style.decimal_mark) + "56";
}

Problem not_a_decimal(std::string_view text, NumberStyle style)
{
    return text.empty() ? Problem{"is empty", {}} : Problem{"is not a decimal", hint_for(text, style)};
}

Problem out_of_range()
{
    return {"is out of range (at most 20 digits before the decimal mark)", "is a decimal mark missing?"};
}

Uint128 units_of(std::string_view whole, std::string_view fraction)
{
    Uint128 units = 0;
    for (char const digit : whole) {
        units = units * 10 + static_cast<unsigned>(digit - '0');
    }
    for (std::size_t i = 0; i < most_fraction_digits; ++i) {
        units = units * 10 + (i < fraction.size() ? static_cast<unsigned>(fraction[i] - '0') : 0U);
    }
    return units;
}

/// \param excess  the digits after the 18th, the last of them not zero
bool excess_rounds_up(std::string_view excess, bool is_odd)
{
    bool const is_tie = excess == "5";
    return is_tie ? is_odd : excess.front() >= '5';
}

Result<ParsedDecimal> parse_digits(std::string_view whole, std::string_view fraction, bool negative, Excess excess)
{
    whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size()));
    fraction = fraction.substr(0, fraction.find_last_not_of('0') + 1);
    if (whole.size() > most_whole_digits) {
        return out_of_range();
    }
    bool const has_excess = fraction.size() > most_fraction_digits;
    if (has_excess && excess == Excess::reject) {
        return Problem{"has more than 18 decimals", "round it to 18"};
    }
    auto units = units_of(whole, fraction.substr(0, most_fraction_digits));
    if (has_excess && excess_rounds_up(fraction.substr(most_fraction_digits), (units & 1) != 0)) {
        ++units;
    }
    if (units > static_cast<Uint128>(Decimal::max().units())) {
        return out_of_range();
    }
    auto const signed_units = static_cast<Int128>(units);
    return ParsedDecimal{Decimal::from_units(negative ? -signed_units : signed_units), has_excess};
}

Result<ParsedDecimal> parse_general(std::string_view text, NumberStyle style, Excess excess)
{
    auto rest = text;
    bool const negative = take_sign(rest);
    auto const mark = rest.find(style.decimal_mark);
    bool const has_mark = mark != std::string_view::npos;
    auto const fraction = has_mark ? rest.substr(mark + 1) : std::string_view{};
    auto const whole = rest.substr(0, mark);
    if ((has_mark && fraction.empty()) || (!has_mark && whole.empty()) || !all_digits(fraction)) {
        return not_a_decimal(text, style);
    }
    if (all_digits(whole)) {
        return parse_digits(whole, fraction, negative, excess);
    }
    auto const digits = ungrouped(whole, style.group_mark);
    if (!digits) {
        return not_a_decimal(text, style);
    }
    return parse_digits(*digits, fraction, negative, excess);
}

} // namespace

Result<ParsedDecimal> parse_decimal(std::string_view text, NumberStyle style, Excess excess)
{
    auto digits = text;
    bool const negative = take_sign(digits);
    if (auto const units = parse_short(digits, style.decimal_mark)) {
        return ParsedDecimal{Decimal::from_units(negative ? -*units : *units), false};
    }
    return parse_general(text, style, excess);
}

Decimal operator""_dec(char const* text, std::size_t length)
{
    auto const parsed = parse_decimal({text, length});
    if (!parsed) {
        throw Error{ExitCode::internal, "literal " + base::quoted({text, length}) + " " + parsed.problem().message};
    }
    return parsed->value;
}

} // namespace pf::money
