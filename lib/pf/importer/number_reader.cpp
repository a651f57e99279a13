#include "pf/importer/number_reader.hpp"

#include "pf/base/text.hpp"

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

bool is_number_character(char character)
{
    return (character >= '0' && character <= '9') || character == '.' || character == ',' || character == '-' ||
           character == '+';
}

bool take_minus(std::string_view& text)
{
    if (!text.starts_with('-')) {
        return false;
    }
    text.remove_prefix(1);
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
    parts.mark = base::trimmed(text.substr(0, first));
    text.remove_prefix(first);
    if (!parts.is_negative && !parts.mark.empty()) {
        parts.is_negative = take_minus(text);
    }
    std::size_t last = text.size();
    while (last > 0 && !is_number_character(text[last - 1])) {
        --last;
    }
    if (parts.mark.empty()) {
        parts.mark = base::trimmed(text.substr(last));
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

Result<ParsedDecimal> read_styled(std::string_view text, NumberStyle style, Excess excess)
{
    if (is_false_group(text, style)) {
        return Problem{"is not a decimal",
                       std::string{"this source writes "} + style.group_mark + " between groups of three digits"};
    }
    return money::parse_decimal(text, style, excess);
}

Problem ambiguous(Decimal first, Decimal second)
{
    return {"may mean " + first.to_text() + " or " + second.to_text(), "write it so that only one reading is left"};
}

Result<ParsedDecimal> read_in_styles(std::string_view text, NumberStyles const& styles, Excess excess)
{
    if (styles.styles.size() == 1) {
        return read_styled(text, styles.styles.front(), excess);
    }
    std::optional<ParsedDecimal> found;
    for (NumberStyle const& style : styles.styles) {
        auto const read = read_styled(text, style, excess);
        if (!read) {
            continue;
        }
        if (found && found->value != read->value) {
            return ambiguous(found->value, read->value);
        }
        found = *read;
        if (styles.first_wins) {
            break;
        }
    }
    return found ? Result<ParsedDecimal>(*found) : read_styled(text, styles.styles.front(), excess);
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
    if (!styles.money) {
        auto const read = read_in_styles(text, styles, excess);
        return read ? Result<ReadNumber>(ReadNumber{*read, {}}) : Result<ReadNumber>(read.problem());
    }
    MoneyParts const parts = split_money(text);
    if (parts.digits.empty() || (parts.is_negative && parts.digits.find_first_of("+-") != std::string_view::npos)) {
        return Problem{"is not an amount", "an amount is a number, with its currency before or after it"};
    }
    auto const read = read_in_styles(parts.digits, styles, excess);
    if (!read) {
        return read.problem();
    }
    return ReadNumber{{parts.is_negative ? -read->value : read->value, read->was_rounded}, parts.mark};
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
