#pragma once

#include "pf/importer/importer.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace pf::importer {

/// Which parts of a definition the rows of its samples have used.
class FormatCoverage {
public:
    struct Counts {
        std::int64_t booked = 0;
        std::int64_t ignored = 0;
        std::int64_t rejected = 0;
    };
    struct RuleRows {
        std::string rule; ///< empty: rows that no rule took
        Counts counts;
    };
    struct CheckRows {
        std::string rule;
        std::string check;
        std::int64_t held = 0;
        std::int64_t failed = 0;
        std::int64_t not_run = 0; ///< a figure was missing, or its tests did not hold
    };
    struct Unused {
        std::string kind; ///< `rule`, `check`, `column`, `word`
        std::string rule; ///< that it belongs to; empty: to none
        std::string name; ///< of a word: the test and the word
    };

    /// \param format  outlives this
    explicit FormatCoverage(Format const& format) : m_format(format) {}

    void note(RowTrace const& trace);

    [[nodiscard]] Counts total() const;
    [[nodiscard]] std::vector<RuleRows> rules() const;   ///< in the definition's order, then rows of none
    [[nodiscard]] std::vector<CheckRows> checks() const; ///< in the definition's order
    [[nodiscard]] std::vector<Unused> unused() const;

private:
    using Key = std::pair<std::string, std::string>;

    void add_unused_rule(std::vector<Unused>& unused, std::string const& rule) const;

    Format const& m_format;
    std::map<std::string, Counts> m_rules;
    std::map<Key, CheckRows> m_checks;
    std::map<std::string, bool> m_columns;        ///< those that a sample has: with a value in some row?
    std::map<std::string, std::set<Key>> m_words; ///< by rule: test and word
};

} // namespace pf::importer
