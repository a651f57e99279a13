#include "pf/importer/number_reader.hpp"

#include "pf/base/text.hpp"
#include "pf/importer/spelling.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>
#include <string>

namespace pf::importer {

using money::Excess;
using money::NumberStyle;
using money::ParsedDecimal;

namespace {

struct MarkOfCurrencies {
    std::string_view mark;
    std::string_view currencies; ///< separated by blanks
};

constexpr std::array marks_of_currencies{
    MarkOfCurrencies{"$", "USD AUD CAD NZD HKD SGD MXN TWD BRL ARS CLP COP"},
    MarkOfCurrencies{"US$", "USD"},
    MarkOfCurrencies{"CA$", "CAD"},
    MarkOfCurrencies{"A$", "AUD"},
    MarkOfCurrencies{"NZ$", "NZD"},
    MarkOfCurrencies{"HK$", "HKD"},
    MarkOfCurrencies{"S$", "SGD"},
    MarkOfCurrencies{"CN¥", "CNY"},
    MarkOfCurrencies{"€", "EUR"},
    MarkOfCurrencies{"£", "GBP"},
    MarkOfCurrencies{"¥", "JPY CNY"},
    MarkOfCurrencies{"₹", "INR"},
    MarkOfCurrencies{"₩", "KRW"},
    MarkOfCurrencies{"zł", "PLN"},
    MarkOfCurrencies{"Kč", "CZK"},
    MarkOfCurrencies{"kr", "SEK NOK DKK ISK"},
    MarkOfCurrencies{"Fr", "CHF"},
    MarkOfCurrencies{"Ft", "HUF"},
    MarkOfCurrencies{"R$", "BRL"},
    MarkOfCurrencies{"lei", "RON"},
};

bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

bool is_number_character(char character)
{
    return is_digit(character) || character == '.' || character == ',' || character == '-' || character == '+';
}

bool take_minus(std::string_view& text)
{
    if (!text.starts_with('-')) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

/// `0E-10`, as some programs print a zero.
bool is_zero_with_exponent(std::string_view text)
{
    std::size_t const mark = text.find_first_of("eE");
    if (mark == 0 || mark == std::string_view::npos || text.find_first_not_of("0.") != mark) {
        return false;
    }
    std::string_view exponent = text.substr(mark + 1);
    if (exponent.starts_with('-') || exponent.starts_with('+')) {
        exponent.remove_prefix(1);
    }
    return !exponent.empty() && std::all_of(exponent.begin(), exponent.end(), is_digit) && text.find('0') < mark;
}

/// `-6.163E-07`, as programs print a small number, without its exponent; empty when it is no such number. One that is
/// not negative is a spreadsheet's, which has lost the last digits.
std::string without_exponent(std::string_view text, char decimal_mark)
{
    std::size_t const mark = text.find_first_of("eE");
    if (mark == std::string_view::npos || text.substr(mark + 1, 1) != "-") {
        return {};
    }
    std::string_view const places = text.substr(mark + 2);
    std::string_view mantissa = text.substr(0, mark);
    std::string const sign = take_minus(mantissa) ? "-" : "";
    bool const is_one_digit = !mantissa.empty() && is_digit(mantissa.front()) &&
                              (mantissa.size() == 1 || (mantissa.size() > 2 && mantissa[1] == decimal_mark));
    bool const is_short = !places.empty() && places.size() <= 2 && std::all_of(places.begin(), places.end(), is_digit);
    if (!is_one_digit || !is_short || std::stoi(std::string(places)) == 0) {
        return {};
    }
    std::string const zeros(static_cast<std::size_t>(std::stoi(std::string(places))) - 1, '0');
    return sign + "0" + decimal_mark + zeros + mantissa.front() +
           std::string(mantissa.substr(std::min<std::size_t>(2, mantissa.size())));
}

/// `(1.00)` is an accountant's -1.00.
bool take_parentheses(std::string_view& text)
{
    if (text.size() < 3 || text.front() != '(' || text.back() != ')') {
        return false;
    }
    text = text.substr(1, text.size() - 2);
    return true;
}

/// `-$1,234.56` is a minus, the mark `$` and `1,234.56`.
struct MoneyParts {
    bool is_negative = false;
    std::string_view mark;
    std::string_view digits;
};

MoneyParts split_money(std::string_view text)
{
    MoneyParts parts;
    parts.is_negative = take_minus(text);
    std::size_t const first =
        static_cast<std::size_t>(std::find_if(text.begin(), text.end(), is_number_character) - text.begin());
    parts.mark = trimmed_widely(text.substr(0, first));
    text.remove_prefix(first);
    if (!parts.is_negative && !parts.mark.empty()) {
        parts.is_negative = take_minus(text);
    }
    std::size_t last = text.size();
    while (last > 0 && !is_number_character(text[last - 1])) {
        --last;
    }
    if (parts.mark.empty()) {
        parts.mark = trimmed_widely(text.substr(last));
        text = text.substr(0, last);
    }
    parts.digits = text;
    return parts;
}

/// `0,766` in a style with comma groups is no 766.
bool is_false_group(std::string_view text, NumberStyle style)
{
    std::size_t const first = text.find_first_of("0123456789");
    return style.group_mark != '\0' && first != std::string_view::npos && text[first] == '0' &&
           first + 1 < text.size() && text[first + 1] == style.group_mark;
}

/// A glance that spares the words of a refusal.
bool may_be_of(std::string_view text, NumberStyle style)
{
    return std::all_of(text.begin(), text.end(), [style](char character) {
        return is_digit(character) || character == style.decimal_mark || character == '-' || character == '+' ||
               character == 'e' || character == 'E' || (style.group_mark != '\0' && character == style.group_mark);
    });
}

Result<ParsedDecimal> read_styled(std::string_view text, NumberStyle style, Excess excess)
{
    std::string const small = without_exponent(text, style.decimal_mark);
    if (!small.empty()) {
        return money::parse_decimal(small, style, excess);
    }
    if (is_false_group(text, style)) {
        return Problem{"is not a decimal",
                       std::string{"this source writes "} + style.group_mark + " between groups of three digits"};
    }
    return money::parse_decimal(text, style, excess);
}

Problem ambiguous(Decimal first, Decimal second, NumberStyles const& styles)
{
    std::string may_mean = "may mean " + first.to_text() + " or " + second.to_text();
    if (styles.other_way == 0) {
        return {std::move(may_mean), "write it so that only one reading is left"};
    }
    return {may_mean + ", in a column that writes numbers in two ways (lines " + std::to_string(styles.one_way) +
                " and " + std::to_string(styles.other_way) + ")",
            "two exports were joined, or a spreadsheet has changed some cells: export the file again"};
}

Result<ParsedDecimal> read_in_styles(std::string_view text, NumberStyles const& styles, Excess excess)
{
    if (styles.styles.size() == 1) {
        return read_styled(text, styles.styles.front(), excess);
    }
    std::optional<ParsedDecimal> found;
    std::size_t const of_source = styles.styles.size() - styles.of_spreadsheets;
    for (std::size_t index = 0; index < styles.styles.size(); ++index) {
        if (index == of_source && found) {
            break;
        }
        NumberStyle const& style = styles.styles[index];
        if (!may_be_of(text, style)) {
            continue;
        }
        auto const read = read_styled(text, style, excess);
        if (!read) {
            continue;
        }
        if (found && found->value != read->value) {
            return ambiguous(found->value, read->value, styles);
        }
        found = *read;
        if (styles.first_wins) {
            break;
        }
    }
    return found ? Result<ParsedDecimal>(*found) : read_styled(text, styles.styles.front(), excess);
}

/// Also with the marks that only look like those of ASCII.
Result<ParsedDecimal> read_spelled(std::string_view text, NumberStyles const& styles, Excess excess)
{
    if (is_zero_with_exponent(text)) {
        return ParsedDecimal{};
    }
    if (!has_typographic_marks(text)) {
        return read_in_styles(text, styles, excess);
    }
    std::string const plain = with_plain_marks(text);
    return read_in_styles(base::trimmed(plain), styles, excess);
}

ReadNumber with_sign(ParsedDecimal parsed, bool is_turned, std::string_view mark)
{
    return {{is_turned ? -parsed.value : parsed.value, parsed.was_rounded}, mark};
}

} // namespace

NumberStyle style_of_sample(std::string_view sample)
{
    if (sample.size() < 7 || sample.front() != '1' || !sample.ends_with("56")) {
        throw std::invalid_argument("a style is the number 1234.56 as the source writes it, such as \"1.234,56\"");
    }
    NumberStyle style;
    style.decimal_mark = sample[sample.size() - 3];
    style.group_mark = sample[1] == '2' ? '\0' : sample[1];
    std::string expected = "1";
    expected += style.group_mark == '\0' ? std::string() : std::string(1, style.group_mark);
    expected += "234";
    expected += style.decimal_mark;
    expected += "56";
    if (sample != expected || style.decimal_mark == style.group_mark) {
        throw std::invalid_argument("a style is the number 1234.56 as the source writes it, such as \"1.234,56\"");
    }
    return style;
}

Result<ReadNumber> read_number(std::string_view text, NumberStyles const& styles, Excess excess)
{
    excess = styles.rounded ? Excess::round : excess;
    bool const is_plain = !styles.money && styles.styles.size() == 1 && styles.styles.front().group_mark == '\0';
    if (is_plain) {
        auto const read = money::parse_decimal(text, styles.styles.front(), excess);
        if (read) {
            return ReadNumber{*read, {}};
        }
    }
    bool const is_turned = take_parentheses(text);
    MoneyParts parts{false, {}, text};
    if (styles.money) {
        parts = split_money(text);
    }
    bool const has_sign = parts.digits.find_first_of("+-") != std::string_view::npos;
    if (parts.digits.empty() || ((parts.is_negative || is_turned) && has_sign)) {
        return styles.money ? Problem{"is not an amount", "an amount is a number, with its currency before or after it"}
                            : Problem{text.empty() ? "is empty" : "is not a decimal", {}};
    }
    auto const read = read_spelled(parts.digits, styles, excess);
    return read ? Result<ReadNumber>(with_sign(*read, parts.is_negative != is_turned, parts.mark))
                : Result<ReadNumber>(read.problem());
}

unsigned styles_that_read(std::string_view text, NumberStyles const& styles)
{
    unsigned readable = 0;
    NumberStyles one = styles;
    one.of_spreadsheets = 0;
    for (std::size_t index = 0; index < styles.styles.size(); ++index) {
        one.styles = {styles.styles[index]};
        readable |= read_number(text, one, Excess::round) ? 1U << index : 0U;
    }
    return readable;
}

std::string_view currency_at(std::string_view amount)
{
    static_cast<void>(take_parentheses(amount));
    std::string_view const mark = split_money(amount).mark;
    auto const* const known = std::find_if(marks_of_currencies.begin(), marks_of_currencies.end(),
                                           [mark](MarkOfCurrencies const& entry) { return entry.mark == mark; });
    if (known != marks_of_currencies.end()) {
        bool const is_one = known->currencies.find(' ') == std::string_view::npos;
        return is_one || mark == "$" ? known->currencies.substr(0, 3) : std::string_view();
    }
    bool const is_code = mark.size() == 3 && std::all_of(mark.begin(), mark.end(),
                                                         [](char letter) { return letter >= 'A' && letter <= 'Z'; });
    return is_code ? mark : std::string_view();
}

bool mark_fits(std::string_view mark, std::string_view currency)
{
    if (base::equal_ignoring_case(mark, currency)) {
        return true;
    }
    auto const known = std::find_if(marks_of_currencies.begin(), marks_of_currencies.end(),
                                    [mark](MarkOfCurrencies const& entry) { return entry.mark == mark; });
    if (known == marks_of_currencies.end()) {
        return false;
    }
    auto const currencies = base::split(known->currencies, ' ');
    return std::find(currencies.begin(), currencies.end(), currency) != currencies.end();
}

} // namespace pf::importer
