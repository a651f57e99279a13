#include "pf/importer/row_issues.hpp"

#include "pf/base/text.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace pf::importer {

namespace {

/// What a rule's tests keep of a cell is told by that cell's column.
Slot captured_from(Rule const& rule, Slot capture)
{
    auto const source_in = [&](Conditions const& conditions) {
        auto const keeps = [&](Condition const& test) { return std::ranges::count(test.captures, capture.index) > 0; };
        auto const found = std::ranges::find_if(conditions.when, keeps);
        return found == conditions.when.end() ? std::nullopt : std::optional{found->slot};
    };
    auto found = source_in(rule.conditions);
    for (auto check = rule.checks.begin(); !found && check != rule.checks.end(); ++check) {
        found = source_in(check->conditions);
    }
    for (auto emission = rule.emissions.begin(); !found && emission != rule.emissions.end(); ++emission) {
        found = source_in(emission->conditions);
    }
    return found.value_or(capture);
}

} // namespace

std::string const& RowIssues::column_name(PreparedRow const& row, Slot slot) const
{
    if (slot.kind == Slot::Kind::capture && row.rule != nullptr) {
        slot = captured_from(*row.rule, slot);
    }
    bool const is_column = slot.kind == Slot::Kind::column;
    return m_matcher.binding().names[is_column ? slot.index : m_format.rule_column];
}

void RowIssues::reject(PreparedRow const& row, Entry& entry, std::string reason, std::string hint) const
{
    entry.issues.push_back({m_file, row.line, {}, {}, std::move(reason), std::move(hint)});
}

void RowIssues::reject_kind(PreparedRow const& row, Entry& entry, std::string reason, std::string hint) const
{
    entry.issues.push_back({m_file, row.line, m_matcher.binding().names[m_format.rule_column],
                            std::string(row.columns[m_format.rule_column]), std::move(reason), std::move(hint)});
}

void RowIssues::reject_unknown(PreparedRow const& row, Entry& entry) const
{
    bool const is_empty = row.columns[m_format.rule_column].empty();
    reject_kind(row, entry,
                is_empty ? "is empty" : "is no kind of row that the format " + base::quoted(m_format.name) + " knows",
                m_format.words_file.empty()
                    ? "write a rule for it in your own copy of the format; docs/formats.md shows how"
                    : "when it only says in other words what the format knows, add them to its kind in " +
                          base::quoted(m_format.words_file) + "; docs/formats.md shows how");
}

Issue RowIssues::issue_of(PreparedRow const& row, Fault fault) const
{
    return {m_file,
            row.line,
            fault.slot ? column_name(row, *fault.slot) : std::string(),
            std::move(fault.value),
            std::move(fault.reason),
            std::move(fault.hint)};
}

void RowIssues::report(PreparedRow const& row, Findings& findings, Entry& entry) const
{
    for (Fault& fault : findings.faults) {
        auto issue = issue_of(row, std::move(fault));
        if (std::ranges::find(entry.issues, issue) == entry.issues.end()) {
            entry.issues.push_back(std::move(issue));
        }
    }
    findings.clear();
}

} // namespace pf::importer
