#pragma once

#include "pf/importer/format.hpp"
#include "pf/importer/importer.hpp"
#include "pf/importer/row_matcher.hpp"

#include <string>

namespace pf::importer {

/// Tells what is wrong with rows of one file: with file, line, column and what to do.
class RowIssues {
public:
    /// \param file  its name as messages have it
    RowIssues(Format const& format, RowMatcher const& matcher, std::string const& file)
        : m_format(format), m_matcher(matcher), m_file(file)
    {
    }

    /// The row as a whole.
    void reject(PreparedRow const& row, Entry& entry, std::string reason, std::string hint) const;

    /// The word that says what kind of row it is.
    void reject_kind(PreparedRow const& row, Entry& entry, std::string reason, std::string hint) const;
    void reject_unknown(PreparedRow const& row, Entry& entry) const;

    [[nodiscard]] Issue issue_of(PreparedRow const& row, Fault fault) const;

    /// Each of them once; the findings are empty then.
    void report(PreparedRow const& row, Findings& findings, Entry& entry) const;

private:
    [[nodiscard]] std::string const& column_name(PreparedRow const& row, Slot slot) const;

    Format const& m_format;
    RowMatcher const& m_matcher;
    std::string const& m_file;
};

} // namespace pf::importer
