#include "pf/base/day_words.hpp"

#include "pf/base/text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

namespace pf::base {
namespace {

using Words = std::vector<std::string>;
using Calendar = std::chrono::year_month_day;
using std::chrono::days;
using std::chrono::months;

constexpr std::array<std::string_view, 12> month_words{"january",   "february", "march",    "april",
                                                       "may",       "june",     "july",     "august",
                                                       "september", "october",  "november", "december"};
constexpr std::array<std::string_view, 7> weekday_words{"sunday",   "monday", "tuesday", "wednesday",
                                                        "thursday", "friday", "saturday"};

enum class Unit : std::uint8_t { day, week, month, quarter, year };

/// What looks like a day may be one that does not exist.
Problem not_days(std::string_view text)
{
    bool const is_numbered = text.size() == 10 && text[4] == '-' && text[7] == '-';
    auto const day = is_numbered ? parse_date(text) : Problem{"is no day", {}};
    return {day.problem().message,
            "write it as 2024-12-31, 2024, 2024-03, 2024-q3, yesterday, -30d, 2w ago, last friday, "
            "last month or ytd"};
}

Words words_of(std::string_view text)
{
    Words words;
    auto const lower = to_lower(text);
    for (auto const part : split(lower, ' ')) {
        if (!part.empty()) {
            words.emplace_back(part);
        }
    }
    return words;
}

/// Where a word stands in a list, also by its first three letters.
template <std::size_t Size>
std::optional<std::size_t> place_of(std::string_view word, std::array<std::string_view, Size> const& names)
{
    auto const found = std::ranges::find_if(
        names, [&](std::string_view name) { return word == name || (word.size() == 3 && word == name.substr(0, 3)); });
    return found == names.end() ? std::nullopt : std::optional{static_cast<std::size_t>(found - names.begin())};
}

std::optional<Unit> unit_of(std::string word)
{
    if (word.size() > 1 && word.ends_with('s')) {
        word.pop_back();
    }
    constexpr std::array<std::string_view, 5> names{"day", "week", "month", "quarter", "year"};
    constexpr std::array<std::string_view, 5> letters{"d", "w", "m", "q", "y"};
    for (auto const& known : {names, letters}) {
        auto const found = std::ranges::find(known, word);
        if (found != known.end()) {
            return static_cast<Unit>(found - known.begin());
        }
    }
    return std::nullopt;
}

Date first_of_months(Calendar day, int months_together)
{
    auto const month = static_cast<int>(static_cast<unsigned>(day.month())) - 1;
    auto const first = static_cast<unsigned>(month - month % months_together + 1);
    return Date{day.year() / std::chrono::month{first} / 1};
}

int months_of(Unit unit)
{
    return unit == Unit::year ? 12 : unit == Unit::quarter ? 3 : 1;
}

/// The same number in another month, or its last day. What leads out of all years is only so far out that it does not
/// come round again.
Date moved(Date day, int by_months)
{
    constexpr int most = 12 * 10'000;
    auto const there = Calendar{day} + months{std::clamp(by_months, -most, most)};
    return there.ok() ? Date{there} : Date{there.year() / there.month() / std::chrono::last};
}

Date start_of(Unit unit, Date day)
{
    switch (unit) {
    case Unit::day:
        return day;
    case Unit::week:
        return day - (std::chrono::weekday{day} - std::chrono::Monday);
    default:
        return first_of_months(Calendar{day}, months_of(unit));
    }
}

/// \param count  of units; negative: back
Date moved(Date day, Unit unit, int count)
{
    switch (unit) {
    case Unit::day:
        return day + days{count};
    case Unit::week:
        return day + days{7 * count};
    default:
        return moved(day, months_of(unit) * count);
    }
}

DaySpan whole(Unit unit, Date day)
{
    auto const first = start_of(unit, day);
    return {first, moved(first, unit, 1) - days{1}};
}

DaySpan one(Date day)
{
    return {day, day};
}

std::optional<int> digits(std::string_view text, std::size_t least, std::size_t most)
{
    auto const is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.size() < least || text.size() > most || !std::ranges::all_of(text, is_digit)) {
        return std::nullopt;
    }
    return static_cast<int>(*parse_integer(text));
}

std::optional<Date> first_of_month(int year, int month)
{
    auto const first = std::chrono::year{year} / std::chrono::month{static_cast<unsigned>(month)} / 1;
    return year >= 1000 && month >= 1 && month <= 12 ? std::optional{Date{first}} : std::nullopt;
}

/// `2024`, `2024-03`, `2024-q3`, `2024q3`, `2024-03-18`
std::optional<DaySpan> numbered(std::string const& word)
{
    if (auto const day = parse_date(word)) {
        return one(*day);
    }
    auto const year = digits(word.substr(0, 4), 4, 4);
    if (!year || *year < 1000) {
        return std::nullopt;
    }
    auto rest = std::string_view{word}.substr(4);
    if (rest.empty()) {
        return whole(Unit::year, *first_of_month(*year, 1));
    }
    rest.remove_prefix(rest.starts_with('-') ? 1 : 0);
    bool const is_quarter = rest.starts_with('q');
    auto const number = is_quarter ? digits(rest.substr(1), 1, 1) : word[4] == '-' ? digits(rest, 2, 2) : std::nullopt;
    auto const first = number ? first_of_month(*year, is_quarter ? *number * 3 - 2 : *number) : std::nullopt;
    return first ? std::optional{whole(is_quarter ? Unit::quarter : Unit::month, *first)} : std::nullopt;
}

/// `-30d`, `2w`, `3 months`, with or without `ago`
std::optional<DaySpan> ago(Words words, Date today)
{
    bool const says_ago = words.size() > 1 && words.back() == "ago";
    words.resize(words.size() - (says_ago ? 1 : 0));
    auto text = join(words, "");
    if (text.starts_with('-')) {
        text.erase(0, 1);
    }
    auto const end = std::min(text.find_first_not_of("0123456789"), text.size());
    auto const count = digits(std::string_view{text}.substr(0, end), 1, 5);
    auto const unit = unit_of(text.substr(end));
    return count && unit ? std::optional{one(moved(today, *unit, -*count))} : std::nullopt;
}

std::optional<DaySpan> single(std::string const& word, Date today)
{
    if (word == "today" || word == "now") {
        return one(today);
    }
    if (word == "yesterday") {
        return one(today - days{1});
    }
    if (word == "tomorrow") {
        return one(today + days{1});
    }
    if (auto const month = place_of(word, month_words)) {
        auto const year = static_cast<int>(Calendar{today}.year());
        auto const first = *first_of_month(year, static_cast<int>(*month) + 1);
        return whole(Unit::month, first > today ? moved(first, -12) : first);
    }
    if (auto const weekday = place_of(word, weekday_words)) {
        auto const back = std::chrono::weekday{today} - std::chrono::weekday{static_cast<unsigned>(*weekday)};
        return one(today - back);
    }
    return numbered(word);
}

std::optional<DaySpan> to_date(Words const& words, Date today)
{
    if (words.size() == 1 && words[0].size() == 3 && words[0].ends_with("td")) {
        auto const unit = unit_of(words[0].substr(0, 1));
        return unit && *unit != Unit::day ? std::optional{DaySpan{start_of(*unit, today), today}} : std::nullopt;
    }
    if (words.size() == 3 && words[1] == "to" && words[2] == "date") {
        auto const unit = unit_of(words[0]);
        return unit ? std::optional{DaySpan{start_of(*unit, today), today}} : std::nullopt;
    }
    return std::nullopt;
}

/// `this month`, `last month`, `last friday`, `march 2023`
std::optional<DaySpan> pair(std::string const& left, std::string const& right, Date today)
{
    if (auto const month = place_of(left, month_words)) {
        auto const year = digits(right, 4, 4);
        auto const first = year ? first_of_month(*year, static_cast<int>(*month) + 1) : std::nullopt;
        return first ? std::optional{whole(Unit::month, *first)} : std::nullopt;
    }
    bool const is_last = left == "last" || left == "previous";
    if (!is_last && left != "this") {
        return std::nullopt;
    }
    if (auto const unit = unit_of(right)) {
        auto const start = start_of(*unit, today);
        return whole(*unit, is_last ? moved(start, *unit, -1) : start);
    }
    if (is_last && (place_of(right, weekday_words) || place_of(right, month_words))) {
        auto const begun = single(right, today);
        if (begun->last < today || !place_of(right, weekday_words)) {
            return begun->last < today ? begun : single(right, begun->first - days{1});
        }
        return one(today - days{7});
    }
    return std::nullopt;
}

std::optional<DaySpan> span_of(Words const& words, Date today)
{
    if (words.empty()) {
        return std::nullopt;
    }
    if (words.size() > 2 && words[1] == "of" && (words[0] == "start" || words[0] == "end")) {
        auto const of = span_of({words.begin() + 2, words.end()}, today);
        return of ? std::optional{one(words[0] == "start" ? of->first : of->last)} : std::nullopt;
    }
    if (auto const span = to_date(words, today)) {
        return span;
    }
    auto const span = words.size() == 1   ? single(words[0], today)
                      : words.size() == 2 ? pair(words[0], words[1], today)
                                          : std::nullopt;
    return span ? span : ago(words, today);
}

} // namespace

Result<DaySpan> parse_days(std::string_view words, Date today)
{
    auto const span = span_of(words_of(words), today);
    if (!span) {
        return not_days(trimmed(words));
    }
    if (span->first < earliest_day || span->last > latest_day) {
        return Problem{"is not within the years 1000 to 9999", ""};
    }
    return *span;
}

} // namespace pf::base
