#include "pf/report/kept.hpp"

#include "pf/base/error.hpp"
#include "pf/report/writers.hpp"

#include <algorithm>

namespace pf::report {

namespace {

/// What tells rows apart, by the places of its columns.
class Keys {
public:
    Keys(Grid const& grid, std::vector<std::string> const& key)
    {
        for (auto const& name : key) {
            auto const column = std::ranges::find(grid.columns, name, &Column::key);
            if (column != grid.columns.end()) {
                m_places.push_back(static_cast<std::size_t>(column - grid.columns.begin()));
            }
        }
    }

    [[nodiscard]] std::vector<std::string> of(Row const& row) const
    {
        std::vector<std::string> key;
        for (auto const place : m_places) {
            key.push_back(exact(row[place]));
        }
        return key;
    }

private:
    std::vector<std::size_t> m_places;
};

/// How many rows there are, and where the one is that a mark names.
struct Looked {
    std::size_t count = 0;
    std::optional<std::size_t> at{};
};

Looked look(Grid const& grid, Keep const& keep, RowMark const* mark)
{
    Looked looked;
    Keys const keys{grid, keep.key};
    std::int64_t alike = 0;
    visit_rows(grid, [&](Row const& row) {
        if (keep.see) {
            keep.see(grid, row);
        }
        if (mark != nullptr && !looked.at && keys.of(row) == mark->key && ++alike == mark->number) {
            looked.at = looked.count;
        }
        ++looked.count;
    });
    return looked;
}

std::vector<Row> rows_from(Grid const& grid, std::size_t first, std::size_t last)
{
    std::vector<Row> rows;
    std::size_t at = 0;
    visit_rows(grid, [&](Row const& row) {
        if (first <= at && at < last) {
            rows.push_back(row);
        }
        ++at;
    });
    return rows;
}

RowMark mark_at(Grid const& grid, Keep const& keep, Row const& row, std::size_t place)
{
    Keys const keys{grid, keep.key};
    RowMark mark{keys.of(row), 1};
    std::size_t at = 0;
    if (keep.repeats) {
        visit_rows(grid, [&](Row const& other) { mark.number += at++ < place && keys.of(other) == mark.key ? 1 : 0; });
    }
    return mark;
}

/// Cuts one grid. \return  where what is left of it stands
Window cut(Grid& grid, Keep const& keep)
{
    auto const* const mark = keep.after ? &*keep.after : keep.before ? &*keep.before : nullptr;
    auto const [count, at] = look(grid, keep, mark);
    if (mark != nullptr && !at) {
        throw Error{ExitCode::no_input,
                    "the row that the cursor stands at is no longer there",
                    {},
                    "begin anew, without the cursor"};
    }
    auto const begin = keep.after ? *at + 1 : std::size_t{0};
    auto const end = keep.before ? *at : count;
    auto const taken = keep.most == 0 ? end - begin : std::min(end - begin, keep.most);
    bool const are_last = keep.before || (keep.from_end && !keep.after);
    Window window{are_last ? end - taken : begin, taken, count, {}, {}};
    auto rows = rows_from(grid, window.skipped, window.skipped + taken);
    if (!rows.empty() && !keep.key.empty()) {
        window.first = mark_at(grid, keep, rows.front(), window.skipped);
        window.last = mark_at(grid, keep, rows.back(), window.skipped + taken - 1);
    }
    grid.rows = std::move(rows);
    grid.source = nullptr;
    return window;
}

} // namespace

KeptReports::KeptReports(Keep keep) : std::ostream(nullptr), m_keep(std::move(keep)) {}

void KeptReports::take(Report const& report)
{
    Kept kept{report, {}, {}};
    Keep whole;
    whole.see = m_keep.see;
    for (auto& grid : kept.report.grids) {
        bool const is_meant = m_keep.grid.empty() || grid.key == m_keep.grid;
        auto const window = cut(grid, is_meant ? m_keep : whole);
        kept.window = grid.key == m_keep.grid ? window : kept.window;
        kept.counts.push_back(window.count);
    }
    m_reports.push_back(std::move(kept));
}

} // namespace pf::report
