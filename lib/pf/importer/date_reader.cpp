#include "pf/importer/date_reader.hpp"

#include "pf/base/text.hpp"
#include "pf/importer/spelling.hpp"

#include <date/tz.h>

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>
#include <utility>

namespace pf::importer {

using base::ParsedTimestamp;
using std::chrono::microseconds;

namespace {

/// What a moment is made of, in the order of `DatePart::Kind`.
struct Limits {
    int lowest = 0;
    int highest = 0;
};
constexpr std::array limits{Limits{1000, 9999}, Limits{1, 12}, Limits{1, 31},
                            Limits{0, 23},      Limits{0, 59}, Limits{0, 59}};
enum Index : std::size_t { year, month, day, hour, minute, second };

using Kind = DatePart::Kind;

/// How a pattern names a part; longer names first.
struct Name {
    std::string_view text;
    Kind kind = Kind::literal;
    std::size_t least = 0; ///< digits
    std::size_t most = 0;
};
constexpr std::array names{Name{"YYYY", Kind::year, 4, 4}, Name{"YY", Kind::short_year, 2, 2},
                           Name{"MMM", Kind::month_name},  Name{"MM", Kind::month, 2, 2},
                           Name{"M", Kind::month, 1, 2},   Name{"DD", Kind::day, 2, 2},
                           Name{"D", Kind::day, 1, 2},     Name{"hh", Kind::hour, 2, 2},
                           Name{"h", Kind::hour, 1, 2},    Name{"mm", Kind::minute, 2, 2},
                           Name{"ss", Kind::second, 2, 2}, Name{"A", Kind::half_of_day},
                           Name{"f", Kind::fraction},      Name{"Z", Kind::zone},
                           Name{"*", Kind::rest}};

/// A moment as it stands in the text.
struct Fields {
    std::array<int, limits.size()> values{};
    microseconds fraction{};
    std::optional<std::chrono::minutes> offset;
    date::time_zone const* zone = nullptr;
    std::optional<bool> is_afternoon;
};

bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

std::optional<int> take_number(std::string_view& text, std::size_t least, std::size_t most)
{
    std::size_t digits = 0;
    int value = 0;
    while (digits < most && digits < text.size() && is_digit(text[digits])) {
        value = value * 10 + (text[digits++] - '0');
    }
    if (digits < least) {
        return std::nullopt;
    }
    text.remove_prefix(digits);
    return value;
}

microseconds take_fraction(std::string_view& text)
{
    if (text.size() < 2 || (text[0] != '.' && text[0] != ',') || !is_digit(text[1])) {
        return {};
    }
    text.remove_prefix(1);
    std::int64_t value = 0;
    std::int64_t unit = 1'000'000;
    while (!text.empty() && is_digit(text.front())) {
        unit /= 10;
        value += unit * (text.front() - '0');
        text.remove_prefix(1);
    }
    return microseconds(value);
}

/// Abbreviations that mean one thing; `CST` and `IST` are the clocks of several countries.
struct ZoneWord {
    std::string_view word;
    int minutes = 0;
};
constexpr std::array zone_words{
    ZoneWord{"Z", 0},      ZoneWord{"UTC", 0},    ZoneWord{"GMT", 0},    ZoneWord{"WET", 0},    ZoneWord{"BST", 60},
    ZoneWord{"WEST", 60},  ZoneWord{"CET", 60},   ZoneWord{"CEST", 120}, ZoneWord{"EET", 120},  ZoneWord{"EEST", 180},
    ZoneWord{"EST", -300}, ZoneWord{"EDT", -240}, ZoneWord{"CDT", -300}, ZoneWord{"MST", -420}, ZoneWord{"MDT", -360},
    ZoneWord{"PST", -480}, ZoneWord{"PDT", -420}, ZoneWord{"JST", 540},  ZoneWord{"AEST", 600}, ZoneWord{"AEDT", 660},
};

/// `Z`, ` CET`, ` Europe/Vienna`
bool take_zone_word(std::string_view word, Fields& fields)
{
    auto const* const known =
        std::find_if(zone_words.begin(), zone_words.end(), [word](ZoneWord const& one) { return one.word == word; });
    if (known != zone_words.end()) {
        fields.offset = std::chrono::minutes(known->minutes);
        return true;
    }
    if (word.find('/') == std::string_view::npos) {
        return false;
    }
    try {
        fields.zone = date::locate_zone(std::string(word));
        return true;
    } catch (std::runtime_error const&) {
        return false;
    }
}

/// What is left is nothing, a zone's word, or `+01:00`, `-0530`, `+01`.
bool take_zone(std::string_view& text, Fields& fields)
{
    std::string_view const rest = base::trimmed(text);
    text = {};
    if (rest.empty()) {
        return true;
    }
    if (rest.front() != '+' && rest.front() != '-') {
        return take_zone_word(rest, fields);
    }
    bool const is_west = rest.front() == '-';
    std::string_view digits = rest.substr(1);
    auto const hours = take_number(digits, 2, 2);
    if (digits.starts_with(':')) {
        digits.remove_prefix(1);
    }
    auto const minutes = digits.empty() ? std::optional(0) : take_number(digits, 2, 2);
    if (!hours || !minutes || *hours > 18 || *minutes > 59 || !digits.empty()) {
        return false;
    }
    fields.offset = std::chrono::minutes((is_west ? -1 : 1) * (*hours * 60 + *minutes));
    return true;
}

/// Abbreviations and names of the twelve months, in the languages that formats are written in.
constexpr std::array<std::string_view, 12> month_words{
    "jan january janv janvier januar jän jänner ene enero gen gennaio janeiro januari sty styczeń stycznia led leden "
    "ledna",
    "feb february févr fév février februar febrero febbraio fev fevereiro februari lut luty lutego úno únor února",
    "mar march mars mär märz mrz marzo março mrt maart marzec marca bře březen března",
    "apr april avr avril abr abril aprile kwi kwiecień kwietnia dub duben dubna",
    "may mai mayo mag maggio maio mei maj maja kvě květen května",
    "jun june juin juni junio giu giugno junho cze czerwiec czerwca čvn červen června",
    "jul july juil juillet juli julio lug luglio julho lip lipiec lipca čvc červenec července",
    "aug august août aoû ago agosto augustus sie sierpień sierpnia srp srpen srpna augusti",
    "sep sept september septembre septiembre set settembre setembro wrz wrzesień września zář září",
    "oct october octobre okt oktober octubre ott ottobre out outubro paź październik października říj říjen října",
    "nov november novembre noviembre novembro lis listopad listopada listopadu",
    "dec december déc décembre dez dezember dic diciembre dicembre dezembro gru grudzień grudnia pro prosinec prosince",
};

bool is_letter(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           static_cast<unsigned char>(character) > 127;
}

/// A month's name with or without a full stop; `0` when it is none.
int take_month_name(std::string_view& text)
{
    auto const end = std::find_if_not(text.begin(), text.end(), is_letter);
    auto const length = static_cast<std::size_t>(end - text.begin());
    std::string const word = base::to_lower(text.substr(0, length));
    for (std::size_t index = 0; index < month_words.size() && !word.empty(); ++index) {
        auto const known = base::split(month_words[index], ' ');
        if (std::find(known.begin(), known.end(), word) != known.end()) {
            text.remove_prefix(length);
            text.remove_prefix(text.starts_with('.') ? 1 : 0);
            return static_cast<int>(index) + 1;
        }
    }
    return 0;
}

/// `AM`, `p.m.`
bool take_half_of_day(std::string_view& text, Fields& fields)
{
    for (auto const& [word, is_afternoon] :
         {std::pair{std::string_view("am"), false}, std::pair{std::string_view("pm"), true},
          std::pair{std::string_view("a.m."), false}, std::pair{std::string_view("p.m."), true}}) {
        if (base::equal_ignoring_case(text.substr(0, word.size()), word)) {
            fields.is_afternoon = is_afternoon;
            text.remove_prefix(word.size());
            return true;
        }
    }
    return false;
}

bool take_digits(std::string_view& text, DatePart const& part, Fields& fields)
{
    auto const value = take_number(text, part.least, part.most);
    bool const is_short = part.kind == Kind::short_year;
    auto const index = is_short ? std::size_t{year} : static_cast<std::size_t>(part.kind);
    if (!value) {
        return false;
    }
    fields.values[index] = is_short ? 2000 + *value : *value;
    return fields.values[index] >= limits[index].lowest && fields.values[index] <= limits[index].highest;
}

bool take_part(std::string_view& text, DatePart const& part, Fields& fields)
{
    switch (part.kind) {
    case Kind::literal:
        if (!text.starts_with(part.character)) {
            return false;
        }
        text.remove_prefix(1);
        return true;
    case Kind::month_name:
        return (fields.values[month] = take_month_name(text)) > 0;
    case Kind::half_of_day:
        return take_half_of_day(text, fields);
    case Kind::fraction:
        fields.fraction = take_fraction(text);
        return true;
    case Kind::zone:
        return take_zone(text, fields);
    case Kind::rest:
        text = {};
        return true;
    default:
        return take_digits(text, part, fields);
    }
}

bool take_fields(std::string_view text, std::vector<DatePart> const& parts, Fields& fields)
{
    if (!std::all_of(parts.begin(), parts.end(), [&](DatePart const& part) { return take_part(text, part, fields); })) {
        return false;
    }
    int& hours = fields.values[hour];
    if (fields.is_afternoon && (hours < 1 || hours > 12)) {
        return false;
    }
    hours = fields.is_afternoon ? hours % 12 + (*fields.is_afternoon ? 12 : 0) : hours;
    return text.empty();
}

/// A wall clock's time. At midnight sharp nobody trades: there it stands for the day alone, which is the same wherever
/// the account is. An hour that comes twice in autumn is taken as its first, one that is skipped in spring as the end
/// of the gap.
ParsedTimestamp in_zone(Timestamp wall, date::time_zone const* zone)
{
    if (wall == Timestamp{base::day_of(wall)}) {
        return {wall, true};
    }
    auto const sys = zone->to_sys(date::local_time<microseconds>(wall.time_since_epoch()), date::choose::earliest);
    return {Timestamp(std::chrono::time_point_cast<microseconds>(sys).time_since_epoch()), false};
}

} // namespace

DatePattern::DatePattern(std::string_view pattern) : m_text(pattern), m_is_iso(pattern == "iso")
{
    if (m_is_iso) {
        return;
    }
    for (std::string_view rest = pattern; !rest.empty();) {
        auto const* const name =
            std::find_if(names.begin(), names.end(), [rest](Name const& one) { return rest.starts_with(one.text); });
        bool const is_part = name != names.end();
        m_parts.push_back(is_part ? DatePart{name->kind, '\0', name->least, name->most}
                                  : DatePart{Kind::literal, rest.front(), 0, 0});
        rest.remove_prefix(is_part ? name->text.size() : 1);
    }
    check_parts();
    m_order = order_of_parts();
}

/// The number that a kind gives the moment: names and short forms are other ways to write the same.
std::size_t DatePattern::count(std::initializer_list<Kind> kinds) const
{
    return static_cast<std::size_t>(std::count_if(m_parts.begin(), m_parts.end(), [&](DatePart const& part) {
        return std::find(kinds.begin(), kinds.end(), part.kind) != kinds.end();
    }));
}

void DatePattern::check_parts()
{
    std::size_t const years = count({Kind::year, Kind::short_year});
    std::size_t const months = count({Kind::month, Kind::month_name});
    std::size_t const days = count({Kind::day});
    if (years > 1 || months > 1 || days > 1 || count({Kind::hour}) > 1 || count({Kind::minute}) > 1 ||
        count({Kind::second}) > 1) {
        throw std::invalid_argument("a part comes twice");
    }
    if (years + months + days < 3) {
        throw std::invalid_argument("year, month and day are all needed");
    }
    m_has_time = count({Kind::hour}) > 0;
}

DateOrder DatePattern::order_of_parts() const
{
    auto const place = [this](Kind kind) {
        return std::find_if(m_parts.begin(), m_parts.end(), [kind](DatePart const& part) { return part.kind == kind; });
    };
    if (count({Kind::month_name}) > 0 || place(Kind::year) < place(Kind::day)) {
        return DateOrder::plain;
    }
    return place(Kind::day) < place(Kind::month) ? DateOrder::day_first : DateOrder::month_first;
}

Result<ParsedTimestamp> DatePattern::read_iso(std::string_view text, date::time_zone const* zone) const
{
    auto const parsed = base::parse_iso_timestamp(text);
    if (!parsed || parsed->date_only || zone == nullptr || text.find_first_of("Zz+", 10) != std::string_view::npos ||
        text.find('-', 11) != std::string_view::npos) {
        return parsed;
    }
    return in_zone(parsed->timestamp, zone);
}

Result<ParsedTimestamp> DatePattern::read(std::string_view text, date::time_zone const* zone) const
{
    if (m_is_iso) {
        return read_iso(text, zone);
    }
    Fields fields;
    std::string const plain = has_typographic_marks(text) ? with_plain_marks(text) : std::string();
    if (!take_fields(plain.empty() ? text : plain, m_parts, fields)) {
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
    zone = fields.zone != nullptr ? fields.zone : zone;
    if (zone == nullptr) {
        return ParsedTimestamp{wall, false};
    }
    return in_zone(wall, zone);
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
        std::erase_if(text,
                      [](char character) { return std::string_view("fZ*").find(character) != std::string_view::npos; });
        texts.push_back(pattern.text() == "iso" ? "2024-01-31 or 2024-01-31T15:04:05Z" : std::move(text));
    }
    constexpr std::size_t most = 4;
    if (texts.size() > most) {
        texts.resize(most);
        texts.emplace_back("…");
    }
    return "dates are written " + base::join(texts, " or ");
}

Problem may_be_two_days(ParsedTimestamp const& one, ParsedTimestamp const& other, DateOrder order)
{
    std::string days =
        "may be " + base::to_text(base::day_of(one.timestamp)) + " or " + base::to_text(base::day_of(other.timestamp));
    if (order == DateOrder::mixed) {
        return {days + ", in a file that writes the day first here and the month first there",
                "two exports were joined: import them apart"};
    }
    return {std::move(days),
            "no date of the file has a day above 12, which would tell; a copy of the format with the one "
            "pattern reads it"};
}

} // namespace

Result<ParsedTimestamp> read_date(std::string_view text, std::vector<DatePattern> const& patterns,
                                  date::time_zone const* zone, DateOrder order)
{
    std::optional<ParsedTimestamp> found;
    for (DatePattern const& pattern : patterns) {
        if (!pattern.may_be(order)) {
            continue;
        }
        auto read = pattern.read(text, zone);
        if (read && pattern.order() == DateOrder::plain) {
            return read;
        }
        if (read && found && base::day_of(found->timestamp) != base::day_of(read->timestamp)) {
            return may_be_two_days(*found, *read, order);
        }
        found = read && !found ? *read : found;
    }
    if (found) {
        return *found;
    }
    // Cells of a workbook that hold days come as ISO dates, which no other pattern could mean.
    if (auto const iso = DatePattern("iso").read(text, zone)) {
        return iso;
    }
    auto const first = patterns.front().read(text, zone);
    Problem problem = first ? Problem{"is not a date of this format", {}} : first.problem();
    if (problem.hint.empty()) {
        problem.hint = hint_of(patterns);
    }
    return problem;
}

DateOrders orders_that_read(std::string_view text, std::vector<DatePattern> const& patterns)
{
    DateOrders orders;
    for (DatePattern const& pattern : patterns) {
        bool const is_read = static_cast<bool>(pattern.read(text, nullptr));
        orders.plain = orders.plain || (is_read && pattern.order() == DateOrder::plain);
        orders.day_first = orders.day_first || (is_read && pattern.order() == DateOrder::day_first);
        orders.month_first = orders.month_first || (is_read && pattern.order() == DateOrder::month_first);
    }
    return orders;
}

} // namespace pf::importer
