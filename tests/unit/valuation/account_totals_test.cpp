#include "pf/base/time.hpp"
#include "pf/valuation/account_totals.hpp"

#include <doctest/doctest.h>

namespace pf::valuation {
namespace {

using money::operator""_dec;

Currency const eur{"EUR"};
Currency const usd{"USD"};

Date day(char const* text)
{
    return *base::parse_date(text);
}

model::Snapshot snapshot(std::int64_t account_id, char const* date, Currency currency, Decimal value,
                         Decimal flows = {}, Decimal own = {})
{
    model::Snapshot result;
    result.account_id = account_id;
    result.date = day(date);
    result.base_currency = currency;
    result.total_value = result.market_value = value;
    result.net_flows = flows;
    result.own_transfers = own;
    return result;
}

} // namespace

TEST_CASE("accounts add up day by day, each converted at the day's rate")
{
    FxTable const rates{{{day("2024-01-01"), usd, eur, "0.5"_dec}, {day("2024-01-02"), usd, eur, "0.75"_dec}}};
    auto const result = totals({snapshot(1, "2024-01-01", eur, "10"_dec), snapshot(2, "2024-01-01", usd, "100"_dec),
                                snapshot(1, "2024-01-02", eur, "11"_dec), snapshot(2, "2024-01-02", usd, "100"_dec)},
                               rates, eur);
    REQUIRE(result.size() == 2);
    CHECK(result[0].total_value == "60"_dec);
    CHECK(result[0].base_currency == eur);
    CHECK(result[0].account_id == 0);
    CHECK(result[1].date == day("2024-01-02"));
    CHECK(result[1].total_value == "86"_dec);
    CHECK_FALSE(totals({snapshot(1, "2024-01-01", usd, "1"_dec)}, {}, eur).at(0).total_value.has_value());
}

TEST_CASE("what one account sent to another is no flow of all together")
{
    auto const result = totals({snapshot(1, "2024-01-01", eur, "10"_dec, "-40"_dec, "-50"_dec),
                                snapshot(2, "2024-01-01", eur, "10"_dec, "50"_dec, "50"_dec)},
                               {}, eur);
    CHECK(result.at(0).net_flows == "10"_dec);
    CHECK(result.at(0).own_transfers == "0"_dec);
}

TEST_CASE("L7: a day that an account lacks has no known total, once the account has begun")
{
    auto const result = totals({snapshot(1, "2024-01-01", eur, "1"_dec), snapshot(1, "2024-01-02", eur, "1"_dec),
                                snapshot(2, "2024-01-02", eur, "2"_dec), snapshot(1, "2024-01-03", eur, "1"_dec)},
                               {}, eur);
    CHECK(result.at(0).total_value == "1"_dec);
    CHECK(result.at(1).total_value == "3"_dec);
    CHECK_FALSE(result.at(2).total_value.has_value());
    CHECK_FALSE(result.at(2).net_flows.has_value());
}

TEST_CASE("an account that began before its first snapshot makes the total of days that it lacks unknown")
{
    auto const result = totals({snapshot(1, "2024-01-01", eur, "1"_dec), snapshot(1, "2024-01-02", eur, "1"_dec),
                                snapshot(1, "2024-01-03", eur, "1"_dec), snapshot(2, "2024-01-03", eur, "2"_dec)},
                               {}, eur, {{1, *base::parse_date("2023-12-01")}, {2, *base::parse_date("2024-01-02")}});
    CHECK(result.at(0).total_value == "1"_dec);
    CHECK_FALSE(result.at(1).total_value.has_value());
    CHECK(result.at(2).total_value == "3"_dec);
}

TEST_CASE("counts add up; an unknown amount makes its total unknown and no other")
{
    auto unpriced = snapshot(2, "2024-01-01", eur, {});
    unpriced.total_value = std::nullopt;
    unpriced.unpriced = 2;
    unpriced.total_cost = "5"_dec;
    auto first = snapshot(1, "2024-01-01", eur, "1"_dec);
    first.unpriced = 1;
    auto const result = totals({first, unpriced}, {}, eur);
    CHECK_FALSE(result.at(0).total_value.has_value());
    CHECK(result.at(0).total_cost == "5"_dec);
    CHECK(result.at(0).unpriced == 3);
}

} // namespace pf::valuation
