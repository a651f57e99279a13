#include "pf/valuation/value_series.hpp"

#include "support/values.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace pf::valuation {
namespace {

using money::operator""_dec;
using test::on;
using By = SeriesCollector::By;

Currency const eur{"EUR"};

model::SnapshotPosition position(char const* ticker, std::optional<Decimal> value, char const* price_date)
{
    model::SnapshotPosition position;
    position.ticker = ticker;
    position.currency = eur;
    position.quantity = "1"_dec;
    position.market_value = position.market_value_base = value;
    position.price_date = on(price_date);
    return position;
}

model::Snapshot snapshot(std::int64_t account, char const* date, Decimal value, std::optional<Decimal> net_flows,
                         std::vector<model::SnapshotPosition> positions = {})
{
    model::Snapshot snapshot;
    snapshot.account_id = account;
    snapshot.date = on(date);
    snapshot.base_currency = eur;
    snapshot.total_value = value;
    snapshot.net_flows = net_flows;
    snapshot.positions = std::move(positions);
    return snapshot;
}

SeriesByKey series_of(By by, std::vector<model::Snapshot> const& snapshots, AccountScope scope = AccountScope::all)
{
    SeriesCollector collector{by, scope, on("2024-01-02"), on("2024-01-03")};
    for (auto const& snapshot : snapshots) {
        collector.add(snapshot);
    }
    return collector.series();
}

} // namespace

TEST_CASE("the day before the range opens a series, and days that an account lacks are worth nothing")
{
    auto const series = series_of(
        By::all, {snapshot(1, "2024-01-01", "5"_dec, "5"_dec), snapshot(2, "2024-01-03", "7"_dec, "7"_dec),
                  snapshot(1, "2024-01-02", "6"_dec, Decimal{}), snapshot(1, "2024-01-03", "6"_dec, "-1"_dec)});
    REQUIRE(series.size() == 1);
    auto const& all = series.begin()->second;
    CHECK(all.opening == "5"_dec);
    CHECK(all.days == std::vector<DayValue>{{on("2024-01-02"), "6"_dec, Decimal{}, Decimal{}, false},
                                            {on("2024-01-03"), "13"_dec, "7"_dec, "1"_dec, false}});
}

TEST_CASE("an account without money takes in all that its instruments do, and its own fees")
{
    auto bought = position("A", "10"_dec, "2024-01-02");
    bought.flows.purchases = "11"_dec;
    auto sold = position("B", "0"_dec, "2024-01-01");
    sold.flows.sales = "8"_dec;
    auto day = snapshot(1, "2024-01-02", "10"_dec, "4"_dec, {bought, sold}); // a fee of 1 on top
    auto const without = series_of(By::account, {day}).begin()->second.days.front();
    CHECK(without == DayValue{on("2024-01-02"), "10"_dec, "12"_dec, "8"_dec, true});
    day.cash[eur] = "0"_dec;
    auto const with = series_of(By::account, {day}).begin()->second.days.front();
    CHECK(with == DayValue{on("2024-01-02"), "10"_dec, "4"_dec, "0"_dec, true});
}

TEST_CASE("what accounts send each other is a flow of each, and none of all together")
{
    auto gone = position("A", "0"_dec, "2024-01-02");
    gone.flows.transfers = gone.flows.own_transfers = "-10"_dec;
    auto came = position("A", "10"_dec, "2024-01-02");
    came.flows.transfers = came.flows.own_transfers = "10"_dec;
    std::vector<model::Snapshot> days{snapshot(1, "2024-01-02", "0"_dec, "-10"_dec, {gone}),
                                      snapshot(2, "2024-01-02", "10"_dec, "10"_dec, {came})};
    days[0].own_transfers = "-10"_dec;
    days[1].own_transfers = "10"_dec;
    auto const together = series_of(By::all, days).begin()->second.days.front();
    CHECK(together == DayValue{on("2024-01-02"), "10"_dec, "0"_dec, "0"_dec, true});
    auto const apart = series_of(By::account, days);
    CHECK(apart.at({eur, 1, {}}).days.front().outflow == "10"_dec);
    CHECK(apart.at({eur, 2, {}}).days.front().inflow == "10"_dec);
    CHECK(series_of(By::ticker, days).at({eur, 0, "A"}).days.front() == together);
    days.pop_back();
    CHECK(series_of(By::all, days, AccountScope::one).begin()->second.days.front().outflow == "10"_dec);
    CHECK(series_of(By::ticker, days, AccountScope::one).begin()->second.days.front().outflow == "10"_dec);
}

TEST_CASE("L7: an unknown flow is unknown both ways")
{
    auto const series = series_of(By::account, {snapshot(1, "2024-01-02", "10"_dec, std::nullopt)});
    auto const& day = series.begin()->second.days.front();
    CHECK(day.inflow == std::nullopt);
    CHECK(day.outflow == std::nullopt);
    CHECK(day.value == "10"_dec);
}

TEST_CASE("accounts of two currencies are one series at each day's rates, and unknown where there is none")
{
    Currency const usd{"USD"};
    FxTable const rates{{{on("2024-01-02"), eur, usd, "2"_dec}, {on("2024-01-03"), eur, usd, "4"_dec}}};
    auto dollars = [&](char const* date) {
        auto result = snapshot(2, date, "10"_dec, "10"_dec);
        result.base_currency = usd;
        return result;
    };
    SeriesCollector collector{By::all, AccountScope::all, on("2024-01-02"), on("2024-01-03"), Conversion{&rates, usd}};
    for (auto const& day : {snapshot(1, "2024-01-01", "1"_dec, Decimal{}), snapshot(1, "2024-01-02", "3"_dec, "2"_dec),
                            dollars("2024-01-02"), snapshot(1, "2024-01-03", "3"_dec, Decimal{})}) {
        collector.add(day);
    }
    REQUIRE(collector.series().size() == 1);
    auto const& [key, series] = *collector.series().begin();
    CHECK(key.currency == usd);
    CHECK_FALSE(series.opening.has_value());
    CHECK(series.days.at(0).value == "16"_dec);
    CHECK(series.days.at(0).inflow == "14"_dec);
    CHECK(series.days.at(1).value == "12"_dec);
}

} // namespace pf::valuation
