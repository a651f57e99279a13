#include "pf/base/time.hpp"
#include "pf/valuation/timeline.hpp"

#include <doctest/doctest.h>

namespace pf::valuation {
namespace {

using model::TransactionType;
using money::operator""_dec;

Currency const eur{"EUR"};
Currency const usd{"USD"};

Date day(char const* text)
{
    return *base::parse_date(text);
}

InstrumentDay state(char const* date, char const* ticker, Decimal quantity, std::optional<Decimal> cost)
{
    InstrumentDay state;
    state.day = day(date);
    state.position.ticker = ticker;
    state.position.currency = eur;
    state.position.quantity = quantity;
    state.position.total_cost = state.position.total_cost_base = cost;
    state.position.realized_pl_base = state.position.income_base = Decimal{};
    return state;
}

AccountHistory history(std::vector<std::vector<InstrumentDay>> instruments, char const* first_day = "2024-01-02")
{
    AccountHistory history;
    history.account.id = 1;
    history.account.name = "main";
    history.account.base_currency = eur;
    history.first_day = day(first_day);
    history.instruments = std::move(instruments);
    return history;
}

struct Result {
    std::vector<model::Snapshot> snapshots;
    std::vector<std::vector<Lack>> lacks;
};

Result walk(Timeline const& timeline, char const* first, char const* last)
{
    Result result;
    timeline.visit(day(first), day(last), [&](model::Snapshot const& snapshot, std::vector<Lack> const& lacks) {
        result.snapshots.push_back(snapshot);
        result.lacks.push_back(lacks);
    });
    return result;
}

lots::Event transfer(TransactionType type, Decimal quantity, std::optional<std::int64_t> counter_account = {})
{
    lots::Event event;
    event.transaction.type = type;
    event.transaction.quantity = quantity;
    event.transaction.currency = eur;
    event.transaction.counter_account_id = counter_account;
    event.rate_to_base = event.rate_to_position = "1"_dec;
    return event;
}

lots::Movement movement(lots::Movement::Direction direction, Decimal quantity, std::optional<Decimal> cost)
{
    return {1, 1, direction, quantity, cost, cost};
}

} // namespace

TEST_CASE("a day has the last state and the last close on or before it, and none before the first row")
{
    Timeline const timeline{
        {history({{state("2024-01-02", "X", "10"_dec, "100"_dec), state("2024-01-04", "X", "5"_dec, "50"_dec)}})},
        {{"X", {{day("2024-01-01"), "11"_dec, eur}, {day("2024-01-03"), "12"_dec, eur}}}},
        {}};
    auto const result = walk(timeline, "2024-01-01", "2024-01-05");
    REQUIRE(result.snapshots.size() == 4);
    CHECK(result.snapshots[0].total_value == "110"_dec);
    CHECK(result.snapshots[0].unrealized_pl == "10"_dec);
    CHECK(result.snapshots[1].total_value == "120"_dec);
    CHECK(result.snapshots[2].total_value == "60"_dec);
    CHECK(result.snapshots[2].total_cost == "50"_dec);
    CHECK(result.snapshots[3].date == day("2024-01-05"));
    CHECK(result.snapshots[3].positions.at(0).price_date == day("2024-01-03"));
}

TEST_CASE("L7: a position without a price makes the value unknown and is counted; its cost stays known")
{
    Timeline const timeline{
        {history({{state("2024-01-02", "X", "10"_dec, "100"_dec)}, {state("2024-01-02", "Y", "1"_dec, std::nullopt)}})},
        {{"Y", {{day("2024-01-02"), "3"_dec, eur}}}},
        {}};
    auto const result = walk(timeline, "2024-01-02", "2024-01-02");
    auto const& snapshot = result.snapshots.at(0);
    CHECK_FALSE(snapshot.total_value.has_value());
    CHECK_FALSE(snapshot.market_value.has_value());
    CHECK(snapshot.cash_balance == "0"_dec);
    CHECK_FALSE(snapshot.total_cost.has_value());
    CHECK(snapshot.unpriced == 1);
    CHECK(snapshot.unknown_cost == 1);
    CHECK(snapshot.positions.at(1).market_value == "3"_dec);
    CHECK(result.lacks.at(0) == std::vector<Lack>{{Lack::Kind::no_price, "X", std::nullopt}});
}

TEST_CASE("old prices and rates are valued with, counted and named; missing rates make the value unknown")
{
    Timeline const timeline{
        {history({{state("2024-01-02", "X", "10"_dec, "100"_dec)}, {state("2024-01-02", "Z", "1"_dec, "1"_dec)}})},
        {{"X", {{day("2024-01-02"), "2"_dec, usd}}}, {"Z", {{day("2024-01-02"), "2"_dec, usd}}}},
        FxTable{{{day("2024-01-03"), usd, eur, "0.5"_dec}}}};
    auto const result = walk(timeline, "2024-01-02", "2024-01-09");
    CHECK(result.snapshots.at(0).missing_rates == 1); // a currency, not two positions
    CHECK_FALSE(result.snapshots.at(0).total_value.has_value());
    CHECK(result.snapshots.at(1).total_value == "11"_dec);
    CHECK(result.snapshots.at(1).missing_rates == 0);
    CHECK(result.snapshots.at(5).stale_prices == 0); // Sunday the 7th
    CHECK(result.snapshots.at(6).stale_prices == 2); // Monday the 8th: four weekdays after Tuesday
    CHECK(result.snapshots.at(6).stale_rates == 0);
    CHECK(result.snapshots.at(7).stale_rates == 1);
    CHECK(result.snapshots.at(7).total_value == "11"_dec);
    CHECK(result.lacks.at(7) == std::vector<Lack>{{Lack::Kind::stale_price, "X", day("2024-01-02")},
                                                  {Lack::Kind::stale_rate, "USD", day("2024-01-03")},
                                                  {Lack::Kind::stale_price, "Z", day("2024-01-02")}});
}

TEST_CASE("transferred units are a flow at the day's value, at cost without a price, and unknown without both")
{
    auto arrived = state("2024-01-02", "X", "10"_dec, "100"_dec);
    arrived.moves.add(transfer(TransactionType::transfer_in, "10"_dec, 2),
                      movement(lots::Movement::Direction::in, "10"_dec, "100"_dec), {});
    auto left = state("2024-01-03", "X", "6"_dec, "60"_dec);
    left.moves.add(transfer(TransactionType::transfer_out, "4"_dec),
                   movement(lots::Movement::Direction::out, "4"_dec, "40"_dec), {});
    auto unknown = state("2024-01-03", "Y", "1"_dec, std::nullopt);
    unknown.moves.add(transfer(TransactionType::transfer_in, "1"_dec), std::nullopt, {});
    auto const flows_with = [&](Closes closes, std::vector<std::vector<InstrumentDay>> instruments) {
        Timeline const timeline{{history(std::move(instruments))}, std::move(closes), {}};
        return walk(timeline, "2024-01-02", "2024-01-03").snapshots;
    };
    auto const priced = flows_with({{"X", {{day("2024-01-02"), "12"_dec, eur}}}}, {{arrived, left}});
    CHECK(priced.at(0).net_flows == "120"_dec);
    CHECK(priced.at(0).own_transfers == "120"_dec);
    CHECK(priced.at(1).net_flows == "-48"_dec);
    CHECK(priced.at(1).own_transfers == "0"_dec);
    CHECK(priced.at(1).positions.at(0).flows.transfers == "-48"_dec);
    auto const unpriced = flows_with({}, {{arrived, left}});
    CHECK(unpriced.at(0).net_flows == "100"_dec);
    CHECK(unpriced.at(1).net_flows == "-40"_dec);
    CHECK_FALSE(flows_with({}, {{arrived, left}, {unknown}}).at(1).net_flows.has_value());
}

TEST_CASE("units that moved before a split of the same day count in the units of its evening")
{
    auto arrived = state("2024-01-02", "X", "40"_dec, "100"_dec);
    arrived.moves.add(transfer(TransactionType::transfer_in, "10"_dec), std::nullopt, {});
    auto by_ratio = transfer(TransactionType::split, {});
    by_ratio.transaction.split_numerator = 2;
    by_ratio.transaction.split_denominator = 1;
    arrived.moves.add(by_ratio, std::nullopt, "20"_dec);
    CHECK(arrived.moves.with_outside().units == "20"_dec);
    auto const by_units = transfer(TransactionType::split, "20"_dec); // 20 more than the 20 that were held
    arrived.moves.add(by_units, std::nullopt, "40"_dec);
    CHECK(arrived.moves.with_outside().units == "40"_dec);
    Timeline const timeline{{history({{arrived}})}, {{"X", {{day("2024-01-02"), "3"_dec, eur}}}}, {}};
    CHECK(walk(timeline, "2024-01-02", "2024-01-02").snapshots.at(0).net_flows == "120"_dec);
}

TEST_CASE("the gain of a day is the change in value, less what was put in")
{
    auto const event = [](TransactionType type, Decimal quantity, Decimal amount, Decimal fee) {
        auto result = transfer(type, quantity);
        result.transaction.total_amount = amount;
        result.transaction.fee = fee;
        return result;
    };
    InstrumentMoves moves;
    moves.add(event(TransactionType::buy, "2"_dec, "20"_dec, "1"_dec), std::nullopt, {});
    moves.add(event(TransactionType::sell, "1"_dec, "11"_dec, "1"_dec), std::nullopt, {});
    moves.add(event(TransactionType::dividend, {}, "3"_dec, "0.5"_dec), std::nullopt, {});
    moves.add(event(TransactionType::tax, {}, "0.75"_dec, {}), std::nullopt, {});
    moves.add(event(TransactionType::fee, {}, "2"_dec, {}), std::nullopt, {});
    moves.add(event(TransactionType::fee, "0.1"_dec, "100"_dec, {}), std::nullopt, {}); // in units: no money
    moves.add(event(TransactionType::staking, "0.1"_dec, "1"_dec, {}), std::nullopt, {});
    CHECK(moves.flows() ==
          model::InstrumentFlows{"21"_dec, "10"_dec, "3"_dec, "3.25"_dec, Decimal{}, Decimal{}, Decimal{}});
}

namespace {

/// A row of a conversion. \param paid  to exercise a right, or received beside the new units
lots::Event conversion(TransactionType type, char const* other, std::optional<Decimal> paid = std::nullopt)
{
    auto event = transfer(type, {});
    event.transaction.counter_ticker = other;
    event.transaction.total_amount = paid;
    return event;
}

/// Ten A of cost 100 became four B on 2024-01-03.
AccountHistory converted(std::optional<Decimal> paid)
{
    auto parent = state("2024-01-03", "A", {}, Decimal{});
    parent.moves.add(conversion(TransactionType::convert_out, "B"),
                     movement(lots::Movement::Direction::out, "10"_dec, "100"_dec), {});
    auto child = state("2024-01-03", "B", "4"_dec, "100"_dec);
    child.moves.add(conversion(TransactionType::convert_in, "A", paid),
                    movement(lots::Movement::Direction::in, "4"_dec, "100"_dec), {});
    return history({{state("2024-01-02", "A", "10"_dec, "100"_dec), parent}, {child}});
}

} // namespace

TEST_CASE("a conversion is no flow of the account; what came of it in one instrument went from the other")
{
    Timeline const timeline{{converted(std::nullopt)},
                            {{"A", {{day("2024-01-02"), "12"_dec, eur}}}, {"B", {{day("2024-01-03"), "31"_dec, eur}}}},
                            FxTable{{}}};
    auto const day_of_it = walk(timeline, "2024-01-02", "2024-01-03").snapshots.at(1);
    CHECK(day_of_it.net_flows == Decimal{});
    REQUIRE(day_of_it.positions.size() == 2);
    CHECK(day_of_it.positions[0].flows.conversions == "-124"_dec);
    CHECK(day_of_it.positions[1].flows.conversions == "124"_dec);
    CHECK(day_of_it.total_value == "124"_dec);
}

TEST_CASE("a conversion without a price moves what its units cost, and an exercise what it brings beyond what is paid")
{
    Timeline const unpriced{{converted(std::nullopt)}, {}, FxTable{{}}};
    CHECK(walk(unpriced, "2024-01-03", "2024-01-03").snapshots.at(0).positions[0].flows.conversions == "-100"_dec);
    Timeline const exercised{{converted("90"_dec)}, {{"B", {{day("2024-01-03"), "31"_dec, eur}}}}, FxTable{{}}};
    auto const positions = walk(exercised, "2024-01-03", "2024-01-03").snapshots.at(0).positions;
    CHECK(positions[0].flows.conversions == "-34"_dec);
    CHECK(positions[1].flows.conversions == "34"_dec);
    CHECK(positions[1].flows.purchases == "90"_dec);
}

TEST_CASE("a right to sell brings what the units are worth less than what they are sold for")
{
    auto put = state("2024-01-03", "A", {}, Decimal{});
    put.moves.add(conversion(TransactionType::convert_out, "B"),
                  movement(lots::Movement::Direction::out, "1"_dec, "10"_dec), {});
    auto sold = state("2024-01-03", "B", "4"_dec, "100"_dec);
    auto sale = conversion(TransactionType::sell, "A", "80"_dec);
    sale.transaction.quantity = "2"_dec;
    sold.moves.add(sale, movement(lots::Movement::Direction::in, Decimal{}, "10"_dec), {});
    Timeline const timeline{{history({{state("2024-01-02", "A", "1"_dec, "10"_dec), put},
                                      {state("2024-01-02", "B", "6"_dec, "150"_dec), sold}})},
                            {{"B", {{day("2024-01-03"), "31"_dec, eur}}}},
                            FxTable{{}}};
    auto const positions = walk(timeline, "2024-01-03", "2024-01-03").snapshots.at(0).positions;
    CHECK(positions[0].flows.conversions == "-18"_dec);
    CHECK(positions[1].flows.conversions == "18"_dec);
    CHECK(positions[1].flows.sales == "80"_dec);
}

TEST_CASE("income that a fund reinvests moves nothing; capital that is returned comes like a sale")
{
    auto reinvested = transfer(TransactionType::notional_distribution, {});
    reinvested.transaction.total_amount = "7"_dec;
    auto returned = transfer(TransactionType::return_of_capital, {});
    returned.transaction.total_amount = "5"_dec;
    returned.transaction.fee = "1"_dec;
    InstrumentMoves moves;
    moves.add(reinvested, std::nullopt, {});
    moves.add(returned, std::nullopt, {});
    moves.add(transfer(TransactionType::expire, "3"_dec), std::nullopt, {});
    CHECK(moves.flows() ==
          model::InstrumentFlows{Decimal{}, "4"_dec, Decimal{}, Decimal{}, Decimal{}, Decimal{}, Decimal{}});
}

} // namespace pf::valuation
