#include "pf/web/treemap.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace pf;
using namespace pf::web;
using money::operator""_dec;

TEST_CASE("the boxes of a treemap fill it, and each is as large as its part")
{
    std::vector<Decimal> const parts{"40"_dec, "30"_dec, "20"_dec, "10"_dec};
    Box const whole{0, 0, 1'000, 600};
    auto const boxes = boxes_of(parts, whole);
    REQUIRE(boxes.size() == parts.size());
    int area = 0;
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        auto const& box = boxes[i];
        area += box.width * box.height;
        CHECK(box.left >= 0);
        CHECK(box.left + box.width <= whole.width);
        CHECK(box.top + box.height <= whole.height);
        CHECK(money::divide(Decimal{box.width * box.height}, "6000"_dec, Rounding::half_even)
                  .rounded(0, Rounding::half_even) == parts[i]);
    }
    CHECK(area == whole.width * whole.height);
}

TEST_CASE("one part takes all of a treemap, and none takes nothing")
{
    std::vector<Decimal> const one{"3"_dec};
    CHECK(boxes_of(one, {0, 0, 10, 20}) == std::vector<Box>{{0, 0, 10, 20}});
    CHECK(boxes_of({}, {0, 0, 10, 20}).empty());
    std::vector<Decimal> const uneven{"1000000"_dec, "0.000001"_dec, "0.000001"_dec};
    CHECK(boxes_of(uneven, {0, 0, 10, 20}).size() == 3);
}

TEST_CASE("a treemap shows what is known to be worth something, as text")
{
    Currency const eur{"EUR"};
    report::Grid grid{"positions",
                      "",
                      {{"ticker", ""},
                       {"asset_type", ""},
                       {"currency", ""},
                       {"total_cost", ""},
                       {"unrealized_pl", ""},
                       {"market_value_total", ""},
                       {"total_currency", ""}}};
    auto const add = [&](char const* ticker, std::optional<Decimal> const& value, std::optional<Decimal> const& gain) {
        grid.rows.push_back({report::text(ticker), report::text("STOCK"), report::text("EUR"),
                             report::amount("20"_dec, eur), report::amount(gain, eur), report::amount(value, eur),
                             report::text("EUR")});
    };
    add("A", "80"_dec, "50"_dec);
    CHECK(treemap(grid).is_empty());
    add("<b>", "25"_dec, "-1"_dec);
    add("UNKNOWN", std::nullopt, std::nullopt);
    add("OWED", "-5"_dec, "1"_dec);
    auto const html = treemap(grid).html();
    CHECK(html.find("<title>A, 80.00 %, gained 250.00 %</title><rect class=\"area much-up\"") != std::string::npos);
    CHECK(html.find("<title>&lt;b&gt;, 25.00 %, lost 5.00 %</title><rect class=\"area some-down\"") !=
          std::string::npos);
    CHECK(html.find("UNKNOWN") == std::string::npos);
    CHECK(html.find("OWED") == std::string::npos);
    add("A", std::nullopt, "1"_dec);
    CHECK(treemap(grid).is_empty());
}
