#pragma once

#include "pf/web/view.hpp"

#include <functional>
#include <string>
#include <vector>

namespace pf::web {

/// How a page shows a grid.
struct TableStyle {
    std::string caption;                 ///< what the rows are
    std::string id{};                    ///< that other parts of the page lead to; empty: none
    bool sorts = false;                  ///< by a click on a title
    std::size_t count = 0;               ///< of rows in all; 0: those that are there
    bool has_pages = false;              ///< the others are on other pages; otherwise CSV and JSON have them
    std::vector<std::string> extra{};    ///< keys of columns that the terminal does not show
    std::vector<std::string> left_out{}; ///< keys of columns that this page says otherwise

    /// A cell that the page shows in its own way; nothing: as usual. May be empty.
    std::function<std::optional<Markup>(report::Column const&, report::Row const&)> cell{};
};

/// How many rows of a long table stand on a page.
inline constexpr std::size_t rows_of_page = 500;

/// What a cell shows, with what hides it, its sign and its colour.
[[nodiscard]] Markup shown_value(report::Value const& value, bool with_sign, Reader const& reader);

/// The rows as a table with its totals, and links to the same as CSV and JSON. Tickers, accounts, imports and
/// transactions lead to their pages.
/// Of rows that are too many for a page the first are shown.
[[nodiscard]] Markup table(View const& view, Answer const& answer, report::Grid const& grid, TableStyle const& style);

/// Sorted by the column whose key this is, unknown last; `-value` downwards. Stable.
void sort_rows(report::Grid& grid, std::string const& key);

/// Links to the pages of a table that has more than one, by their numbers.
[[nodiscard]] Markup pager(View const& view, std::size_t count);

/// Links to the rows before and behind those of a long list that are shown.
[[nodiscard]] Markup pager(View const& view, Answer const& answer);

/// Where the API gives the same answer. \param ending  of the path: `.csv`
[[nodiscard]] Url url_of(Answer const& answer, std::string const& ending);

/// The same answer for programs, where it is one of the API: as CSV and as JSON.
[[nodiscard]] Markup exports(Answer const& answer);

/// Why there is no answer, and what to do.
[[nodiscard]] Markup refusal(Answer const& answer);

} // namespace pf::web
