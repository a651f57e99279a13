#include "pf/base/time.hpp"

#include <array>
#include <charconv>
#include <optional>

namespace pf::base {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::year_month_day;

constexpr Date first_day = std::chrono::sys_days{std::chrono::year{1000} / 1 / 1};
constexpr Date day_after_last = std::chrono::sys_days{std::chrono::year{10000} / 1 / 1};

/// Reads a text from the left; every `take_…` either consumes what it names or leaves the text alone.
class Cursor {
public:
    explicit Cursor(std::string_view text) : m_rest(text) {}

    [[nodiscard]] bool at_end() const { return m_rest.empty(); }

    bool take(char expected)
    {
        if (m_rest.empty() || m_rest.front() != expected) {
            return false;
        }
        m_rest.remove_prefix(1);
        return true;
    }

    std::optional<int> take_digit()
    {
        if (m_rest.empty() || m_rest.front() < '0' || m_rest.front() > '9') {
            return std::nullopt;
        }
        int const digit = m_rest.front() - '0';
        m_rest.remove_prefix(1);
        return digit;
    }

    std::optional<int> take_number(int digits)
    {
        auto const before = m_rest;
        int number = 0;
        for (int i = 0; i < digits; ++i) {
            auto const digit = take_digit();
            if (!digit) {
                m_rest = before;
                return std::nullopt;
            }
            number = number * 10 + *digit;
        }
        return number;
    }

private:
    std::string_view m_rest;
};

Problem not_a_date()
{
    return {"is not a date", "write it as YYYY-MM-DD, for example 2024-02-29"};
}

Problem not_a_time()
{
    return {"is not a date or a time",
            "write it as YYYY-MM-DD or YYYY-MM-DDThh:mm:ss, followed by Z or +hh:mm if not UTC"};
}

Problem no_such_time()
{
    return {"has no such time of day", "hours go to 23, minutes and seconds to 59"};
}

Problem year_out_of_range()
{
    return {"has a year outside 1000 to 9999", {}};
}

Result<Date> take_date(Cursor& cursor, Problem const& malformed)
{
    auto const year = cursor.take_number(4);
    bool const first_dash = cursor.take('-');
    auto const month = cursor.take_number(2);
    bool const second_dash = cursor.take('-');
    auto const day = cursor.take_number(2);
    if (!year || !month || !day || !first_dash || !second_dash) {
        return malformed;
    }
    if (*year < 1000) {
        return year_out_of_range();
    }
    year_month_day const date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                              std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) {
        return Problem{"is a day that does not exist", {}};
    }
    return Date{date};
}

/// The digits after the decimal mark of a second; those after the sixth are read and cut.
std::optional<microseconds> take_fraction(Cursor& cursor)
{
    auto digit = cursor.take_digit();
    if (!digit) {
        return std::nullopt;
    }
    microseconds fraction{0};
    for (int weight = 100'000; digit; weight /= 10, digit = cursor.take_digit()) {
        fraction += microseconds{*digit * weight};
    }
    return fraction;
}

Result<microseconds> take_time_of_day(Cursor& cursor)
{
    auto const hour = cursor.take_number(2);
    bool const colon = cursor.take(':');
    auto const minute = cursor.take_number(2);
    if (!hour || !colon || !minute) {
        return not_a_time();
    }
    int second = 0;
    microseconds fraction{0};
    if (cursor.take(':')) {
        auto const parsed_second = cursor.take_number(2);
        if (!parsed_second) {
            return not_a_time();
        }
        second = *parsed_second;
        if (cursor.take('.')) {
            auto const parsed_fraction = take_fraction(cursor);
            if (!parsed_fraction) {
                return not_a_time();
            }
            fraction = *parsed_fraction;
        }
    }
    if (*hour > 23 || *minute > 59 || second > 59) {
        return no_such_time();
    }
    return microseconds{hours{*hour} + minutes{*minute} + seconds{second}} + fraction;
}

/// `Z`, `+01:00`, `+0100` or `+01`: how far the local time is ahead of UTC. Nothing at all means UTC.
Result<minutes> take_zone(Cursor& cursor)
{
    if (cursor.at_end() || cursor.take('Z')) {
        return minutes{0};
    }
    bool const behind = cursor.take('-');
    if (!behind && !cursor.take('+')) {
        return not_a_time();
    }
    auto const hour = cursor.take_number(2);
    bool const colon = cursor.take(':');
    auto const minute = cursor.take_number(2);
    if (!hour || (colon && !minute)) {
        return not_a_time();
    }
    if (*hour > 15 || minute.value_or(0) > 59) {
        return Problem{"has no such offset from UTC", "offsets go from -15:59 to +15:59"};
    }
    minutes const offset = hours{*hour} + minutes{minute.value_or(0)};
    return behind ? -offset : offset;
}

Result<ParsedTimestamp> parse_time_after(Date day, Cursor& cursor)
{
    if (!cursor.take('T') && !cursor.take(' ')) {
        return not_a_time();
    }
    auto const time_of_day = take_time_of_day(cursor);
    if (!time_of_day) {
        return time_of_day.problem();
    }
    auto const offset = take_zone(cursor);
    if (!offset) {
        return offset.problem();
    }
    if (!cursor.at_end()) {
        return not_a_time();
    }
    Timestamp const timestamp = day + *time_of_day - *offset;
    if (timestamp < first_day || timestamp >= day_after_last) {
        return year_out_of_range();
    }
    return ParsedTimestamp{timestamp, false};
}

void append_padded(std::string& text, long long number, int digits)
{
    std::array<char, 20> buffer{};
    auto const end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
    auto const length = end - buffer.data();
    if (length < digits) {
        text.append(static_cast<std::size_t>(digits - length), '0');
    }
    text.append(buffer.data(), end);
}

void append_date(std::string& text, Date date)
{
    year_month_day const parts{date};
    append_padded(text, int{parts.year()}, 4);
    text += '-';
    append_padded(text, unsigned{parts.month()}, 2);
    text += '-';
    append_padded(text, unsigned{parts.day()}, 2);
}

} // namespace

std::string to_text(Date date)
{
    std::string text;
    append_date(text, date);
    return text;
}

std::string to_text(Timestamp timestamp)
{
    auto const day = day_of(timestamp);
    std::chrono::hh_mm_ss const time{timestamp - day};
    std::string text;
    text.reserve(27);
    append_date(text, day);
    text += 'T';
    append_padded(text, time.hours().count(), 2);
    text += ':';
    append_padded(text, time.minutes().count(), 2);
    text += ':';
    append_padded(text, time.seconds().count(), 2);
    if (auto const fraction = time.subseconds().count(); fraction != 0) {
        text += '.';
        append_padded(text, fraction, 6);
        text.erase(text.find_last_not_of('0') + 1);
    }
    text += 'Z';
    return text;
}

Result<Date> parse_date(std::string_view text)
{
    Cursor cursor{text};
    auto const date = take_date(cursor, not_a_date());
    if (date && !cursor.at_end()) {
        return not_a_date();
    }
    return date;
}

Result<ParsedTimestamp> parse_iso_timestamp(std::string_view text)
{
    Cursor cursor{text};
    auto const date = take_date(cursor, not_a_time());
    if (!date) {
        return date.problem();
    }
    if (cursor.at_end()) {
        return ParsedTimestamp{*date, true};
    }
    return parse_time_after(*date, cursor);
}

Timestamp now()
{
    return std::chrono::floor<microseconds>(std::chrono::system_clock::now());
}

Date today()
{
    return day_of(now());
}

} // namespace pf::base
