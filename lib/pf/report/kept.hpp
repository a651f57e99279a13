#pragma once

#include "pf/report/grid.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace pf::report {

/// A row, whatever comes before it or behind it.
struct RowMark {
    std::vector<std::string> key; ///< its texts in the columns that tell rows apart
    std::int64_t number = 1;      ///< which one of those that have the same

    friend bool operator==(RowMark const&, RowMark const&) = default;
};

/// Which rows of grids are kept.
struct Keep {
    std::size_t most = 0;            ///< at most so many of each grid; 0: all
    bool from_end = false;           ///< the last ones instead of the first
    std::string grid{};              ///< only of this one; of the others all. Empty: of each
    std::vector<std::string> key{};  ///< columns that tell its rows apart
    bool repeats = false;            ///< several rows may have the same texts in them
    std::optional<RowMark> after{};  ///< those behind this row
    std::optional<RowMark> before{}; ///< the last ones before this row

    /// Sees every row, also those that are not kept; may be empty.
    std::function<void(Grid const&, Row const&)> see{};
};

/// Where the rows that are kept stand in the whole.
struct Window {
    std::size_t skipped = 0; ///< rows before them
    std::size_t taken = 0;
    std::size_t count = 0; ///< of rows in all
    RowMark first{};       ///< of the first one that is kept, where `Keep::key` names columns
    RowMark last{};
};

/// A report whose rows are values: they outlive what they were made of.
struct Kept {
    Report report;
    std::vector<std::size_t> counts; ///< how many rows each grid has in all
    Window window{};                 ///< of the grid that `Keep::grid` names
};

/// Instead of text, takes reports as they are: whatever is written into it by `write` can be shown in another way, with
/// the very columns and figures of the documents.
class KeptReports : public std::ostream {
public:
    explicit KeptReports(Keep keep = {});

    /// \throws pf::Error  no_input, when the row that others are to be kept before or behind is not there
    void take(Report const& report);
    [[nodiscard]] std::vector<Kept> const& reports() const { return m_reports; }

private:
    Keep m_keep;
    std::vector<Kept> m_reports;
};

} // namespace pf::report
