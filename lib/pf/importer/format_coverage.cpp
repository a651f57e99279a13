#include "pf/importer/format_coverage.hpp"

#include "pf/base/text.hpp"
#include "pf/importer/format.hpp"

#include <set>

namespace pf::importer {

void FormatCoverage::note(RowTrace const& trace)
{
    Counts& counts = m_rules[trace.rule];
    ++(!trace.entry.issues.empty()       ? counts.rejected
       : !trace.entry.ignored_by.empty() ? counts.ignored
                                         : counts.booked);
    for (auto const& column : trace.columns) {
        bool& has_value = m_columns[column.name];
        has_value = has_value || !column.value.empty();
    }
    for (auto const& met : trace.met) {
        m_words[met.rule].emplace(met.name, met.word);
    }
    for (auto const& check : trace.checks) {
        CheckRows& rows = m_checks[{check.rule, check.name}];
        ++(!check.ran ? rows.not_run : check.outcome == "holds" ? rows.held : rows.failed);
    }
}

FormatCoverage::Counts FormatCoverage::total() const
{
    Counts sum;
    for (auto const& [rule, counts] : m_rules) {
        sum.booked += counts.booked;
        sum.ignored += counts.ignored;
        sum.rejected += counts.rejected;
    }
    return sum;
}

std::vector<FormatCoverage::RuleRows> FormatCoverage::rules() const
{
    std::vector<RuleRows> rows;
    auto const add = [&](std::string const& name) {
        auto const found = m_rules.find(name);
        if (found != m_rules.end()) {
            rows.push_back({name, found->second});
        }
    };
    for (Rule const& rule : m_format.rules) {
        add(rule.name);
    }
    add({});
    return rows;
}

std::vector<FormatCoverage::CheckRows> FormatCoverage::checks() const
{
    std::vector<CheckRows> rows;
    for (Rule const& rule : m_format.rules) {
        for (RowCheck const& check : rule.checks) {
            auto const found = m_checks.find({rule.name, check.name});
            if (found != m_checks.end()) {
                rows.push_back(found->second);
                rows.back().rule = rule.name;
                rows.back().check = check.name;
            }
        }
    }
    return rows;
}

std::vector<FormatCoverage::Unused> FormatCoverage::unused() const
{
    std::vector<Unused> unused;
    for (Column const& column : m_format.columns) {
        auto const found = m_columns.find(column.alias);
        if (found == m_columns.end() || !found->second) {
            unused.push_back({"column", {}, column.alias + (found == m_columns.end() ? ": in no sample" : ": empty")});
        }
    }
    std::set<std::string> told;
    for (Rule const& rule : m_format.rules) {
        if (told.insert(rule.name).second) {
            add_unused_rule(unused, rule.name);
        }
    }
    return unused;
}

/// Of a rule that no row met its name says all; of another the words and checks that none met.
void FormatCoverage::add_unused_rule(std::vector<Unused>& unused, std::string const& name) const
{
    if (!m_rules.contains(name)) {
        unused.push_back({"rule", name, name});
        return;
    }
    for (Rule const& rule : m_format.rules) {
        if (rule.name != name) {
            continue;
        }
        for (RowCheck const& check : rule.checks) {
            auto const found = m_checks.find({name, check.name});
            if (found == m_checks.end() || found->second.held + found->second.failed == 0) {
                unused.push_back({"check", name, check.name});
            }
        }
        auto const words = m_words.find(name);
        for (Condition const& condition : rule.conditions.when) {
            for (std::string const& word : condition.words) {
                bool const is_met = words != m_words.end() && words->second.contains({condition.name, word});
                if (!is_met) {
                    unused.push_back({"word", name, condition.name + " = " + base::quoted(word)});
                }
            }
        }
    }
}

} // namespace pf::importer
