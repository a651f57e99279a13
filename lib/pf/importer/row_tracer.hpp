#pragma once

#include "pf/importer/importer.hpp"
#include "pf/importer/row_matcher.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pf::importer {

/// Notes how a reader comes to what it makes of a row, with the reader's own tests and formulas.
class RowTracer {
public:
    /// \param format, matcher  outlive the tracer
    RowTracer(Format const& format, RowMatcher& matcher, TraceSink sink);

    /// A row whose rule is known.
    void begin(PreparedRow& row, std::string_view default_account);

    /// The rule makes a record of the row, or does not. \param number  of the record, from 1
    void emission(PreparedRow& row, Emission const& emission, std::size_t number, Scope const& scope);

    void check(PreparedRow& row, RowCheck const& check, Scope const& scope);

    /// The fate of the rows that were begun.
    void finish(Entry const& entry);

private:
    void add_columns(RowTrace& trace, PreparedRow const& row) const;
    void add_rules(RowTrace& trace, PreparedRow& row, Scope const& scope);
    void add_met(RowTrace& trace, Rule const& rule, Scope const& scope);
    [[nodiscard]] RowTrace* trace_of(PreparedRow const& row);

    Format const& m_format;
    RowMatcher& m_matcher;
    TraceSink m_sink;
    std::vector<RowTrace> m_traces;       ///< of the rows of an event
    std::vector<std::string_view> m_kept; ///< by a pattern
};

} // namespace pf::importer
