#include "pf/importer/row_matcher.hpp"

#include "pf/base/text.hpp"

#include <algorithm>
#include <utility>

namespace pf::importer {

RowMatcher::RowMatcher(Format const& format, Binding binding) : m_format(format), m_binding(std::move(binding))
{
    for (Column const& column : m_format.columns) {
        m_styles.push_back(&column.numbers);
    }
}

Scope RowMatcher::scope_of(PreparedRow const& row, std::string_view default_account) const
{
    return {row.columns, m_styles, row.captures, &m_format.numbers, {}, {}, default_account};
}

void RowMatcher::bind(std::span<std::string_view const> fields, PreparedRow& row) const
{
    row.columns.resize(m_format.columns.size());
    row.joined.resize(m_format.columns.size());
    for (std::size_t index = 0; index < row.columns.size(); ++index) {
        Column const& column = m_format.columns[index];
        if (!column.joined.empty()) {
            std::string& joined = row.joined[index];
            joined.clear();
            for (std::size_t const part : column.joined) {
                joined.append(joined.empty() || row.columns[part].empty() ? "" : " ").append(row.columns[part]);
            }
            row.columns[index] = joined;
            continue;
        }
        std::size_t const field = m_binding.fields[index];
        std::string_view value = field < fields.size() ? base::trimmed(fields[field]) : std::string_view();
        if (!column.until.empty()) {
            value = base::trimmed(value.substr(0, value.find(column.until)));
        }
        if (!m_format.empty_words.empty() &&
            std::find(m_format.empty_words.begin(), m_format.empty_words.end(), value) != m_format.empty_words.end()) {
            value = {};
        }
        row.columns[index] = value;
    }
}

std::string RowMatcher::width_problem(std::span<std::string_view const> fields) const
{
    bool const has_surplus = fields.size() > m_binding.width &&
                             std::any_of(fields.begin() + static_cast<std::ptrdiff_t>(m_binding.width), fields.end(),
                                         [](std::string_view field) { return !base::trimmed(field).empty(); });
    if (!has_surplus && fields.size() >= m_binding.width) {
        return {};
    }
    return "the row has " + std::to_string(fields.size()) + " fields, the header " + std::to_string(m_binding.width);
}

void RowMatcher::prepare(std::span<std::string_view const> fields, std::string_view raw, std::int64_t line,
                         PreparedRow& row)
{
    row.line = line;
    row.rows = 1;
    row.raw = raw;
    row.rule = nullptr;
    row.faults.clear();
    row.captures.assign(m_format.capture_count, {});
    row.is_blank =
        std::all_of(fields.begin(), fields.end(), [](std::string_view field) { return base::trimmed(field).empty(); });
    row.width_problem = row.is_blank ? std::string() : width_problem(fields);
    bind(fields, row);
    if (row.is_blank || !row.width_problem.empty()) {
        return;
    }
    m_findings.clear();
    for (Rule const& rule : m_format.rules) {
        if (holds(rule.conditions, scope_of(row, {}), row.captures)) {
            row.rule = &rule;
            return;
        }
    }
    row.faults = m_findings.faults;
}

bool RowMatcher::holds(Conditions const& conditions, Scope const& scope, std::vector<std::string_view>& captures)
{
    return std::all_of(conditions.when.begin(), conditions.when.end(),
                       [&](Condition const& condition) { return holds(condition, scope, captures); }) &&
           std::none_of(conditions.unless.begin(), conditions.unless.end(),
                        [&](Condition const& condition) { return holds(condition, scope, captures); });
}

bool RowMatcher::holds(Condition const& condition, Scope const& scope, std::vector<std::string_view>& captures)
{
    if (condition.kind == Condition::Kind::matches) {
        std::string_view const text = text_of(condition.slot, scope);
        return matches(condition, text, captures) ||
               std::any_of(condition.same_as.begin(), condition.same_as.end(),
                           [&](Slot other) { return text == text_of(other, scope); });
    }
    auto const number = number_of(condition.slot, scope, money::Excess::round, m_findings);
    if (!number) {
        return false;
    }
    switch (condition.kind) {
    case Condition::Kind::less:
        return *number < condition.number;
    case Condition::Kind::greater:
        return *number > condition.number;
    default:
        return *number == condition.number;
    }
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
