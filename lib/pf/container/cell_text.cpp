#include "pf/container/cell_text.hpp"

#include "pf/base/text.hpp"
#include "pf/base/time.hpp"
#include "pf/container/shortest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace pf::container {

namespace {

constexpr std::size_t digits_that_stay = 15; ///< every decimal of so many digits is kept apart from its neighbours
constexpr long long most_exponent = 400;
constexpr long long last_day = 2'958'465; ///< 9999-12-31
constexpr std::int64_t ms_per_day = 86'400'000;

/// A number in its parts: -1.5E-3 has the digits 15, one of them before the mark, and the exponent -3.
struct Digits {
    bool is_negative = false;
    std::string all;
    long long before_mark = 0;
};

std::size_t count_digits(std::string_view text)
{
    auto const* const end =
        std::find_if_not(text.begin(), text.end(), [](char one) { return one >= '0' && one <= '9'; });
    return static_cast<std::size_t>(end - text.begin());
}

bool take_exponent(std::string_view text, Digits& digits)
{
    if (text.empty()) {
        return true;
    }
    text.remove_prefix(1);
    text.remove_prefix(text.starts_with('+') ? 1 : 0);
    auto const exponent = base::parse_integer(text);
    if (!exponent || *exponent > most_exponent || *exponent < -most_exponent) {
        return false;
    }
    digits.before_mark += *exponent;
    return true;
}

std::optional<Digits> digits_of(std::string_view text)
{
    Digits digits;
    if (text.starts_with('-') || text.starts_with('+')) {
        digits.is_negative = text.front() == '-';
        text.remove_prefix(1);
    }
    std::size_t const whole = count_digits(text);
    digits.all = text.substr(0, whole);
    digits.before_mark = static_cast<long long>(whole);
    text.remove_prefix(whole);
    if (text.starts_with('.')) {
        std::size_t const decimals = count_digits(text.substr(1));
        digits.all += text.substr(1, decimals);
        text.remove_prefix(1 + decimals);
    }
    bool const ends = text.empty() || text.front() == 'E' || text.front() == 'e';
    if (digits.all.empty() || !ends || !take_exponent(text, digits)) {
        return std::nullopt;
    }
    return digits;
}

std::size_t significant(std::string_view digits)
{
    auto const first = digits.find_first_not_of('0');
    auto const last = digits.find_last_not_of('0');
    return first == std::string_view::npos ? 0 : last - first + 1;
}

std::string plain(Digits const& digits)
{
    std::string all = digits.all;
    long long before = digits.before_mark;
    if (before < 0) {
        all.insert(0, static_cast<std::size_t>(-before), '0');
        before = 0;
    }
    if (before > std::ssize(all)) {
        all.append(static_cast<std::size_t>(before - std::ssize(all)), '0');
    }
    std::string whole = all.substr(0, static_cast<std::size_t>(before));
    std::string decimals = all.substr(static_cast<std::size_t>(before));
    whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size()));
    decimals.erase(decimals.find_last_not_of('0') + 1);
    decimals.append(decimals.size() == 3 ? "0" : "");
    std::string text = whole.empty() ? "0" : std::move(whole);
    text += decimals.empty() ? "" : "." + decimals;
    return (digits.is_negative && text != "0" ? "-" : "") + text;
}

/// The code of positive numbers, without what is only shown: texts, colours, conditions, characters that fill.
std::string letters_of(std::string_view code)
{
    std::string letters;
    for (std::size_t at = 0; at < code.size() && code[at] != ';'; ++at) {
        if (code[at] == '"') {
            at = std::min(code.find('"', at + 1), code.size());
        } else if (code[at] == '[') {
            auto const end = std::min(code.find(']', at), code.size());
            std::string const word = base::to_lower(code.substr(at + 1, end - at - 1));
            letters +=
                word == "h" || word == "hh" || word == "m" || word == "mm" || word == "s" || word == "ss" ? "!" : "";
            at = end;
        } else if (code[at] == '\\' || code[at] == '_' || code[at] == '*') {
            ++at;
        } else {
            letters += code[at];
        }
    }
    return base::to_lower(letters);
}

Shown shown_of(bool has_date, bool has_time)
{
    if (has_date) {
        return has_time ? Shown::moment : Shown::date;
    }
    return has_time ? Shown::time : Shown::number;
}

/// Milliseconds of the fraction of a day, rounded: a binary number knows no more of a moment in our years.
std::int64_t ms_of(std::string_view decimals)
{
    std::int64_t scaled = 0;
    std::int64_t unit = 1;
    for (char const digit : decimals.substr(0, 10)) {
        scaled = scaled * 10 + (digit - '0');
        unit *= 10;
    }
    return (scaled * ms_per_day + unit / 2) / unit;
}

std::string day_text(long long day, bool is_1904)
{
    if (!is_1904 && day == 60) {
        return "1900-02-29";
    }
    using std::chrono::days;
    Date const first =
        is_1904 ? Date(std::chrono::year{1904} / 1 / 1) : Date(std::chrono::year{1899} / 12 / (day < 60 ? 31 : 30));
    return base::to_text(first + days(day));
}

std::string clock_text(std::int64_t ms)
{
    auto text = fmt::format("{:02}:{:02}:{:02}", ms / 3'600'000, ms / 60'000 % 60, ms / 1000 % 60);
    return ms % 1000 == 0 ? text : text + fmt::format(".{:03}", ms % 1000);
}

/// `_x000D_`
std::optional<unsigned> code_at(std::string_view text)
{
    if (text.size() < 7 || !text.starts_with("_x") || text[6] != '_') {
        return std::nullopt;
    }
    unsigned code = 0;
    auto const [end, problem] = std::from_chars(text.data() + 2, text.data() + 6, code, 16);
    return problem == std::errc() && end == text.data() + 6 ? std::optional(code) : std::nullopt;
}

} // namespace

std::optional<std::string> exact_text(std::string_view value)
{
    auto const digits = digits_of(value);
    return digits ? std::optional(plain(*digits)) : std::nullopt;
}

std::optional<std::string> number_text(std::string_view value)
{
    auto digits = digits_of(value);
    if (digits && significant(digits->all) > digits_that_stay) {
        digits = digits_of(shortest_of(value.substr(value.starts_with('+') ? 1 : 0)));
    }
    return digits ? std::optional(plain(*digits)) : std::nullopt;
}

Shown shown_by(std::string_view code)
{
    std::string const letters = letters_of(code);
    if (letters == "general" || letters.find('!') != std::string::npos) {
        return Shown::number;
    }
    auto const has = [&letters](char letter) { return letters.find(letter) != std::string::npos; };
    bool const has_time = has('h') || has('s');
    bool const has_date = has('y') || has('d') || (has('m') && !has_time);
    return shown_of(has_date, has_time);
}

Shown shown_by(int number)
{
    bool const is_moment = number == 22;
    bool const is_time =
        (number >= 18 && number <= 21) || number == 45 || number == 47 || (number >= 32 && number <= 35);
    bool const is_date = (number >= 14 && number <= 17) || (number >= 27 && number <= 31) || number == 36 ||
                         (number >= 50 && number <= 58);
    return shown_of(is_date || is_moment, is_time || is_moment);
}

std::string date_text(std::string const& number, Shown shown, bool is_1904)
{
    auto const mark = number.find('.');
    auto day = base::parse_integer(number.substr(0, mark));
    if (shown == Shown::number || !day || *day < 0 || *day > last_day || number.starts_with('-')) {
        return number;
    }
    std::int64_t ms = mark == std::string::npos ? 0 : ms_of(std::string_view(number).substr(mark + 1));
    *day += ms / ms_per_day;
    ms %= ms_per_day;
    bool const is_clock = shown == Shown::time && *day == 0;
    if (is_clock) {
        return clock_text(ms);
    }
    bool const has_clock = shown != Shown::date || ms != 0;
    return day_text(*day, is_1904) + (has_clock ? " " + clock_text(ms) : "");
}

std::string unescaped(std::string_view text)
{
    std::string plain;
    while (!text.empty()) {
        auto const next = text.find("_x", 1);
        auto const code = code_at(text);
        if (code) {
            plain += *code >= 0x20 && *code < 0x7F ? static_cast<char>(*code) : ' ';
            text.remove_prefix(7);
        } else {
            plain += text.substr(0, next);
            text.remove_prefix(std::min(next, text.size()));
        }
    }
    return plain;
}

} // namespace pf::container
