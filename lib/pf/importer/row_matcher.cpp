#include "pf/importer/row_matcher.hpp"

#include "pf/base/text.hpp"
#include "pf/importer/spelling.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace pf::importer {

namespace {

/// The first stands for a formula that nobody has worked out.
constexpr std::array<std::string_view, 11> cell_errors{"#FORMULA!", "#REF!",  "#N/A",         "#VALUE!",
                                                       "#DIV/0!",   "#NAME?", "#NUM!",        "#NULL!",
                                                       "#SPILL!",   "#CALC!", "#GETTING_DATA"};

/// A line of a title or a disclaimer: one text of several words, and nothing beside it.
bool is_sentence(std::span<std::string_view const> fields)
{
    std::string written;
    std::string_view only;
    for (std::string_view const field : fields) {
        if (base::trimmed(field).empty()) {
            continue;
        }
        if (!only.empty()) {
            return false;
        }
        only = with_plain_blanks(field, written);
    }
    return std::count(only.begin(), only.end(), ' ') >= 2;
}

/// A line of words alone, however many empty fields a spreadsheet has put behind it.
bool is_remark(std::span<std::string_view const> fields)
{
    return fields.size() > 2 && !base::trimmed(fields.front()).empty() && is_sentence(fields) &&
           fields.front().find_first_of("0123456789") == std::string_view::npos;
}

/// A file of UTF-8 that was joined to another one brings its byte order mark into the midst.
std::string_view without_mark(std::string_view raw)
{
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    return raw.starts_with(mark) ? raw.substr(mark.size()) : raw;
}

bool is_number_but_zero(std::string_view text, NumberStyles styles)
{
    bool const is_moment =
        text.find_first_of("-:/", 1) != std::string_view::npos && text.find_first_of("0123456789") == 0;
    if (is_moment || text.find_first_of("123456789") == std::string_view::npos) {
        return false;
    }
    styles.first_wins = true;
    styles.money = true;
    auto const read = read_number(text, styles, money::Excess::round);
    return read && !read->parsed.value.is_zero();
}

/// What a text of the source stands for; nothing, when it is not said.
std::optional<std::string_view> meaning(Column const& column, std::string_view text)
{
    auto const is_it = [text](auto const& one) { return one.first == text; };
    auto const found = std::find_if(column.means.begin(), column.means.end(), is_it);
    return found == column.means.end() ? std::nullopt : std::optional<std::string_view>{found->second};
}

} // namespace

RowMatcher::RowMatcher(Format const& format, Binding binding, std::string header)
    : m_format(format), m_binding(std::move(binding)), m_header(std::move(header)), m_capture_styles(&format.numbers)
{
    for (Column const& column : m_format.columns) {
        m_styles.push_back(&column.numbers);
    }
}

void RowMatcher::use(Settled::Impl const& settled)
{
    m_settled = &settled;
    if (settled.columns.empty()) {
        return;
    }
    m_capture_styles = &settled.captures;
    std::transform(settled.columns.begin(), settled.columns.end(), m_styles.begin(),
                   [](NumberStyles const& styles) { return &styles; });
}

void RowMatcher::take_first_reading()
{
    m_first_capture = m_format.numbers;
    m_first_capture.first_wins = true;
    m_capture_styles = &m_first_capture;
    for (Column const& column : m_format.columns) {
        m_first_readings.push_back(column.numbers);
        m_first_readings.back().first_wins = true;
    }
    std::transform(m_first_readings.begin(), m_first_readings.end(), m_styles.begin(),
                   [](NumberStyles const& styles) { return &styles; });
}

Scope RowMatcher::scope_of(PreparedRow const& row, std::string_view default_account) const
{
    Scope scope{row.columns, m_styles, row.captures, m_capture_styles, {}, {}, default_account, {}, {}, date_order()};
    if (m_settled != nullptr) {
        scope.default_ticker = m_settled->said.ticker;
        scope.default_currency = m_settled->said.currency;
    }
    return scope;
}

std::string_view RowMatcher::cell(std::size_t column, std::span<std::string_view const> fields,
                                  std::string& written) const
{
    std::size_t const field = m_binding.fields[column];
    if (field == Binding::missing) {
        return m_binding.values[column];
    }
    std::string_view value = field < fields.size() ? with_plain_blanks(fields[field], written) : std::string_view();
    std::string const& until = m_format.columns[column].until;
    if (!until.empty()) {
        value = base::trimmed(value.substr(0, value.find(until)));
    }
    auto const& described = m_format.columns[column];
    if (auto const meant = meaning(described, value)) {
        return *meant;
    }
    bool const is_empty = value.empty() || std::find(m_format.empty_words.begin(), m_format.empty_words.end(), value) !=
                                               m_format.empty_words.end();
    return is_empty ? std::string_view() : meaning(described, "*").value_or(value);
}

void RowMatcher::bind(std::span<std::string_view const> fields, PreparedRow& row) const
{
    row.columns.resize(m_format.columns.size());
    row.written.resize(m_format.columns.size());
    for (std::size_t index = 0; index < row.columns.size(); ++index) {
        Column const& column = m_format.columns[index];
        if (column.joined.empty()) {
            row.columns[index] = cell(index, fields, row.written[index]);
            continue;
        }
        std::string& joined = row.written[index];
        joined.clear();
        for (std::size_t const part : column.joined) {
            joined.append(joined.empty() || row.columns[part].empty() ? "" : " ").append(row.columns[part]);
        }
        row.columns[index] = joined;
    }
}

/// Empty fields behind the last column do no harm, unless the header ends with one as well: then something has moved
/// the others, such as a comma within a number.
std::string RowMatcher::width_problem(std::span<std::string_view const> fields) const
{
    std::size_t const most = m_binding.width + m_format.width_varies;
    bool const has_surplus =
        fields.size() > most &&
        (m_binding.ends_empty || std::any_of(fields.begin() + static_cast<std::ptrdiff_t>(most), fields.end(),
                                             [](std::string_view field) { return !base::trimmed(field).empty(); }));
    if (!has_surplus && fields.size() + m_format.width_varies >= m_binding.width) {
        return {};
    }
    return "the row has " + std::to_string(fields.size()) + " fields, the header " + std::to_string(m_binding.width);
}

/// Lines around the table, and its header where it comes again; a section's header says what the columns are from here.
std::string RowMatcher::reason_outside(std::span<std::string_view const> fields, PreparedRow const& row)
{
    if (without_mark(row.raw) == m_header) {
        ++m_part;
        return "header again: says the columns' names once more";
    }
    if (m_format.section && row.columns[m_format.section->column] == m_format.section->header) {
        m_binding = bind_header(m_format, fields);
        return "header of a section: says the names of its columns";
    }
    std::string written;
    std::vector<std::string_view> kept;
    bool const is_outside = !m_format.outside.empty() &&
                            std::any_of(m_format.outside.begin(), m_format.outside.end(), [&](TextPattern const& line) {
                                return line.matches(with_plain_blanks(fields.front(), written), kept);
                            });
    bool const is_short = !width_problem(fields).empty();
    if (is_outside || (is_short && is_sentence(fields)) || is_remark(fields)) {
        return "line around the table: holds a text, and no row";
    }
    return {};
}

bool RowMatcher::has_level(PreparedRow& row)
{
    return m_format.levels && !row.columns[m_format.levels->column].empty() &&
           holds(m_format.levels->conditions, scope_of(row, {}), row.captures);
}

/// Rows that sum up others are no events; a level that nobody knows may be one.
std::string RowMatcher::reason_of_level(PreparedRow& row)
{
    if (!has_level(row)) {
        return {};
    }
    Levels const& levels = *m_format.levels;
    std::string_view const level = row.columns[levels.column];
    auto const is_level = [level](std::string const& known) { return base::equal_ignoring_case(known, level); };
    auto const event = std::find_if(levels.events.begin(), levels.events.end(), is_level);
    bool const is_other = std::any_of(levels.others.begin(), levels.others.end(), is_level);
    Slot const slot{Slot::Kind::column, static_cast<std::uint16_t>(levels.column)};
    if (event == levels.events.end() && !is_other) {
        row.faults.push_back({slot, std::string(level), "is a level of detail that the format does not know",
                              "what sums up other rows must not be booked: export the finest level alone"});
        return {};
    }
    bool const has_events = m_settled == nullptr || m_settled->event_level;
    if (is_other && !has_events) {
        row.faults.push_back({slot, std::string(level), "sums up rows that this file does not have",
                              "export the level " + base::quoted(levels.events.front()) + " too"});
        return {};
    }
    auto const own = static_cast<std::size_t>(event - levels.events.begin());
    bool const is_event = !is_other && (m_settled == nullptr || own == m_settled->event_level);
    return is_event ? std::string() : "another level of detail: sums up rows of this file";
}

std::string RowMatcher::reason_taken_back(PreparedRow& row)
{
    if (!m_format.taking_back || m_settled == nullptr || m_settled->taken_back.empty()) {
        return {};
    }
    Scope const scope = scope_of(row, {});
    std::uint64_t const key = taking_back_key(*m_format.taking_back, scope);
    auto const pairs = m_settled->taken_back.find(key);
    if (pairs == m_settled->taken_back.end()) {
        return {};
    }
    bool const takes = holds(m_format.taking_back->conditions, scope, row.captures);
    if (!takes && is_ignored(row)) { // is no event that could be taken back
        return {};
    }
    std::int64_t& done = takes ? m_taking[key] : m_taken[key];
    if (done == pairs->second) {
        return {};
    }
    ++done;
    row.is_taken_back = !takes;
    return takes ? "takes back a row: both of them move nothing" : "taken back by a row: both of them move nothing";
}

void RowMatcher::find_unread(std::span<std::string_view const> fields, PreparedRow& row) const
{
    row.unread.clear();
    for (std::size_t index = 0; index < m_binding.unread.size(); ++index) {
        std::size_t const field = m_binding.unread[index];
        if (field < fields.size() && is_number_but_zero(base::trimmed(fields[field]), m_format.numbers)) {
            row.unread.push_back(m_binding.unread_names[index]);
        }
    }
}

void RowMatcher::prepare(std::span<std::string_view const> fields, std::string_view raw, std::int64_t line,
                         PreparedRow& row)
{
    row.line = line;
    row.rows = 1;
    row.part = m_part;
    row.raw = raw;
    row.rule = nullptr;
    row.faults.clear();
    row.set_aside.clear();
    row.is_taken_back = false;
    row.width_problem.clear();
    row.captures.assign(m_format.capture_count, {});
    row.is_blank =
        std::all_of(fields.begin(), fields.end(), [](std::string_view field) { return base::trimmed(field).empty(); });
    bind(fields, row);
    if (row.is_blank) {
        return;
    }
    row.set_aside = reason_outside(fields, row);
    row.width_problem = row.set_aside.empty() ? width_problem(fields) : std::string();
    if (!row.width_problem.empty() && is_short_sum(fields, row)) {
        row.width_problem.clear();
    }
    if (!row.is_data()) {
        return;
    }
    find_cell_errors(row);
    row.set_aside = reason_of_level(row);
    if (!row.is_data()) {
        return;
    }
    if (row.faults.empty()) {
        find_unread(fields, row);
        find_rule(row);
    }
    row.set_aside = reason_taken_back(row);
    if (!row.is_data() && !row.is_taken_back) {
        row.rule = nullptr; // what takes back is none of the table's rows
        row.unread.clear();
    }
}

/// What a spreadsheet could not work out is no word, wherever it stands.
void RowMatcher::find_cell_errors(PreparedRow& row)
{
    for (std::size_t index = 0; index < row.columns.size(); ++index) {
        std::string_view const text = row.columns[index];
        if (!text.starts_with('#') || std::find(cell_errors.begin(), cell_errors.end(), text) == cell_errors.end()) {
            continue;
        }
        Slot const slot{Slot::Kind::column, static_cast<std::uint16_t>(index)};
        bool const is_formula = text == cell_errors.front();
        row.faults.push_back({slot, std::string(text),
                              is_formula ? "is a formula without its result" : "is an error of a spreadsheet",
                              is_formula ? "open the workbook in a spreadsheet program, save it, and import it again"
                                         : "mend the cell, or what it refers to, and save the file again"});
    }
}

/// In a file of several tables, sums and notes often lack the last fields; what a rule ignores needs none.
bool RowMatcher::is_short_sum(std::span<std::string_view const> fields, PreparedRow& row)
{
    if (!m_format.section || fields.size() >= m_binding.width) {
        return false;
    }
    find_rule(row);
    row.faults.clear();
    Rule const* const rule = std::exchange(row.rule, nullptr);
    return rule != nullptr && !rule->ignore_reason.empty();
}

bool RowMatcher::is_silent(std::size_t balance) const
{
    return m_settled != nullptr && balance < m_settled->silent_balances.size() && m_settled->silent_balances[balance];
}

bool is_ignored(PreparedRow const& row)
{
    return row.rule != nullptr && !row.rule->ignore_reason.empty();
}

void RowMatcher::find_rule(PreparedRow& row)
{
    m_findings.clear();
    for (Rule const& rule : m_format.rules) {
        if (holds(rule.conditions, scope_of(row, {}), row.captures)) {
            row.rule = &rule;
            return;
        }
    }
    row.faults = m_findings.faults;
}

bool RowMatcher::holds(Comparison const& comparison, Decimal number)
{
    switch (comparison.kind) {
    case Comparison::Kind::less:
        return number < comparison.number;
    case Comparison::Kind::greater:
        return number > comparison.number;
    default:
        return number == comparison.number;
    }
}

bool RowMatcher::holds(Conditions const& conditions, Scope const& scope, std::vector<std::string_view>& captures)
{
    return std::all_of(conditions.when.begin(), conditions.when.end(),
                       [&](Condition const& condition) { return holds(condition, scope, captures); }) &&
           std::none_of(conditions.unless.begin(), conditions.unless.end(),
                        [&](Condition const& condition) { return holds(condition, scope, captures); });
}

std::string RowMatcher::obstacle(Conditions const& conditions, Scope const& scope,
                                 std::vector<std::string_view>& captures)
{
    auto const told = [&scope](Condition const& condition, std::string_view is) {
        std::string_view const text = text_of(condition.slot, scope);
        return condition.name + (text.empty() ? " is empty" : " is " + base::quoted(text)) + std::string(is) +
               condition.written;
    };
    for (Condition const& condition : conditions.when) {
        if (!holds(condition, scope, captures)) {
            return told(condition, ", not ");
        }
    }
    for (Condition const& condition : conditions.unless) {
        if (holds(condition, scope, captures)) {
            return told(condition, ", which is under unless: ");
        }
    }
    return {};
}

bool RowMatcher::holds(Condition const& condition, Scope const& scope, std::vector<std::string_view>& captures)
{
    std::string_view const text = text_of(condition.slot, scope);
    if (matches(condition, text, captures) || std::any_of(condition.same_as.begin(), condition.same_as.end(),
                                                          [&](Slot other) { return text == text_of(other, scope); })) {
        return true;
    }
    if (condition.comparisons.empty()) {
        return false;
    }
    auto const number = number_of(condition.slot, scope, money::Excess::round, m_findings);
    return number && std::any_of(condition.comparisons.begin(), condition.comparisons.end(),
                                 [&](Comparison const& comparison) { return holds(comparison, *number); });
}

bool RowMatcher::matches(Condition const& condition, std::string_view text, std::vector<std::string_view>& captures)
{
    for (TextPattern const& pattern : condition.patterns) {
        if (!pattern.matches(text, m_kept)) {
            continue;
        }
        for (std::size_t index = 0; index < condition.captures.size(); ++index) {
            captures[condition.captures[index]] = m_kept[index];
        }
        return true;
    }
    return false;
}

} // namespace pf::importer
