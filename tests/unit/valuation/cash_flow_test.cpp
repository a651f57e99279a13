#include "pf/base/time.hpp"
#include "pf/valuation/cash_flow.hpp"

#include <doctest/doctest.h>

namespace pf::valuation {
namespace {

using model::TransactionType;
using money::operator""_dec;

lots::Event row(TransactionType type, std::optional<Decimal> amount, Decimal fee)
{
    lots::Event event;
    event.transaction.type = type;
    event.transaction.quantity = "1"_dec;
    event.transaction.total_amount = amount;
    event.transaction.fee = fee;
    event.rate_to_position = "1"_dec;
    event.rate_to_base = "0.5"_dec;
    return event;
}

model::Position position(Decimal cost, std::optional<Decimal> realized)
{
    model::Position position;
    position.total_cost = cost;
    position.total_cost_base = money::multiply(cost, "0.5"_dec, Rounding::half_even);
    position.realized_pl = realized;
    return position;
}

} // namespace

TEST_CASE("purchases are spent, sales are received, with their fees")
{
    CashFlow flow;
    flow.add(row(TransactionType::buy, "100"_dec, "2"_dec));
    flow.add(row(TransactionType::sell, "130"_dec, "3"_dec));
    CHECK(flow.received().position == "25"_dec);
    CHECK(flow.received().base == "12.5"_dec);

    CashFlow separate{lots::Fees::separate};
    separate.add(row(TransactionType::buy, "100"_dec, "2"_dec));
    separate.add(row(TransactionType::sell, "130"_dec, "3"_dec));
    CHECK(separate.received().position == "30"_dec);
}

TEST_CASE("income, fees in money and both rows of a transfer are no part of it")
{
    CashFlow flow;
    flow.add(row(TransactionType::dividend, "10"_dec, "1"_dec));
    flow.add(row(TransactionType::fee, "10"_dec, "1"_dec));
    flow.add(row(TransactionType::split, {}, {}));
    auto arrival = row(TransactionType::transfer_in, {}, "1"_dec);
    arrival.transaction.counter_account_id = 2;
    flow.add(arrival);
    CHECK(flow.received() == lots::Amounts{});
}

TEST_CASE("units that move at cost count at cost")
{
    CashFlow flow;
    flow.add(lots::Movement{1, 1, lots::Movement::Direction::in, "1"_dec, "10"_dec, "5"_dec});
    flow.add(lots::Movement{1, 2, lots::Movement::Direction::out, "1"_dec, "4"_dec, "2"_dec});
    CHECK(flow.received() == lots::Amounts{"-6"_dec, "-3"_dec});
}

TEST_CASE("L2: the gap is zero when the books are right, and shows by how much they are wrong")
{
    CashFlow flow;
    flow.add(row(TransactionType::buy, "100"_dec, {}));
    flow.add(row(TransactionType::sell, "70"_dec, {}));
    CHECK(flow.gap(position("60"_dec, "30"_dec)) == "0"_dec);
    CHECK(flow.gap(position("60"_dec, "29"_dec)) == "1"_dec);
}

TEST_CASE("L7: with an unknown amount the gap is unknown")
{
    CashFlow flow;
    flow.add(row(TransactionType::transfer_in, {}, {}));
    CHECK(flow.gap(position("60"_dec, "30"_dec)) == std::nullopt);
    CashFlow const known;
    CHECK(known.gap(position("60"_dec, {})) == std::nullopt);
    CHECK(known.gap_base(position("60"_dec, "1"_dec)) == std::nullopt);
}

} // namespace pf::valuation
