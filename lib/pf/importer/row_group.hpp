#pragma once

#include "pf/importer/row_matcher.hpp"
#include "pf/importer/row_source.hpp"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace pf::importer {

/// A row of a group.
struct GroupRow {
    StoredRow stored;
    PreparedRow prepared;
    bool is_absorbed = false; ///< what it says has gone into the group's values
};

/// What the rows of a group hand to each other.
class GroupValues {
public:
    /// Collect what the rows give; rows whose texts contradict those of earlier ones keep theirs.
    void collect(std::span<std::unique_ptr<GroupRow> const> rows, Format const& format, RowMatcher const& matcher,
                 Findings& findings);

    [[nodiscard]] std::span<SharedValue const> values() const { return m_values; }

    /// What was there for the first that uses it is gone.
    void take_once();

private:
    [[nodiscard]] bool accepts(Gift const& gift, SharedValue const& value) const;
    void add(Gift const& gift, SharedValue const& value);

    std::vector<SharedValue> m_values;
    std::vector<bool> m_is_once;
};

/// Rows that tell of one event: side by side, equal in the columns that the format groups by. A row without such a key,
/// or of a format without groups, is a group of its own.
class RowGroups {
public:
    RowGroups(Format const& format, RowSource& source, RowMatcher& matcher);

    /// \return  false at the end of the file
    [[nodiscard]] bool next();

    [[nodiscard]] std::span<std::unique_ptr<GroupRow> const> rows() const { return std::span(m_rows).first(m_size); }

    /// Does one of several rows take what the others give? If not, each stands for itself.
    [[nodiscard]] bool has_common_event() const;

private:
    [[nodiscard]] bool read_into(std::size_t index);
    [[nodiscard]] std::string key_of(PreparedRow& row);

    Format const& m_format;
    RowSource& m_source;
    RowMatcher& m_matcher;
    std::vector<std::unique_ptr<GroupRow>> m_rows; ///< the group, and perhaps the row behind it
    std::size_t m_size = 0;
    bool m_has_ahead = false;
};

} // namespace pf::importer
