#include "pf/web/table.hpp"

#include "pf/base/text.hpp"
#include "pf/report/choose.hpp"
#include "pf/report/writers.hpp"
#include "pf/web/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace pf::web {

namespace {

using report::Align;
using report::Column;
using report::Grid;
using report::Row;
using report::Value;

/// What gains and loses; other amounts have no good or bad sign.
bool has_sign(std::string const& key)
{
    static std::set<std::string, std::less<>> const keys{"unrealized_pl", "unrealized_ratio", "realized_pl", "gain",
                                                         "twr",           "twr_annual",       "xirr",        "change"};
    return keys.contains(key);
}

bool contains(std::vector<std::string> const& keys, std::string const& key)
{
    return std::ranges::find(keys, key) != keys.end();
}

/// Which columns a page shows, by their places.
std::vector<std::size_t> places_of(Grid const& grid, TableStyle const& style)
{
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < grid.columns.size(); ++i) {
        auto const& column = grid.columns[i];
        bool const is_shown = column.shown != report::Shown::data_only || contains(style.extra, column.key);
        if (is_shown && !contains(style.left_out, column.key)) {
            places.push_back(i);
        }
    }
    return places;
}

bool is_money(Value const& value)
{
    return std::holds_alternative<report::Amount>(value) || std::holds_alternative<Decimal>(value);
}

/// -1, 0 or 1, of what the reader sees: a loss that is rounded away is none.
int sign_of(Value const& value)
{
    if (!is_money(value) && !std::holds_alternative<report::Ratio>(value)) {
        return 0;
    }
    auto const text = report::shown(value);
    bool const is_zero = text.find_first_of("123456789") == std::string::npos;
    return is_zero ? 0 : text.starts_with('-') ? -1 : 1;
}

class Table {
public:
    Table(View const& view, Answer const& answer, Grid const& grid, TableStyle const& style)
        : m_view(view), m_answer(answer), m_grid(grid), m_style(style), m_places(places_of(grid, style))
    {
    }

    [[nodiscard]] Markup markup() const
    {
        auto const count = std::max(m_style.count, m_grid.rows.size());
        auto const title = element("span", {}, m_style.caption) +
                           element("span", {{"class", "count"}}, base::with_thousands(static_cast<long long>(count)));
        auto inside = element("caption", {}, title + exports(m_answer));
        inside += element("thead", {}, element("tr", {}, heads()));
        Markup rows;
        for (std::size_t i = 0; i < std::min(m_grid.rows.size(), rows_of_page); ++i) {
            rows += line(m_grid.rows[i], "", "");
        }
        inside += element("tbody", {}, rows);
        Markup totals;
        for (auto const& total : m_grid.totals) {
            totals += total.shown == report::Shown::data_only ? Markup{} : line(total.row, total.label, "total");
        }
        inside += totals.is_empty() ? totals : element("tfoot", {}, totals);
        Attributes attributes{
            {"class", "scroll"}, {"tabindex", "0"}, {"role", "group"}, {"aria-label", m_style.caption}};
        if (!m_style.id.empty()) {
            attributes.push_back({"id", m_style.id});
        }
        return element("div", attributes, element("table", {}, inside));
    }

private:
    [[nodiscard]] Markup heads() const
    {
        Markup heads;
        for (auto const place : m_places) {
            heads += head(m_grid.columns[place]);
        }
        return heads;
    }

    [[nodiscard]] Markup head(Column const& column) const
    {
        Attributes attributes{{"scope", "col"}};
        if (column.align == Align::right) {
            attributes.push_back({"class", "num"});
        }
        auto const title = title_of(column);
        if (!m_style.sorts) {
            return element("th", attributes, title);
        }
        auto const sort = m_view.value("sort");
        bool const is_up = sort == column.key;
        bool const is_down = sort == "-" + column.key;
        if (is_up || is_down) {
            attributes.push_back({"aria-sort", is_up ? "ascending" : "descending"});
        }
        // Numbers are looked at from the largest down.
        bool const goes_up = is_down || (!is_up && column.align == Align::left);
        return element("th", attributes, link(m_view.changed("sort", (goes_up ? "" : "-") + column.key), title));
    }

    [[nodiscard]] Markup line(Row const& row, std::string const& label, std::string const& kind) const
    {
        Markup cells;
        bool is_first = true;
        for (auto const place : m_places) {
            cells += cell(row, place, is_first, is_first ? label : std::string{});
            is_first = false;
        }
        return element("tr", kind.empty() ? Attributes{} : Attributes{{"class", kind}}, cells);
    }

    [[nodiscard]] Markup cell(Row const& row, std::size_t place, bool is_first, std::string const& label) const
    {
        auto const& column = m_grid.columns[place];
        Attributes attributes;
        if (column.align == Align::right) {
            attributes.push_back({"class", "num"});
        }
        auto const own = label.empty() && m_style.cell ? m_style.cell(column, row) : std::nullopt;
        auto const inside = !label.empty() ? Markup{label} : own ? *own : usual(row, column, row[place]);
        if (is_first) {
            attributes.push_back({"scope", "row"});
            return element("th", attributes, inside);
        }
        return element("td", attributes, inside);
    }

    [[nodiscard]] Markup usual(Row const& row, Column const& column, Value const& value) const
    {
        auto const inside = shown_value(value, has_sign(column.key), m_view.reader);
        auto const url = target_of(row, column.key);
        return url && !inside.is_empty() ? link(*url, inside) : inside;
    }

    /// Where the rows behind a cell are.
    [[nodiscard]] std::optional<Url> target_of(Row const& row, std::string const& key) const
    {
        Cells const cells{m_grid};
        auto const text = cells.text(row, key);
        if (text.empty()) {
            return std::nullopt;
        }
        if (key == "ticker" || key == "position") {
            return target_of_ticker(cells.text(row, "ticker"), row, cells);
        }
        auto const account = cells.text(row, "account");
        if (key == "import_id") {
            return Url{"imports"}.below(text);
        }
        if (key == "rows_inserted" && text != "0") {
            return Url{"transactions"}.with("account", account).with("import", cells.text(row, "import_id"));
        }
        if ((key == "transaction_id" || key == "opening_transaction_id") && !account.empty()) {
            return Url{"transactions"}.below(account + ":" + text);
        }
        // A lot may have come from elsewhere; what closed it is of this account and instrument.
        if ((key == "sold" || key == "bought") && text == cells.text(row, "disposal_date")) {
            return Url{"transactions"}
                .with("account", account)
                .with("ticker", cells.text(row, "ticker"))
                .with("from", text)
                .with("to", text);
        }
        return std::nullopt;
    }

    [[nodiscard]] static std::optional<Url> target_of_ticker(std::string const& ticker, Row const& row,
                                                             Cells const& cells)
    {
        auto const account = cells.text(row, "account");
        if (ticker.empty() || cells.text(row, "asset_type") == "CASH") {
            auto const currency = cells.text(row, "currency");
            return account.empty() ? std::nullopt
                                   : std::optional{Url{"cash"}.with("account", account).with("currency", currency)};
        }
        return Url{"holdings"}.below(ticker);
    }

    View const& m_view;
    Answer const& m_answer;
    Grid const& m_grid;
    TableStyle const& m_style;
    std::vector<std::size_t> m_places;
};

/// Where the rows are that are not shown.
Markup rest(std::size_t count)
{
    return count <= rows_of_page
               ? Markup{}
               : element("p", {{"class", "hint"}},
                         fmt::format("These are the first {} of {}: CSV and JSON have all of them.", rows_of_page,
                                     base::with_thousands(static_cast<long long>(count))));
}

} // namespace

Markup shown_value(Value const& value, bool with_sign, Reader const& reader)
{
    if (std::holds_alternative<report::Unknown>(value)) {
        return unknown_mark();
    }
    auto const* const text = std::get_if<std::string>(&value);
    if (text != nullptr) {
        return isolated(*text);
    }
    Markup const inside = reader.discreet && is_money(value) ? hidden_amount() : Markup{report::shown(value)};
    return signed_text(inside, with_sign ? sign_of(value) : 0);
}

Markup table(View const& view, Answer const& answer, Grid const& grid, TableStyle const& style)
{
    if (grid.rows.empty() && style.count == 0) {
        return element("p", {{"class", "empty"}}, grid.when_empty.empty() ? "nothing to show" : grid.when_empty);
    }
    auto const shown = Table{view, answer, grid, style}.markup();
    auto const count = std::max(style.count, grid.rows.size());
    if (!style.has_pages) {
        return shown + rest(count);
    }
    return shown + (answer.window.count > 0 ? pager(view, answer) : pager(view, count));
}

void sort_rows(Grid& grid, std::string const& key)
{
    bool const goes_down = key.starts_with('-');
    auto const column = std::ranges::find(grid.columns, key.substr(goes_down ? 1 : 0), &Column::key);
    if (column != grid.columns.end()) {
        report::sort_rows(grid.rows, static_cast<std::size_t>(column - grid.columns.begin()), goes_down);
    }
}

Markup pager(View const& view, std::size_t count)
{
    if (count <= rows_of_page) {
        return {};
    }
    auto const pages = (count + rows_of_page - 1) / rows_of_page;
    auto const at = static_cast<std::size_t>(base::parse_integer(view.value("page")).value_or(1));
    auto const to = [&](std::size_t page, char const* words) {
        return link(view.changed("page", page == 1 ? "" : std::to_string(page)), words);
    };
    auto inside = element("span", {}, fmt::format("page {} of {}", at, pages));
    inside = (at > 1 ? to(at - 1, "← before") : Markup{}) + inside + (at < pages ? to(at + 1, "next →") : Markup{});
    return element("nav", {{"class", "pager"}, {"aria-label", "pages"}}, inside);
}

Markup pager(View const& view, Answer const& answer)
{
    auto const& [skipped, taken, count, first, last] = answer.window;
    if (count <= rows_of_page) {
        return {};
    }
    auto const end = skipped + taken;
    auto const number = [](std::size_t of) { return base::with_thousands(static_cast<long long>(of)); };
    Markup inside;
    if (skipped > 0 && !answer.first.empty()) {
        inside += link(view.changed("before", answer.first), "← before");
    }
    inside += element("span", {}, fmt::format("rows {} to {} of {}", number(skipped + 1), number(end), number(count)));
    if (end < count && !answer.last.empty()) {
        inside += link(view.changed("after", answer.last), "next →");
    }
    return element("nav", {{"class", "pager"}, {"aria-label", "pages"}}, inside);
}

Url url_of(Answer const& answer, std::string const& ending)
{
    auto url = Url{"api"}.below("v1");
    for (std::size_t i = 0; i < answer.path.size(); ++i) {
        url = url.below(answer.path[i] + (i + 1 == answer.path.size() ? ending : ""));
    }
    for (auto const& [name, value] : answer.query) {
        url = url.with(name, value);
    }
    return url;
}

Markup exports(Answer const& answer)
{
    if (answer.path.empty()) {
        return {};
    }
    auto const to = [&](std::string const& ending, char const* format, char const* words) {
        auto const said = fmt::format("{} --output {}", answer.command, format);
        return element("a", {{"href", url_of(answer, ending).text()}, {"title", said}}, words);
    };
    return element("span", {{"class", "exports"}}, to(".csv", "csv", "CSV") + " " + to("", "json", "JSON"));
}

Markup refusal(Answer const& answer)
{
    auto inside = element("p", {}, answer.refusal);
    if (!answer.hint.empty()) {
        inside += element("p", {{"class", "hint"}}, answer.hint);
    }
    return element("div", {{"class", "notice"}, {"role", "note"}}, inside);
}

} // namespace pf::web
