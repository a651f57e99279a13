#include "pf/web/allocation.hpp"
#include "pf/web/mending.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace pf;
using namespace pf::web;
using money::operator""_dec;

namespace {

Currency const eur{"EUR"};

struct Held {
    char const* ticker;
    char const* type;
    std::optional<Decimal> price;
    std::optional<Decimal> value;
};

report::Grid positions(std::vector<Held> const& held)
{
    report::Grid grid{"positions",
                      "",
                      {{"account", ""},
                       {"ticker", ""},
                       {"asset_type", ""},
                       {"total_cost", ""},
                       {"last_price", ""},
                       {"market_value_total", ""},
                       {"total_currency", ""}}};
    for (auto const& one : held) {
        grid.rows.push_back({report::text("main"), report::text(one.ticker), report::text(one.type),
                             report::amount("1"_dec, eur), report::unit_price(one.price, eur),
                             report::amount(one.value, eur), report::text("EUR")});
    }
    return grid;
}

std::string shown(std::vector<Held> const& held)
{
    return allocation({}, positions(held)).html();
}

bool has(std::string const& html, std::string const& part)
{
    return html.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("parts are told with their weight, and money from an instrument of its name")
{
    auto const html = shown({{"EUR", "STOCK", "1"_dec, "25"_dec}, {"EUR", "CASH", std::nullopt, "75"_dec}});
    CHECK(has(html, "<a href=\"/cash?currency=EUR\"><bdi>EUR</bdi></a></th><td class=\"bars\"><svg class=\"bar\" "
                    "viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">"
                    "<rect width=\"75.00\""));
    CHECK(has(html, "<a href=\"/holdings/EUR\">"));
    CHECK(has(html, "25.00 %"));
    CHECK(has(html, "100.00 %"));
    CHECK(on_weights(positions({{"A", "STOCK", "1"_dec, "25"_dec}})).is_empty());
}

TEST_CASE("a part of unknown value is unknown, not nothing, and so is what it is a part of")
{
    std::vector<Held> const held{{"A", "STOCK", std::nullopt, std::nullopt}, {"B", "STOCK", "1"_dec, "25"_dec}};
    auto const html = shown(held);
    CHECK_FALSE(has(html, "0.00 %</td><td class=\"num\">0.00"));
    CHECK(has(html, ">?</span></td>"));
    auto const by_account = html.substr(html.find("By account"));
    CHECK_FALSE(has(by_account, "25.00"));
    CHECK(has(on_weights(positions(held)).html(), "1 of unknown value is left out"));
}

TEST_CASE("what is not known is named, with what to type")
{
    std::vector<Held> const held{{"A", "STOCK", std::nullopt, std::nullopt},
                                 {"B", "STOCK", "1"_dec, std::nullopt},
                                 {"EUR", "CASH", std::nullopt, "3"_dec}};
    auto const html = mending(positions(held)).html();
    CHECK(has(html, "No price:</strong> <a href=\"/holdings/A\"><bdi>A</bdi></a><br><code>pf-prices fetch</code>"));
    CHECK(has(html, "No exchange rate:</strong> <a href=\"/holdings/B\">"));
    CHECK_FALSE(has(html, "EUR"));
    CHECK(mending(positions({{"B", "STOCK", "1"_dec, "3"_dec}})).is_empty());
}
