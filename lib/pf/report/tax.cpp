#include "pf/report/tax.hpp"

#include "pf/base/text.hpp"
#include "pf/report/columns.hpp"
#include "pf/report/markup.hpp"
#include "pf/report/writers.hpp"
#include "pf/valuation/amounts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <set>
#include <utility>

namespace pf::report {
namespace {

std::string name_of(std::map<std::int64_t, std::string> const& names, std::int64_t id)
{
    auto const found = names.find(id);
    return found == names.end() ? "?" : found->second;
}

std::string places(std::vector<tax::RowRef> const& rows, TaxDocument const& document)
{
    std::vector<std::string> names;
    for (auto const& row : rows) {
        names.push_back(place_of(row, document));
    }
    return base::join(names, ", ");
}

/// `main:12` for each row: the account, and the number that `pf-ledger show` takes.
std::string transactions(std::vector<tax::RowRef> const& rows, TaxDocument const& document)
{
    std::vector<std::string> names;
    for (auto const& row : rows) {
        names.push_back(fmt::format("{}:{}", name_of(document.accounts, row.account_id), row.id));
    }
    return base::join(names, ", ");
}

bool has_several_accounts(TaxDocument const& document)
{
    std::set<std::int64_t> ids;
    for (auto const& line : document.assessment.lines) {
        ids.insert(line.account_id);
    }
    return ids.size() > 1;
}

template <typename Has>
Shown shown_if_any(std::vector<tax::Line> const& lines, Has has)
{
    return std::ranges::any_of(lines, has) ? Shown::everywhere : Shown::data_only;
}

Grid lines_of(TaxDocument const& document)
{
    auto const currency = document.context.currency;
    auto const& lines = document.assessment.lines;
    Grid grid{"lines",
              "",
              {{"disposal", "", Align::right, Shown::data_only},
               account_column(has_several_accounts(document)),
               {"ticker", "Ticker"},
               {"sold", "Sold"},
               {"acquired", "Acquired", Align::left,
                shown_if_any(lines, [](auto const& line) { return line.acquired.has_value(); }), 3},
               {"held_since", "Held since", Align::left,
                shown_if_any(lines, [](auto const& line) { return line.held_since.has_value(); }), 8},
               {"matched", "By", Align::left, Shown::everywhere, 7},
               {"category", "Category", Align::left,
                shown_if_any(lines, [](auto const& line) { return !line.category.empty(); }), 6},
               {"quantity", "Units", Align::right},
               {"proceeds", "Proceeds", Align::right, Shown::everywhere, 1},
               {"cost", "Cost", Align::right, Shown::everywhere, 2},
               {"gain", "Gain", Align::right},
               {"code", "Code", Align::left, shown_if_any(lines, [](auto const& line) { return !line.code.empty(); })},
               {"adjustment", "Adjustment", Align::right,
                shown_if_any(lines, [](auto const& line) { return !line.adjustment.is_zero(); })},
               {"rounding", "Rounding", Align::right,
                shown_if_any(lines, [](auto const& line) { return !line.rounding.is_zero(); }), 4},
               {"taxable", "Taxable", Align::right},
               {"pool_entries", "", Align::right, Shown::data_only},
               {"transactions", "", Align::left, Shown::data_only},
               {"rows", "Rows", Align::left, Shown::everywhere, 5}},
              {},
              {},
              "nothing was disposed of in the year"};
    grid.source = rows_of(lines, [&document, currency](tax::Line const& line) {
        return Row{line.disposal,
                   text(name_of(document.accounts, line.account_id)),
                   text(line.ticker),
                   day(line.sold),
                   day_or_nothing(line.acquired),
                   day_or_nothing(line.held_since),
                   text(line.matched),
                   text_or_nothing(line.category),
                   line.quantity,
                   amount(line.proceeds, currency),
                   amount(line.cost, currency),
                   amount(line.gain, currency),
                   text_or_nothing(line.code),
                   amount(line.adjustment, currency),
                   amount(line.rounding, currency),
                   amount(line.taxable, currency),
                   line.pool_entries == 0 ? Value{Nothing{}} : Value{static_cast<std::int64_t>(line.pool_entries)},
                   text(transactions(line.rows, document)),
                   text(places(line.rows, document))};
    });
    return grid;
}

std::vector<Column> sum_columns()
{
    return {{"disposals", "Disposals", Align::right, Shown::everywhere, 3},
            {"proceeds", "Proceeds", Align::right, Shown::everywhere, 1},
            {"cost", "Cost", Align::right, Shown::everywhere, 2},
            {"gain", "Gain", Align::right, Shown::everywhere, 4},
            {"adjustment", "Adjustment", Align::right, Shown::everywhere, 5},
            {"rounding", "Rounding", Align::right, Shown::everywhere, 6},
            {"gains", "Gains", Align::right},
            {"losses", "Losses", Align::right},
            {"taxable", "Taxable", Align::right}};
}

Row sum_row(tax::Sums const& sums, Currency currency)
{
    return {sums.disposals,
            amount(sums.proceeds, currency),
            amount(sums.cost, currency),
            amount(sums.gain, currency),
            amount(sums.adjustment, currency),
            amount(sums.rounding, currency),
            amount(sums.gains, currency),
            amount(sums.losses, currency),
            amount(sums.taxable, currency)};
}

template <typename Values>
Row with_front(Values front, Row row)
{
    row.insert(row.begin(), front.begin(), front.end());
    return row;
}

template <typename Columns>
std::vector<Column> columns_after(Columns front, std::vector<Column> columns)
{
    columns.insert(columns.begin(), front.begin(), front.end());
    return columns;
}

Grid sums_of(tax::Summary const& summary, Currency currency)
{
    Grid grid{"summary", "Sums", columns_after(std::vector<Column>{{"category", "Category"}}, sum_columns()),
              {},        {},     ""};
    for (auto const& [category, sums] : summary) {
        if (!category.empty()) {
            grid.rows.push_back(with_front(std::vector{text(category)}, sum_row(sums, currency)));
        }
    }
    auto const& all = summary.at("");
    grid.rows.push_back(with_front(std::vector{text("all")}, sum_row(all, currency)));
    grid.shown = Shown::everywhere;
    return grid;
}

Grid figures_of(TaxDocument const& document)
{
    Grid grid{"figures", "Figures", {{"what", "What"}, {"amount", "Amount", Align::right}}, {}, {}, ""};
    for (auto const& figure : document.figures) {
        grid.rows.push_back({text(figure.what), amount(figure.amount, document.context.currency)});
    }
    return grid;
}

Grid income_of(TaxDocument const& document)
{
    auto const currency = document.context.currency;
    Grid grid{"income",
              "Income",
              {{"date", "Date"},
               {"account", "Account"},
               {"ticker", "Ticker"},
               {"kind", "Kind"},
               {"gross", "Gross", Align::right},
               {"withheld", "Withheld", Align::right},
               {"transactions", "", Align::left, Shown::data_only},
               {"rows", "Rows", Align::left, Shown::everywhere, 1}},
              {},
              {},
              ""};
    std::map<std::string, std::pair<std::optional<Decimal>, std::optional<Decimal>>> totals;
    for (auto const& one : document.assessment.income) {
        auto& total = totals.try_emplace(one.kind, Decimal{}, Decimal{}).first->second;
        valuation::add_to(total.first, one.gross);
        valuation::add_to(total.second, one.withheld);
    }
    grid.source = rows_of(document.assessment.income, [&document, currency](tax::Income const& one) {
        return Row{day(one.day),
                   text(name_of(document.accounts, one.account_id)),
                   text_or_nothing(one.ticker),
                   text(one.kind),
                   amount(one.gross, currency),
                   amount(one.withheld, currency),
                   text(transactions({one.row}, document)),
                   text(place_of(one.row, document))};
    });
    for (auto const& [kind, total] : totals) {
        grid.totals.push_back({kind,
                               kind,
                               {Nothing{}, Nothing{}, Nothing{}, text(kind), amount(total.first, currency),
                                amount(total.second, currency), Nothing{}, Nothing{}}});
    }
    return grid;
}

Grid pool_of(TaxDocument const& document)
{
    Grid grid{"pool",
              "Pool",
              {{"ticker", "Ticker"},
               {"entry", "Entry", Align::right},
               {"date", "Date"},
               {"what", "What"},
               {"units", "Units", Align::right},
               {"cost", "Cost", Align::right},
               {"transactions", "", Align::left, Shown::data_only},
               {"rows", "Rows", Align::left, Shown::everywhere, 1}},
              {},
              {},
              ""};
    grid.source = [&document](RowReceiver const& receiver) {
        std::string const* ticker = nullptr;
        std::int64_t number = 0;
        for (auto const& entry : document.assessment.pool) {
            number = ticker != nullptr && *ticker == entry.ticker ? number + 1 : 1;
            ticker = &entry.ticker;
            receiver({text(entry.ticker), number, day(entry.day), text(entry.what), entry.units,
                      amount(entry.cost, document.context.currency), text(transactions(entry.rows, document)),
                      text(places(entry.rows, document))});
        }
    };
    return grid;
}

Grid remarks_of(TaxDocument const& document)
{
    Grid grid{"remarks",
              "To be known",
              {{"where", "Of"},
               {"text", "What"},
               {"incomplete", "", Align::left, Shown::data_only},
               {"rows", "Rows", Align::left, Shown::everywhere, 1}},
              {},
              {},
              ""};
    for (auto const& remark : document.assessment.remarks) {
        grid.rows.push_back({text(remark.where), text(remark.text), remark.is_incomplete,
                             remark.row ? text(place_of(*remark.row, document)) : Value{Nothing{}}});
    }
    return grid;
}

bool is_complete(tax::Assessment const& assessment)
{
    return std::ranges::none_of(assessment.remarks, &tax::Remark::is_incomplete);
}

Report report_of(TaxDocument const& document)
{
    auto const& context = document.context;
    Report report{"pf.tax/1",
                  {{"rules", text(document.about.name)},
                   {"currency", text(context.currency.code())},
                   {"first", day(context.year.first)},
                   {"last", day(context.year.last)},
                   {"booking_method", text(model::to_text(context.method))},
                   {"scope", text(context.pools ? "all" : "account")},
                   {"complete", is_complete(document.assessment)}},
                  {lines_of(document), sums_of(tax::summary_of(document.assessment.lines), context.currency),
                   figures_of(document), income_of(document), pool_of(document), remarks_of(document)},
                  {fmt::format("{}; {} to {}, in {}; {}.", document.about.title, base::to_text(context.year.first),
                               base::to_text(context.year.last), context.currency.code(),
                               is_complete(document.assessment) ? "complete as far as these rules go" : "not complete"),
                   fmt::format("Not advice. 'pf-tax rules --rules {}' says what is left out.", document.about.name)}};
    return report;
}

/// A value as a page shows it.
std::string page_text(std::string const& value)
{
    return markup_of(base::printable(value));
}

constexpr char const* page_head = R"html(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
body { margin: 0 auto; max-width: 80rem; padding: 1rem; font: 15px/1.5 system-ui, sans-serif; color: #1f2933; background: #ffffff }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin-top: 2rem }
.scroll { overflow-x: auto }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 0.875rem }
th, td { text-align: left; padding: 0.25rem 0.6rem; border-bottom: 1px solid #e2e8f0; white-space: nowrap }
.n { text-align: right }
p { color: #64748b }
@media print { .scroll { overflow: visible } th, td { white-space: normal } }
</style>
)html";

void write_grid(std::ostream& out, Grid const& grid)
{
    bool is_empty = true;
    auto const is_shown = [](Column const& column) { return column.shown != Shown::data_only; };
    auto const begin = [&] {
        out << "<h2>" << page_text(grid.heading.empty() ? "Disposals" : grid.heading)
            << "</h2>\n<div class=\"scroll\"><table>\n<thead><tr>";
        for (auto const& column : grid.columns) {
            if (is_shown(column)) {
                out << (column.align == Align::right ? "<th class=\"n\">" : "<th>") << page_text(column.title)
                    << "</th>";
            }
        }
        out << "</tr></thead>\n<tbody>\n";
    };
    visit_rows(grid, [&](Row const& row) {
        if (std::exchange(is_empty, false)) {
            begin();
        }
        out << "<tr>";
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (is_shown(grid.columns[i])) {
                out << (grid.columns[i].align == Align::right ? "<td class=\"n\">" : "<td>") << page_text(shown(row[i]))
                    << "</td>";
            }
        }
        out << "</tr>\n";
    });
    out << (is_empty ? grid.when_empty.empty() ? "" : "<p>" + page_text(grid.when_empty) + "</p>\n"
                     : "</tbody></table></div>\n");
}

std::vector<std::pair<std::string, std::vector<std::string>>> parts_of(tax::About const& about)
{
    return {{"knows", about.knows}, {"leaves out", about.leaves_out}, {"follows", about.sources}};
}

void write_rules_as_text(std::ostream& out, std::vector<tax::About> const& rules)
{
    bool is_first = true;
    for (auto const& about : rules) {
        out << (std::exchange(is_first, false) ? "" : "\n") << about.name << ": " << about.title << "\n";
        for (auto const& [what, lines] : parts_of(about)) {
            out << "  " << what << "\n";
            for (auto const& line : lines) {
                out << "    - " << line << "\n";
            }
        }
    }
    out << "\nNot advice.\n";
}

} // namespace

std::string place_of(tax::RowRef const& row, TaxDocument const& document)
{
    auto const file = document.files.find(row.import_id);
    if (file == document.files.end() || row.line_no == 0) {
        return fmt::format("{} {}", name_of(document.accounts, row.account_id), row.id);
    }
    return fmt::format("{}:{}", file->second, row.line_no);
}

void write_tax(std::ostream& out, TaxDocument const& document, OutputStyle const& style)
{
    write(out, report_of(document), style);
}

void write_tax_page(std::ostream& out, TaxDocument const& document)
{
    auto const report = report_of(document);
    out << page_head << "<title>" << page_text(document.about.title) << "</title>\n</head>\n<body>\n<h1>"
        << page_text(document.about.title) << "</h1>\n";
    for (auto const& note : report.notes) {
        out << "<p>" << page_text(note) << "</p>\n";
    }
    for (auto const& grid : report.grids) {
        write_grid(out, grid);
    }
    out << "</body>\n</html>\n";
}

void write_tax_rules(std::ostream& out, std::vector<tax::About> const& rules, OutputStyle const& style)
{
    if (style.format == OutputFormat::table) {
        return write_rules_as_text(out, rules);
    }
    Grid grid{"rules",
              {},
              {{"rules", "Rules"},
               {"title", "Title"},
               {"currency", "Currency"},
               {"year_begins", "Year begins"},
               {"kind", "Kind"},
               {"text", "Text"}},
              {},
              {},
              "no rules"};
    for (auto const& about : rules) {
        auto const begins = fmt::format("{:02}-{:02}", static_cast<unsigned>(about.year_begins.month()),
                                        static_cast<unsigned>(about.year_begins.day()));
        for (auto const& [what, lines] : parts_of(about)) {
            for (auto const& line : lines) {
                grid.rows.push_back({text(about.name), text(about.title), text_or_nothing(about.currency.code()),
                                     text(begins), text(what), text(line)});
            }
        }
    }
    write(out, {"pf.tax_rules/1", {}, {std::move(grid)}, {}}, style);
}

void write_tax_choices(std::ostream& out, std::vector<TaxChoice> const& choices, tax::Context const& context,
                       OutputStyle const& style)
{
    Grid grid{"methods",
              {},
              columns_after(std::vector<Column>{{"method", "Method"}, {"category", "Category"}}, sum_columns()),
              {},
              {},
              "no methods"};
    for (auto const& choice : choices) {
        for (auto const& [category, sums] : choice.summary) {
            if (category.empty()) {
                continue;
            }
            grid.rows.push_back(with_front(std::vector{text(model::to_text(choice.method)), text(category)},
                                           sum_row(sums, context.currency)));
        }
        grid.rows.push_back(with_front(std::vector{text(model::to_text(choice.method)), text("all")},
                                       sum_row(choice.summary.at(""), context.currency)));
    }
    write(out,
          {"pf.tax_methods/1",
           {{"currency", text(context.currency.code())},
            {"first", day(context.year.first)},
            {"last", day(context.year.last)}},
           {std::move(grid)},
           {}},
          style);
}

} // namespace pf::report
