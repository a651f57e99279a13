#include "pf/base/error.hpp"
#include "pf/report/choose.hpp"

#include "support/values.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <sstream>
#include <string>

namespace pf::report {
namespace {

using money::operator""_dec;

Report holdings()
{
    Currency const eur{"EUR"};
    Grid grid{"positions",
              "",
              {{"ticker", "Ticker"},
               {"name", "", Align::left, Shown::data_only},
               {"market_value", "Value", Align::right},
               {"avg_cost", "Avg cost", Align::right, Shown::everywhere, 2}},
              {},
              {{"total", "Total", {Nothing{}, Nothing{}, amount("60"_dec, eur), Nothing{}}}},
              "no positions"};
    grid.rows = {{text("b"), text("Bee"), amount("20"_dec, eur), amount("1"_dec, eur)},
                 {text("A"), text("Ant"), amount("9"_dec, eur), Unknown{}},
                 {text("c"), Nothing{}, Unknown{}, amount("1"_dec, eur)},
                 {text("d"), text("Dog"), amount("31"_dec, eur), amount("3"_dec, eur)}};
    return {"pf.positions/1", {}, {grid}, {"a note"}};
}

std::string shown(TableChoice choice, OutputFormat format = OutputFormat::table)
{
    OutputStyle style{format};
    style.choice = std::move(choice);
    std::ostringstream out;
    write(out, holdings(), style);
    return out.str();
}

} // namespace

TEST_CASE("columns are chosen by key or title, in the order in which they are named")
{
    CHECK(shown({{"Value", "name", "ticker"}, {}, {}}) == R"(Value  name   Ticker
-----  -----  ------
20.00  Bee    b
 9.00  Ant    A
    ?         c
31.00  Dog    d
-----  -----  ------
60.00  Total

a note
)");
    CHECK(shown({{"avg-cost", "ticker"}, {}, {}}, OutputFormat::csv) == "avg_cost,ticker\n1,b\n,A\n1,c\n3,d\n");
    CHECK(shown({{"ticker"}, {}, 1}, OutputFormat::json) == R"({
  "schema": "pf.positions/1",
  "positions": [
    {"ticker":"b"}
  ],
  "positions_totals": [
    {"total":"total"}
  ]
}
)");
}

TEST_CASE("rows are sorted by any column, what is unknown last, and only the first are shown")
{
    CHECK(shown({{"ticker"}, {"ticker"}, {}}, OutputFormat::csv) == "ticker\nA\nb\nc\nd\n");
    CHECK(shown({{"ticker"}, {"-value"}, {}}, OutputFormat::csv) == "ticker\nd\nb\nA\nc\n");
    CHECK(shown({{"ticker"}, {"value"}, {}}, OutputFormat::csv) == "ticker\nA\nb\nd\nc\n");
    CHECK(shown({{"ticker"}, {"avg_cost", "-ticker"}, {}}, OutputFormat::csv) == "ticker\nc\nb\nd\nA\n");
    CHECK(shown({{"ticker"}, {}, 0}, OutputFormat::csv) == "ticker\n");
    CHECK(shown({{"ticker", "value"}, {"-value"}, 2}) == R"(Ticker  Value
------  -----
d       31.00
b       20.00
------  -----
Total   60.00

2 of 4 rows; the totals are of all
a note
)");
    CHECK(shown({{"ticker"}, {}, 4}).find("of 4 rows") == std::string::npos);
}

TEST_CASE("a column that is not there is refused with the nearest one")
{
    for (auto const* const name : {"valeu", "tickr"}) {
        try {
            static_cast<void>(shown({{name}, {}, {}}));
            FAIL("no error");
        } catch (Error const& error) {
            CHECK(error.code() == ExitCode::usage);
            CHECK(error.where() == "--columns");
            CHECK(error.hint().find("did you mean") != std::string::npos);
            CHECK(error.hint().find("there are ticker, name, market_value, avg_cost") != std::string::npos);
        }
    }
    CHECK_THROWS_WITH(shown({{}, {"-size"}, {}}), doctest::Contains("unknown column"));
}

TEST_CASE("sorting loses no row and is stable")
{
    rc::check([] {
        auto const numbers = *rc::gen::container<std::vector<int>>(rc::gen::inRange(-3, 3));
        std::vector<Row> rows;
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            auto const value = numbers[i] == 0 ? Value{Unknown{}} : Value{Decimal{numbers[i]}};
            rows.push_back({value, static_cast<std::int64_t>(i)});
        }
        bool const goes_down = *rc::gen::arbitrary<bool>();
        auto sorted = rows;
        sort_rows(sorted, 0, goes_down);
        RC_ASSERT(sorted.size() == rows.size());
        for (auto const& row : rows) {
            RC_ASSERT(std::ranges::count(sorted, row) == 1);
        }
        for (std::size_t i = 1; i < sorted.size(); ++i) {
            auto const* const left = std::get_if<Decimal>(&sorted[i - 1][0]);
            auto const* const right = std::get_if<Decimal>(&sorted[i][0]);
            RC_ASSERT(left != nullptr || right == nullptr);
            if (left != nullptr && right != nullptr) {
                RC_ASSERT((goes_down ? *right <= *left : *left <= *right));
            }
            if (sorted[i - 1][0] == sorted[i][0]) {
                RC_ASSERT(std::get<std::int64_t>(sorted[i - 1][1]) < std::get<std::int64_t>(sorted[i][1]));
            }
        }
    });
}

} // namespace pf::report
