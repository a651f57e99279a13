#include "pf/base/time.hpp"
#include "pf/valuation/value.hpp"

#include <doctest/doctest.h>

namespace pf::valuation {
namespace {

using money::operator""_dec;

Currency const usd{"USD"};
Currency const eur{"EUR"};
Currency const gbp{"GBP"};

Date day(char const* text)
{
    return *base::parse_date(text);
}

model::Position position(Decimal quantity, std::optional<Decimal> cost, std::optional<Decimal> cost_base)
{
    model::Position position;
    position.ticker = "X";
    position.currency = usd;
    position.quantity = quantity;
    position.total_cost = cost;
    position.total_cost_base = cost_base;
    return position;
}

model::Price price(Decimal close, Currency currency)
{
    model::Price price;
    price.date = day("2024-01-10");
    price.ticker = "X";
    price.close = close;
    price.currency = currency;
    return price;
}

FxTable rates()
{
    return FxTable{{{day("2024-01-01"), usd, eur, "0.9"_dec},
                    {day("2024-01-12"), usd, eur, "0.8"_dec},
                    {day("2024-01-12"), gbp, usd, "1.5"_dec}}};
}

} // namespace

TEST_CASE("a position is worth its quantity at the price, in both currencies at the rates of the day")
{
    auto const close = price("12"_dec, usd);
    auto const result = worth(position("10"_dec, "100"_dec, "90"_dec), &close, rates(), eur, day("2024-01-11"));
    CHECK(result.avg_cost_basis == "10"_dec);
    CHECK(result.last_price == "12"_dec);
    CHECK(result.price_date == day("2024-01-10"));
    CHECK(result.market_value == "120"_dec);
    CHECK(result.unrealized_pl == "20"_dec);
    CHECK(result.market_value_base == "108"_dec);
    CHECK(result.unrealized_pl_base == "18"_dec);
    CHECK_FALSE(result.is_unpriced);
    CHECK_FALSE(result.is_rate_unknown);
}

TEST_CASE("the rate is that of the day of valuation, not of the price")
{
    auto const close = price("12"_dec, usd);
    auto const result = worth(position("10"_dec, "100"_dec, "90"_dec), &close, rates(), eur, day("2024-01-12"));
    CHECK(result.market_value_base == "96"_dec);
}

TEST_CASE("a price without a currency is in the position's")
{
    auto const close = price("12"_dec, Currency{});
    auto const result = worth(position("10"_dec, "100"_dec, "90"_dec), &close, rates(), eur, day("2024-01-11"));
    CHECK(result.market_value == "120"_dec);
    CHECK(result.market_value_base == "108"_dec);
}

TEST_CASE("a price in another currency converts into both")
{
    auto const in_base = price("12"_dec, eur);
    auto const result = worth(position("10"_dec, "100"_dec, "90"_dec), &in_base, rates(), eur, day("2024-01-12"));
    CHECK(result.last_price == "15"_dec);
    CHECK(result.market_value == "150"_dec);
    CHECK(result.market_value_base == "120"_dec);

    auto const in_third = price("2"_dec, gbp);
    auto const third = worth(position("10"_dec, "10"_dec, "9"_dec), &in_third, rates(), eur, day("2024-01-12"));
    CHECK(third.market_value == "30"_dec);
    CHECK(third.market_value_base == "24"_dec);
}

TEST_CASE("L7: without a price the worth is unknown, not zero")
{
    auto const result = worth(position("10"_dec, "100"_dec, "90"_dec), nullptr, rates(), eur, day("2024-01-11"));
    CHECK(result.is_unpriced);
    CHECK(result.market_value == std::nullopt);
    CHECK(result.unrealized_pl == std::nullopt);
    CHECK(result.market_value_base == std::nullopt);
    CHECK(result.avg_cost_basis == "10"_dec);
}

TEST_CASE("L7: without a rate the worth is unknown in that currency alone")
{
    auto const close = price("12"_dec, usd);
    auto const result = worth(position("10"_dec, "100"_dec, "90"_dec), &close, FxTable{}, eur, day("2024-01-11"));
    CHECK(result.market_value == "120"_dec);
    CHECK(result.market_value_base == std::nullopt);
    CHECK(result.unrealized_pl_base == std::nullopt);
    CHECK(result.is_rate_unknown);
    CHECK_FALSE(result.is_unpriced);
}

TEST_CASE("L7: of an unknown cost the worth is known, and the gain is not")
{
    auto const close = price("12"_dec, usd);
    auto const result = worth(position("10"_dec, {}, {}), &close, rates(), eur, day("2024-01-11"));
    CHECK(result.market_value == "120"_dec);
    CHECK(result.avg_cost_basis == std::nullopt);
    CHECK(result.unrealized_pl == std::nullopt);
    CHECK(result.unrealized_pl_base == std::nullopt);
}

TEST_CASE("a position without units is worth nothing and needs no price")
{
    auto const result = worth(position({}, "0"_dec, "0"_dec), nullptr, FxTable{}, eur, day("2024-01-11"));
    CHECK(result.market_value == "0"_dec);
    CHECK(result.unrealized_pl_base == "0"_dec);
    CHECK(result.avg_cost_basis == std::nullopt);
    CHECK_FALSE(result.is_unpriced);
}

// tests/cases/ghostfolio-googl-buy-fx.json: historical rate for cost, today's for value.
TEST_CASE("L5: a USD share in a CHF account gains by its price and by the rate")
{
    Currency const chf{"CHF"};
    auto const close = price("116.45"_dec, usd);
    FxTable const today{{{day("2023-07-10"), usd, chf, "0.8854"_dec}}};
    auto const result = worth(position("1"_dec, "90.12"_dec, "83.252856"_dec), &close, today, chf, day("2023-07-10"));
    CHECK(result.market_value_base == "103.10483"_dec);
    CHECK(result.unrealized_pl_base == "19.851974"_dec);
}

} // namespace pf::valuation
