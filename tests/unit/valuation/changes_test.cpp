#include "pf/lots/amounts.hpp"
#include "pf/valuation/changes.hpp"

#include "support/values.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

namespace pf::valuation {
namespace {

using money::operator""_dec;
using test::on;

Currency const eur{"EUR"};
Currency const usd{"USD"};

model::SnapshotPosition position(char const* ticker, std::optional<Decimal> value, std::optional<Decimal> value_base)
{
    model::SnapshotPosition position;
    position.ticker = ticker;
    position.currency = value == value_base ? eur : usd;
    position.quantity = "1"_dec;
    position.market_value = value;
    position.market_value_base = value_base;
    return position;
}

model::Snapshot snapshot(char const* date, std::vector<model::SnapshotPosition> positions,
                         std::optional<Decimal> net_flows = Decimal{}, std::optional<Decimal> cash = std::nullopt)
{
    model::Snapshot snapshot;
    snapshot.date = on(date);
    snapshot.base_currency = eur;
    snapshot.positions = std::move(positions);
    snapshot.net_flows = net_flows;
    if (cash) {
        snapshot.cash[eur] = snapshot.cash_balance = cash;
    }
    return snapshot;
}

std::string shown(std::optional<Decimal> const& amount)
{
    return amount ? amount->to_text() : "?";
}

/// A line each: `TICKER opening closing: flows trades price exchange income charges`
std::string shown(std::vector<ValueChange> const& changes)
{
    std::string text;
    for (auto const& [ticker, opening, closing, parts] : changes) {
        text += (ticker.empty() ? "money" : ticker) + " " + shown(opening) + " " + shown(closing) + ": " +
                shown(parts.flows) + " " + shown(parts.trades) + " " + shown(parts.price) + " " +
                shown(parts.exchange) + " " + shown(parts.income) + " " + shown(parts.charges) + "\n";
    }
    return text;
}

FxTable const no_rates;

} // namespace

TEST_CASE("in an account that keeps no money, purchases are flows in, sales and income flows out")
{
    ChangeLedger ledger{no_rates, on("2024-01-01"), snapshot("2024-01-01", {position("A", "100"_dec, "100"_dec)})};
    auto bought = position("A", "160"_dec, "160"_dec);
    bought.flows.purchases = "51"_dec; // a fee of 1 is part of it
    auto const dividend = [] {
        auto paid = position("A", "165"_dec, "165"_dec);
        paid.flows.income = "4"_dec;
        paid.flows.charges = "1"_dec;
        return paid;
    }();
    ledger.add(snapshot("2024-01-02", {bought}, "51"_dec));
    ledger.add(snapshot("2024-01-03", {dividend}, "-3"_dec));
    Sundries sundries;
    sundries.trade_fees["A"] = "1"_dec;
    CHECK(shown(ledger.finished(sundries)) == "A 100 165: 48 0 15 0 4 -2\n");
}

TEST_CASE("in an account that keeps money, purchases and income move it between instruments and money")
{
    ChangeLedger ledger{no_rates, on("2024-01-01"), snapshot("2024-01-01", {}, Decimal{}, "1000"_dec)};
    auto bought = position("A", "510"_dec, "510"_dec);
    bought.flows.purchases = "500"_dec;
    ledger.add(snapshot("2024-01-02", {bought}, Decimal{}, "500"_dec));
    auto sold = position("A", Decimal{}, Decimal{});
    sold.quantity = Decimal{};
    sold.flows.sales = "530"_dec;
    sold.flows.income = "10"_dec;
    // A deposit of 200, interest of 2 on the money, a fee of 3 for the account.
    ledger.add(snapshot("2024-01-03", {sold}, "200"_dec, "1239"_dec));
    ledger.add(snapshot("2024-01-04", {}, Decimal{}, "1239"_dec));
    CHECK(shown(ledger.finished({{}, "2"_dec, "3"_dec})) == "A 0 0: 0 -40 30 0 10 0\n"
                                                            "money 1000 1239: 200 40 0 0 2 -3\n");
}

TEST_CASE("exchange rates move what was held when they moved")
{
    FxTable const rates{{{on("2024-01-01"), usd, eur, "0.9"_dec},
                         {on("2024-01-02"), usd, eur, "1"_dec},
                         {on("2024-01-03"), usd, eur, "1.1"_dec}}};
    ChangeLedger ledger{rates, on("2024-01-01"), snapshot("2024-01-01", {position("A", "100"_dec, "90"_dec)})};
    ledger.add(snapshot("2024-01-02", {position("A", "200"_dec, "200"_dec + Decimal::from_units(1))}));
    ledger.add(snapshot("2024-01-03", {position("A", "200"_dec, "220"_dec)}));
    // 100 × 0.1 on the second day, 200 × 0.1 on the third
    CHECK(shown(ledger.finished({})) == "A 90 220: 0 0 100 30 0 0\n");
}

TEST_CASE("money in another currency changes by the rate, which is what the known parts leave")
{
    ChangeLedger ledger{no_rates, on("2024-01-01"), snapshot("2024-01-01", {}, Decimal{}, "90"_dec)};
    ledger.add(snapshot("2024-01-02", {}, "10"_dec, "112"_dec));
    CHECK(shown(ledger.finished({})) == "money 90 112: 10 0 0 12 0 0\n");
}

TEST_CASE("transferred units are flows")
{
    ChangeLedger ledger{no_rates, on("2024-01-01"), snapshot("2024-01-01", {}, Decimal{}, "10"_dec)};
    auto came = position("A", "70"_dec, "70"_dec);
    came.flows.transfers = "70"_dec;
    ledger.add(snapshot("2024-01-02", {came}, "70"_dec, "10"_dec));
    CHECK(shown(ledger.finished({})) == "A 0 70: 70 0 0 0 0 0\nmoney 10 10: 0 0 0 0 0 0\n");
}

TEST_CASE("an account that had not begun opens with nothing, and what did nothing is left out")
{
    ChangeLedger ledger{no_rates, on("2024-01-01"), std::nullopt};
    CHECK(shown(ledger.finished({})) == "");
    auto gift = position("A", "5"_dec, "5"_dec);
    ledger.add(snapshot("2024-01-02", {gift}));
    CHECK(shown(ledger.finished({})) == "A 0 5: 0 0 5 0 0 0\n");
}

TEST_CASE("L7: what depends on an unknown is unknown, and nothing else")
{
    ChangeLedger ledger{no_rates, on("2024-01-01"),
                        snapshot("2024-01-01", {position("A", {}, {})}, Decimal{}, "10"_dec)};
    auto paid = position("A", "7"_dec, "7"_dec);
    paid.flows.income = "1"_dec;
    ledger.add(snapshot("2024-01-02", {paid}, Decimal{}, "11"_dec));
    CHECK(shown(ledger.finished({})) == "A ? 7: 0 -1 ? 0 1 0\nmoney 10 11: 0 1 0 0 0 0\n");

    ChangeLedger without_rate{no_rates, on("2024-01-01"),
                              snapshot("2024-01-01", {position("A", "10"_dec, std::nullopt)})};
    without_rate.add(snapshot("2024-01-02", {position("A", "10"_dec, std::nullopt)}));
    CHECK(shown(without_rate.finished({})) == "A ? ?: 0 0 ? ? 0 0\n");
}

TEST_CASE("the parts of every row add up to its change, and flows to those of the account")
{
    CHECK(rc::check([] {
        auto const amount = [] { return Decimal::from_units(*rc::gen::arbitrary<std::int64_t>()); };
        auto const positive = [&] { return amount().abs(); };
        std::vector<model::FxRate> rates;
        for (int day = 1; day <= 5; ++day) {
            rates.push_back({on("2024-01-01") + std::chrono::days{day}, usd, eur,
                             Decimal::from_units(*rc::gen::inRange<std::int64_t>(1, 3'000'000'000'000'000'000))});
        }
        FxTable const table{rates};
        ChangeLedger ledger{table, on("2024-01-02"),
                            snapshot("2024-01-02", {position("A", positive(), positive())}, Decimal{}, amount())};
        std::optional<Decimal> flows = Decimal{};
        auto const keeps_money = *rc::gen::arbitrary<bool>();
        for (int day = 3; day <= 6; ++day) {
            auto held = position("A", positive(), positive());
            held.flows = {positive(), positive(), positive(), positive(), amount(), Decimal{}};
            auto const net = amount();
            auto const cash = keeps_money ? std::optional{amount()} : std::nullopt;
            auto of_day = snapshot("2024-01-02", {held, position("B", positive(), positive())}, net, cash);
            of_day.date += std::chrono::days{day - 2};
            ledger.add(of_day);
            flows = lots::sum(flows, net);
        }
        auto const changes = ledger.finished({{{"A", positive()}}, positive(), positive()});
        std::optional<Decimal> row_flows = Decimal{};
        std::optional<Decimal> row_trades = Decimal{};
        for (auto const& change : changes) {
            RC_ASSERT(change.parts.sum() == lots::difference(change.closing, change.opening));
            RC_ASSERT(change.parts.sum().has_value());
            row_flows = lots::sum(row_flows, change.parts.flows);
            row_trades = lots::sum(row_trades, change.parts.trades);
        }
        RC_ASSERT(row_flows == flows);
        RC_ASSERT(row_trades == Decimal{});
    }));
}

TEST_CASE("A1: in another currency the parts of a change still add up to it")
{
    CHECK(rc::check(
        [](std::int32_t opening, std::int32_t flows, std::int32_t price, std::uint16_t first, std::uint16_t last) {
            auto const units = [](std::int64_t value) { return Decimal::from_units(value * 1'234'567'891); };
            ValueChange change;
            change.opening = units(opening);
            change.parts.flows = units(flows);
            change.parts.price = units(price);
            change.closing = *change.opening + *change.parts.sum();
            EndRates const rates{Decimal::from_units(first + 1LL), units(last + 1LL)};
            auto const result = converted(change, rates);
            RC_ASSERT(result.closing == *result.opening + *result.parts.sum());
        }));
    ValueChange unknown;
    unknown.opening = std::nullopt;
    CHECK(converted(unknown, {Decimal{1}, Decimal{1}}) == unknown);
    CHECK_FALSE(converted(unknown, {Decimal{2}, Decimal{1}}).parts.exchange.has_value());
}

} // namespace pf::valuation
