#pragma once

#include "pf/importer/row_matcher.hpp"
#include "pf/importer/row_source.hpp"

#include <deque>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace pf::importer {

/// A row of a group.
struct GroupRow {
    StoredRow stored;
    PreparedRow prepared;
    std::string key;          ///< what it has in common with others; empty: it stands alone
    std::size_t within = 0;   ///< rows from the first to the last of its group
    bool is_absorbed = false; ///< what it says has gone into the group's values
};

/// What the rows of a group hand to each other.
class GroupValues {
public:
    /// Collect what the rows give; rows whose texts contradict those of earlier ones keep theirs.
    void collect(std::span<std::unique_ptr<GroupRow> const> rows, Format const& format, RowMatcher const& matcher,
                 Findings& findings);

    [[nodiscard]] std::span<SharedValue const> values() const { return m_values; }

    /// What was there for the first that uses it is gone, when this one does.
    void take_once(Emission const& emission);

    /// Is something left that was there for the first that uses it?
    [[nodiscard]] bool has_untaken() const;

private:
    [[nodiscard]] bool accepts(Gift const& gift, SharedValue const& value) const;
    void add(Gift const& gift, SharedValue const& value);

    std::vector<SharedValue> m_values;
    std::vector<bool> m_is_once;
};

/// Rows that tell of one event: equal in the columns that the format groups by, and no further from each other than it
/// says; what stands between them does not matter, but for a header that comes again. A row without such a key, or of a
/// format without groups, is a group of its own. Groups come in the order of their first rows.
class RowGroups {
public:
    RowGroups(Format const& format, RowSource& source, RowMatcher& matcher);

    /// \return  false at the end of the file
    [[nodiscard]] bool next();

    [[nodiscard]] std::span<std::unique_ptr<GroupRow> const> rows() const { return m_rows; }

    /// Does one of several rows take what the others give? If not, each stands for itself.
    [[nodiscard]] bool has_common_event() const;

private:
    [[nodiscard]] bool read_ahead();
    [[nodiscard]] std::string key_of(PreparedRow& row, std::size_t which);
    void set_key(GroupRow& row);
    void take(std::deque<std::unique_ptr<GroupRow>>::iterator const& row);

    Format const& m_format;
    RowSource& m_source;
    RowMatcher& m_matcher;
    std::vector<std::unique_ptr<GroupRow>> m_rows; ///< the group
    std::deque<std::unique_ptr<GroupRow>> m_ahead; ///< rows behind its first that belong to none yet
    std::vector<std::unique_ptr<GroupRow>> m_spare;
    std::unordered_map<std::string, std::size_t> m_waiting; ///< rows ahead, by key
};

} // namespace pf::importer
