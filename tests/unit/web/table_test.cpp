#include "pf/web/realized_years.hpp"
#include "pf/web/table.hpp"
#include "pf/web/worth.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace pf;
using namespace pf::web;
using money::operator""_dec;

namespace {

Currency const eur{"EUR"};

report::Grid positions()
{
    auto const right = report::Align::right;
    report::Grid grid{"positions",
                      "",
                      {{"account", "Account"},
                       {"ticker", "Ticker"},
                       {"asset_type", "Type", report::Align::left, report::Shown::data_only},
                       {"unrealized_pl", "Unrealized", right},
                       {"market_value_total", "", right, report::Shown::data_only},
                       {"total_currency", "", report::Align::left, report::Shown::data_only}}};
    auto const row = [](std::string const& ticker, std::optional<Decimal> const& gain,
                        std::optional<Decimal> const& value) {
        return report::Row{report::text("main"),      report::text(ticker),       report::text("STOCK"),
                           report::amount(gain, eur), report::amount(value, eur), report::text("EUR")};
    };
    grid.rows = {row("B", "-0.004"_dec, "25"_dec), row("C", std::nullopt, std::nullopt), row("A", "7"_dec, "75"_dec)};
    return grid;
}

std::string tickers(report::Grid const& grid)
{
    std::string text;
    for (auto const& row : grid.rows) {
        text += Cells{grid}.text(row, "ticker");
    }
    return text;
}

bool has(Markup const& markup, std::string const& part)
{
    return markup.html().find(part) != std::string::npos;
}

} // namespace

TEST_CASE("rows are sorted by figures or by names, and what is unknown comes last either way")
{
    auto grid = positions();
    for (auto const& [key, order] : {std::pair{"ticker", "ABC"},
                                     {"-ticker", "CBA"},
                                     {"unrealized_pl", "BAC"},
                                     {"-unrealized_pl", "ABC"},
                                     {"no-such-column", "ABC"}}) {
        std::string const sorted_by = key;
        CAPTURE(sorted_by);
        sort_rows(grid, sorted_by);
        CHECK(tickers(grid) == order);
    }
}

TEST_CASE("a whole with an unknown part is unknown, and says what is known of it")
{
    auto const grid = positions();
    auto const worths = worths_of(grid);
    REQUIRE(worths.size() == 1);
    CHECK_FALSE(worths[0].total);
    CHECK(worths[0].known == "100"_dec);
    CHECK(worths[0].unknown == 1);
}

TEST_CASE("a sign stands beside the colour, and what is rounded away has neither")
{
    CHECK(has(shown_value(report::Amount{"7"_dec, eur}, true, {}), "class=\"up\""));
    CHECK(has(shown_value(report::Amount{"-7"_dec, eur}, true, {}), "▼"));
    CHECK(shown_value(report::Amount{"-0.004"_dec, eur}, true, {}).html() == "0.00");
    CHECK(shown_value(report::Amount{"7"_dec, eur}, false, {}).html() == "7.00");
    CHECK(has(shown_value(report::Unknown{}, true, {}), ">?<"));
}

TEST_CASE("who hides amounts is not sent them, but rates and prices are told")
{
    Reader discreet;
    discreet.discreet = true;
    CHECK_FALSE(has(shown_value(report::Amount{"7"_dec, eur}, false, discreet), "7"));
    CHECK_FALSE(has(shown_value("7"_dec, false, discreet), "7"));
    CHECK(shown_value(report::Ratio{"0.07"_dec}, false, discreet).html() == "7.00 %");
    CHECK(shown_value(report::UnitPrice{"7"_dec, eur}, false, discreet).html() == "7.00");
}

TEST_CASE("a table has its caption, its heads, and links to the rows behind a figure")
{
    View view;
    view.url = Url{"holdings"};
    view.query = {{"sort", "-ticker"}, {"account", "main"}, {"page", "2"}};
    Answer answer;
    answer.path = {"positions"};
    answer.command = "pf-positions";
    answer.query = {{"account", "main"}};
    TableStyle style{"Holdings"};
    style.sorts = true;
    auto const markup = table(view, answer, positions(), style);
    CHECK(has(markup, "<caption><span>Holdings</span><span class=\"count\">3</span>"));
    CHECK(has(markup, "<a href=\"/api/v1/positions.csv?account=main\" title=\"pf-positions --output csv\">CSV</a>"));
    CHECK(
        has(markup, "<th scope=\"col\" aria-sort=\"descending\"><a href=\"/holdings?account=main&amp;sort=ticker\">"));
    CHECK(has(markup, "<th scope=\"col\" class=\"num\"><a href=\"/holdings?account=main&amp;sort=-unrealized_pl\">"));
    CHECK(has(markup, "<a href=\"/holdings/A\"><bdi>A</bdi></a>"));
    CHECK_FALSE(has(markup, "asset_type"));
}

TEST_CASE("a slash in a segment of a path stays in it")
{
    Answer answer;
    answer.path = {"transactions", "a/b:1"};
    CHECK(url_of(answer, ".csv").text() == "/api/v1/transactions/a%2Fb%3A1.csv");
    CHECK(has(exports(answer), "\"/api/v1/transactions/a%2Fb%3A1\""));
    answer.path.clear();
    CHECK(exports(answer).is_empty());
}

TEST_CASE("long tables have pages, and no links beyond them")
{
    View view;
    view.url = Url{"transactions"};
    CHECK(pager(view, rows_of_page).is_empty());
    CHECK(has(pager(view, rows_of_page + 1), "page 1 of 2"));
    CHECK_FALSE(has(pager(view, rows_of_page + 1), "before"));
    view.query = {{"page", "2"}};
    CHECK(has(pager(view, rows_of_page + 1), "<a href=\"/transactions\">"));
    CHECK_FALSE(has(pager(view, rows_of_page + 1), "next"));
}

TEST_CASE("of more rows than a page shows the first are shown, and it is said where the others are")
{
    auto grid = positions();
    grid.rows.assign(rows_of_page + 1, grid.rows[0]);
    auto const markup = table({}, {}, grid, TableStyle{"Long"});
    CHECK(has(markup, "<span class=\"count\">501</span>"));
    CHECK(has(markup, "These are the first 500 of 501: CSV and JSON have all of them."));
    std::size_t rows = 0;
    for (auto at = markup.html().find("<tr><th"); at != std::string::npos; at = markup.html().find("<tr><th", at + 1)) {
        ++rows;
    }
    CHECK(rows == rows_of_page + 1); // with the one of the heads
    grid.rows.resize(rows_of_page);
    CHECK_FALSE(has(table({}, {}, grid, TableStyle{"Full"}), "the first"));
}

TEST_CASE("the years of sales add up to their rows, and one that is unknown makes its year unknown")
{
    report::Grid const sales{
        "disposals",
        "",
        {{"disposal_date", ""}, {"proceeds", ""}, {"cost_basis", ""}, {"realized_pl", ""}, {"currency", ""}}};
    RealizedYears years;
    auto const add = [&](char const* day, std::optional<Decimal> const& gain) {
        years.add(sales, {report::When{day}, report::amount("10"_dec, eur), report::amount("3"_dec, eur),
                          report::amount(gain, eur), report::text("EUR")});
    };
    add("2023-02-01", "7"_dec);
    add("2024-02-01", "1.5"_dec);
    add("2024-12-31", "2"_dec);
    auto grid = years.grid();
    REQUIRE(grid.rows.size() == 2);
    CHECK(Cells{grid}.text(grid.rows[0], "year") == "2024");
    CHECK(Cells{grid}.number(grid.rows[0], "realized_pl") == "3.5"_dec);
    CHECK(Cells{grid}.text(grid.rows[0], "sales") == "2");
    add("2023-03-01", std::nullopt);
    grid = years.grid();
    CHECK(Cells{grid}.is_unknown(grid.rows[1], "realized_pl"));
    CHECK(Cells{grid}.number(grid.rows[1], "proceeds") == "20"_dec);
}
