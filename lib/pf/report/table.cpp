#include "pf/base/text.hpp"
#include "pf/base/utf8.hpp"
#include "pf/report/writers.hpp"

#include <algorithm>
#include <numeric>
#include <ostream>
#include <tuple>
#include <utility>

namespace pf::report {
namespace {

constexpr std::size_t gap = 2;          // columns between two columns
constexpr std::size_t least_width = 20; // of a text column that is cut: less says nothing

// A column as it is drawn. Numbers keep their decimal marks below each other: `whole` columns before, `fraction` after.
struct Layout {
    std::size_t index = 0;
    std::size_t width = 0;
    std::size_t whole = 0;
    std::size_t fraction = 0;
    bool can_shrink = false;
};

// Control characters of a value would break the table or steer the terminal.
std::string cell_text(Value const& value)
{
    return base::printable(shown(value));
}

bool is_number(Value const& value)
{
    return std::holds_alternative<Decimal>(value) || std::holds_alternative<Amount>(value) ||
           std::holds_alternative<UnitPrice>(value) || std::holds_alternative<Ratio>(value);
}

std::pair<std::size_t, std::size_t> number_parts(std::string const& text)
{
    auto const mark = std::min(text.find('.'), text.size());
    return {mark, text.size() - mark};
}

/// \return  whether it has become wider
bool measure(Layout& layout, Value const& value)
{
    auto const before = std::tuple{layout.width, layout.whole, layout.fraction};
    layout.can_shrink = layout.can_shrink && !std::holds_alternative<When>(value);
    if (is_number(value)) {
        auto const [whole, fraction] = number_parts(shown(value));
        layout.whole = std::max(layout.whole, whole);
        layout.fraction = std::max(layout.fraction, fraction);
    }
    layout.width = std::max({layout.width, base::display_width(cell_text(value)), layout.whole + layout.fraction});
    return before != std::tuple{layout.width, layout.whole, layout.fraction};
}

/// Where the label of a total stands: in the first column that has no sum.
std::size_t label_place(Total const& total, std::vector<Layout> const& layouts)
{
    auto const free = std::ranges::find_if(
        layouts, [&](Layout const& layout) { return std::holds_alternative<Nothing>(total.row[layout.index]); });
    return free == layouts.end() ? layouts.front().index : free->index;
}

/// By titles and totals; the rows come later.
std::vector<Layout> layouts_of(Grid const& grid)
{
    std::vector<Layout> layouts;
    for (std::size_t i = 0; i < grid.columns.size(); ++i) {
        auto const& column = grid.columns[i];
        if (column.shown != Shown::data_only) {
            layouts.push_back({i, base::display_width(column.title), 0, 0, column.align == Align::left});
        }
    }
    for (auto const& total : grid.totals) {
        for (auto& layout : layouts) {
            if (total.shown != Shown::data_only) {
                measure(layout,
                        layout.index == label_place(total, layouts) ? text(total.label) : total.row[layout.index]);
            }
        }
    }
    return layouts;
}

std::size_t total_width(std::vector<Layout> const& layouts)
{
    return std::accumulate(layouts.begin(), layouts.end(), gap * (layouts.size() - 1),
                           [](std::size_t sum, Layout const& layout) { return sum + layout.width; });
}

void fit(std::vector<Layout>& layouts, std::size_t width)
{
    while (width != 0 && total_width(layouts) > width) {
        auto const shrinkable = [](Layout const& layout) { return layout.can_shrink && layout.width > least_width; };
        Layout* widest = nullptr;
        for (auto& layout : layouts) {
            if (shrinkable(layout) && (widest == nullptr || layout.width > widest->width)) {
                widest = &layout;
            }
        }
        if (widest == nullptr) {
            return;
        }
        --widest->width;
    }
}

std::string cut(std::string text, std::size_t width)
{
    if (base::display_width(text) <= width) {
        return text;
    }
    std::size_t end = 0;
    for (std::size_t used = 1;;) { // the mark at the end
        auto const rest = std::string_view{text}.substr(end);
        auto const length = base::first_character(rest).length;
        used += base::display_width(rest.substr(0, length));
        if (used > width) {
            return text.substr(0, end) + "…";
        }
        end += length;
    }
}

std::string spaces(std::size_t count)
{
    return std::string(count, ' ');
}

std::string placed(std::string const& text, std::size_t width, Align align, bool last)
{
    auto const used = base::display_width(text);
    auto const room = width > used ? width - used : 0;
    return align == Align::right ? spaces(room) + text : text + (last ? "" : spaces(room));
}

std::string colored(std::string const& padded, Value const& value, bool color)
{
    if (!color) {
        return padded;
    }
    if (std::holds_alternative<Unknown>(value)) {
        return "\x1b[33m" + padded + "\x1b[0m";
    }
    auto const* amount = std::get_if<Amount>(&value);
    auto const* ratio = std::get_if<Ratio>(&value);
    bool const is_negative =
        (amount != nullptr && amount->value.is_negative()) || (ratio != nullptr && ratio->value.is_negative());
    return is_negative ? "\x1b[31m" + padded + "\x1b[0m" : padded;
}

std::string drawn(Layout const& layout, Column const& column, Value const& value, bool last, bool color)
{
    std::string text = cut(cell_text(value), layout.width);
    if (is_number(value)) {
        text += spaces(layout.fraction - number_parts(text).second);
    }
    return colored(placed(text, layout.width, column.align, last), value, color);
}

void write_line(std::ostream& out, std::string line)
{
    line.erase(line.find_last_not_of(' ') + 1);
    out << line << '\n';
}

void write_row(std::ostream& out, Grid const& grid, std::vector<Layout> const& layouts, Row const& row, bool color)
{
    std::string line;
    for (auto const& layout : layouts) {
        bool const last = &layout == &layouts.back();
        line += drawn(layout, grid.columns[layout.index], row[layout.index], last, color) + (last ? "" : spaces(gap));
    }
    write_line(out, line);
}

void write_header(std::ostream& out, Grid const& grid, std::vector<Layout> const& layouts, bool color)
{
    std::string line;
    for (auto const& layout : layouts) {
        auto const& column = grid.columns[layout.index];
        bool const last = &layout == &layouts.back();
        line += placed(cut(column.title, layout.width), layout.width, column.align, last) + (last ? "" : spaces(gap));
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out << (color ? "\x1b[1m" + line + "\x1b[0m" : line) << '\n';
}

void write_rule(std::ostream& out, std::vector<Layout> const& layouts)
{
    std::string line;
    for (auto const& layout : layouts) {
        line += std::string(layout.width, '-') + spaces(gap);
    }
    write_line(out, line);
}

/// Keeps a page of rows, which tells how wide the columns are; those after it are drawn as they come.
class TableWriter {
public:
    TableWriter(std::ostream& out, Grid const& grid, OutputStyle const& style)
        : m_out(out), m_grid(grid), m_style(style), m_natural(layouts_of(grid)), m_flush(out, grid)
    {
    }

    void row(Row const& row)
    {
        m_has_wider = widen(row) || m_has_wider;
        if (m_has_begun) {
            draw(row);
            return;
        }
        m_page.push_back(row);
        if (m_page.size() == rows_of_page) {
            begin();
        }
    }

    void finish()
    {
        if (!m_has_begun && m_page.empty()) {
            m_out << m_grid.when_empty << '\n';
            return;
        }
        begin();
        write_totals();
        if (!m_left_out.empty()) {
            m_out << "\nnot shown, for the width: " << base::join(m_left_out, ", ") << '\n';
        }
    }

private:
    void write_totals()
    {
        bool is_first = true;
        for (auto const& total : m_grid.totals) {
            if (total.shown == Shown::data_only) {
                continue;
            }
            if (std::exchange(is_first, false)) {
                write_rule(m_out, m_fitted);
            }
            Row row = total.row;
            row[label_place(total, m_fitted)] = text(total.label);
            write_row(m_out, m_grid, m_fitted, row, m_style.color);
        }
    }

    /// The columns that are needed least go, until the others fit.
    void leave_out()
    {
        auto const rank_of = [this](Layout const& layout) { return m_grid.columns[layout.index].rank; };
        for (refit(); m_style.width != 0 && total_width(m_fitted) > m_style.width; refit()) {
            auto const least = std::ranges::max_element(m_natural, {}, rank_of);
            if (rank_of(*least) == 0) {
                return;
            }
            m_left_out.push_back(m_grid.columns[least->index].title);
            m_natural.erase(least);
        }
    }

    [[nodiscard]] bool widen(Row const& row)
    {
        bool has_wider = false;
        for (auto& layout : m_natural) {
            has_wider = measure(layout, row[layout.index]) || has_wider;
        }
        return has_wider;
    }

    void refit()
    {
        m_fitted = m_natural;
        fit(m_fitted, m_style.width);
        m_has_wider = false;
    }

    void begin()
    {
        if (m_has_begun) {
            return;
        }
        m_has_begun = true;
        leave_out();
        write_header(m_out, m_grid, m_fitted, m_style.color);
        write_rule(m_out, m_fitted);
        std::ranges::for_each(std::exchange(m_page, {}), [this](Row const& row) { draw(row); });
    }

    void draw(Row const& row)
    {
        if (m_has_wider) {
            refit();
        }
        write_row(m_out, m_grid, m_fitted, row, m_style.color);
        m_flush.row();
    }

    std::ostream& m_out;
    Grid const& m_grid;
    OutputStyle const& m_style;
    std::vector<Layout> m_natural; ///< as wide as what came so far
    std::vector<Layout> m_fitted;  ///< into the width of the table
    std::vector<Row> m_page;
    std::vector<std::string> m_left_out; ///< titles of columns
    bool m_has_begun = false;
    bool m_has_wider = false;
    RowFlush m_flush;
};

} // namespace

void write_table(std::ostream& out, Grid const& grid, OutputStyle const& style)
{
    if (!grid.heading.empty()) {
        out << grid.heading << '\n';
    }
    TableWriter table{out, grid, style};
    visit_rows(grid, [&](Row const& row) { table.row(row); });
    table.finish();
}

} // namespace pf::report
