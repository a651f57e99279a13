#include "pf/importer/date_reader.hpp"

#include "pf/base/text.hpp"

#include <date/tz.h>

#include <array>
#include <optional>
#include <stdexcept>
#include <utility>

namespace pf::importer {

using base::ParsedTimestamp;
using std::chrono::microseconds;

namespace {

struct Part {
    std::string_view name;
    int lowest = 0;
    int highest = 0;
};

constexpr std::array parts{Part{"YYYY", 1000, 9999}, Part{"MM", 1, 12}, Part{"DD", 1, 31},
                           Part{"hh", 0, 23},        Part{"mm", 0, 59}, Part{"ss", 0, 59}};
enum PartIndex : std::size_t { year, month, day, hour, minute, second };

/// A moment as it stands in the text.
struct Fields {
    std::array<int, parts.size()> values{};
    microseconds fraction{};
    std::optional<std::chrono::minutes> offset;
};

std::optional<int> take_number(std::string_view& text, std::size_t digits)
{
    if (text.size() < digits) {
        return std::nullopt;
    }
    int value = 0;
    for (char const digit : text.substr(0, digits)) {
        if (digit < '0' || digit > '9') {
            return std::nullopt;
        }
        value = value * 10 + (digit - '0');
    }
    text.remove_prefix(digits);
    return value;
}

microseconds take_fraction(std::string_view& text)
{
    if (text.size() < 2 || (text[0] != '.' && text[0] != ',') || text[1] < '0' || text[1] > '9') {
        return {};
    }
    text.remove_prefix(1);
    std::int64_t value = 0;
    std::int64_t unit = 1'000'000;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        unit /= 10;
        value += unit * (text.front() - '0');
        text.remove_prefix(1);
    }
    return microseconds(value);
}

/// `Z`, ` UTC`, `+01:00`, `-0530`; nothing is left alone.
bool take_offset(std::string_view& text, std::optional<std::chrono::minutes>& offset)
{
    std::string_view const rest = base::trimmed(text);
    if (rest.empty()) {
        return true;
    }
    if (rest == "Z" || rest == "UTC" || rest == "GMT") {
        offset = std::chrono::minutes(0);
        text = {};
        return true;
    }
    if (rest.front() != '+' && rest.front() != '-') {
        return false;
    }
    bool const is_west = rest.front() == '-';
    std::string_view digits = rest.substr(1);
    auto const hours = take_number(digits, 2);
    if (digits.starts_with(':')) {
        digits.remove_prefix(1);
    }
    auto const minutes = take_number(digits, 2);
    if (!hours || !minutes || *hours > 18 || *minutes > 59 || !digits.empty()) {
        return false;
    }
    offset = std::chrono::minutes((is_west ? -1 : 1) * (*hours * 60 + *minutes));
    text = {};
    return true;
}

std::optional<std::size_t> part_at(std::string_view pattern)
{
    for (std::size_t index = 0; index < parts.size(); ++index) {
        if (pattern.starts_with(parts[index].name)) {
            return index;
        }
    }
    return std::nullopt;
}

bool take_fields(std::string_view text, std::string_view pattern, Fields& fields)
{
    while (!pattern.empty()) {
        if (auto const part = part_at(pattern)) {
            auto const value = take_number(text, parts[*part].name.size());
            if (!value || *value < parts[*part].lowest || *value > parts[*part].highest) {
                return false;
            }
            fields.values[*part] = *value;
            pattern.remove_prefix(parts[*part].name.size());
            continue;
        }
        if (pattern.front() == 'f') {
            fields.fraction = take_fraction(text);
        } else if (pattern.front() == 'Z') {
            if (!take_offset(text, fields.offset)) {
                return false;
            }
        } else if (text.empty() || text.front() != pattern.front()) {
            return false;
        } else {
            text.remove_prefix(1);
        }
        pattern.remove_prefix(1);
    }
    return text.empty();
}

/// A wall clock's time as a moment. An hour that comes twice in autumn is taken as its first, one that is skipped in
/// spring as the end of the gap.
Timestamp in_zone(date::local_time<microseconds> local, date::time_zone const* zone)
{
    auto const sys = zone->to_sys(local, date::choose::earliest);
    return Timestamp(std::chrono::time_point_cast<microseconds>(sys).time_since_epoch());
}

} // namespace

DatePattern::DatePattern(std::string_view pattern) : m_text(pattern), m_is_iso(pattern == "iso")
{
    if (m_is_iso) {
        return;
    }
    std::array<int, parts.size()> seen{};
    for (std::string_view rest = pattern; !rest.empty();) {
        auto const part = part_at(rest);
        if (part && seen[*part]++ > 0) {
            throw std::invalid_argument(std::string(parts[*part].name) + " comes twice");
        }
        rest.remove_prefix(part ? parts[*part].name.size() : 1);
    }
    if (seen[year] == 0 || seen[month] == 0 || seen[day] == 0) {
        throw std::invalid_argument("YYYY, MM and DD are all needed");
    }
    m_has_time = seen[hour] > 0;
}

Result<ParsedTimestamp> DatePattern::read_iso(std::string_view text, date::time_zone const* zone) const
{
    auto const parsed = base::parse_iso_timestamp(text);
    if (!parsed || parsed->date_only || zone == nullptr || text.find_first_of("Zz+", 10) != std::string_view::npos ||
        text.find('-', 11) != std::string_view::npos) {
        return parsed;
    }
    return ParsedTimestamp{in_zone(date::local_time<microseconds>(parsed->timestamp.time_since_epoch()), zone), false};
}

Result<ParsedTimestamp> DatePattern::read(std::string_view text, date::time_zone const* zone) const
{
    if (m_is_iso) {
        return read_iso(text, zone);
    }
    Fields fields;
    if (!take_fields(text, m_text, fields)) {
        return Problem{"is not a date of this format", {}};
    }
    auto const& values = fields.values;
    std::chrono::year_month_day const date{std::chrono::year{values[year]},
                                           std::chrono::month{static_cast<unsigned>(values[month])},
                                           std::chrono::day{static_cast<unsigned>(values[day])}};
    if (!date.ok()) {
        return Problem{"is a day that does not exist", {}};
    }
    Timestamp const wall = Date(date) + std::chrono::hours(values[hour]) + std::chrono::minutes(values[minute]) +
                           std::chrono::seconds(values[second]) + fields.fraction;
    if (!m_has_time) {
        return ParsedTimestamp{wall, true};
    }
    if (fields.offset) {
        return ParsedTimestamp{wall - *fields.offset, false};
    }
    if (zone == nullptr) {
        return ParsedTimestamp{wall, false};
    }
    return ParsedTimestamp{in_zone(date::local_time<microseconds>(wall.time_since_epoch()), zone), false};
}

date::time_zone const* find_time_zone(std::string const& name)
{
    if (name == "UTC") {
        return nullptr;
    }
    try {
        return date::locate_zone(name);
    } catch (std::runtime_error const&) {
        throw std::invalid_argument(base::quoted(name) + " is not in the time zone database");
    }
}

namespace {

std::string hint_of(std::vector<DatePattern> const& patterns)
{
    std::vector<std::string> texts;
    for (DatePattern const& pattern : patterns) {
        std::string text = pattern.text();
        std::erase_if(text, [](char character) { return character == 'f' || character == 'Z'; });
        texts.push_back(pattern.text() == "iso" ? "2024-01-31 or 2024-01-31T15:04:05Z" : std::move(text));
    }
    return "dates are written " + base::join(texts, " or ");
}

} // namespace

Result<ParsedTimestamp> read_date(std::string_view text, std::vector<DatePattern> const& patterns,
                                  date::time_zone const* zone)
{
    for (DatePattern const& pattern : patterns) {
        auto read = pattern.read(text, zone);
        if (read) {
            return read;
        }
    }
    Problem problem = patterns.front().read(text, zone).problem();
    if (problem.hint.empty()) {
        problem.hint = hint_of(patterns);
    }
    return problem;
}

} // namespace pf::importer
