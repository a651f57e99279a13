#include "support.hpp"

#include <doctest/doctest.h>

namespace pf::lots::test {

using model::BookingMethod;
using model::TransactionType;

TEST_CASE("a transfer carries lots with their dates and cost into the other account")
{
    auto const result = book(std::vector{buy("2024-01-01", "10", "1000"), buy("2024-02-01", "10", "2000")} +
                                 transfer("2024-03-01", "15", 1, 2),
                             BookingMethod::fifo);
    CHECK(result.position_of(1).quantity.to_text() == "5");
    CHECK(text(result.position_of(1).total_cost) == "1000");
    REQUIRE(result.open.size() == 3);
    CHECK(result.open[1].key == model::LotKey{2, 4, 0});
    CHECK(result.open[1].purchase_date == at("2024-01-01"));
    CHECK(text(result.open[1].total_cost) == "1000");
    CHECK(text(result.open[1].purchase_price) == "100");
    CHECK(result.open[2].key == model::LotKey{2, 4, 1});
    CHECK(result.open[2].quantity.to_text() == "5");
    CHECK(text(result.open[2].total_cost_base) == "1000");
    CHECK(result.disposals.empty());
    CHECK(result.closed.at(0).key == model::LotKey{1, 1, 0});
}

// Portfolio Performance bug #4446 ordered by arrival.
TEST_CASE("L5: FIFO through two transfers goes by the day of purchase, not of arrival")
{
    auto const result = book(std::vector{buy("2024-01-01", "1", "100"), in_account(buy("2024-01-05", "1", "150"), 2)} +
                                 transfer("2024-02-01", "1", 1, 3) + transfer("2024-03-01", "1", 3, 2) +
                                 std::vector{in_account(sell("2024-04-01", "1", "500"), 2)},
                             BookingMethod::fifo);
    REQUIRE(result.disposals.size() == 1);
    CHECK(result.disposals[0].purchase_date == at("2024-01-01"));
    CHECK(text(result.disposals[0].realized_pl) == "400");
}

TEST_CASE("under the average a transfer carries the pool's cost and joins the pool there")
{
    auto const result =
        book(std::vector{buy("2024-01-01", "10", "100"), buy("2024-01-02", "10", "300"),
                         in_account(buy("2024-01-03", "5", "200"), 2)} +
                 transfer("2024-02-01", "5", 1, 2) + std::vector{in_account(sell("2024-03-01", "5", "500"), 2)},
             BookingMethod::average);
    CHECK(text(result.position_of(1).total_cost) == "300");
    CHECK(text(result.disposals.at(0).cost_basis) == "150");
    CHECK(text(result.position_of(2).total_cost) == "150");
}

TEST_CASE("a transfer's fee is an expense, not a cost")
{
    auto events = std::vector{buy("2024-01-01", "10", "1000")} + transfer("2024-02-01", "10", 1, 2);
    events[1].transaction.fee = dec("3");
    auto const result = book(events, BookingMethod::fifo);
    CHECK(text(result.position_of(1).fees) == "3");
    CHECK(text(result.position_of(2).total_cost) == "1000");
}

TEST_CASE("cost travels in the currencies that both accounts know, and is unknown in others")
{
    Book book{"X", {}};
    book.add_account(1, BookingMethod::fifo, Currency{"EUR"});
    book.add_account(2, BookingMethod::fifo, Currency{"USD"});
    book.add_account(3, BookingMethod::fifo, Currency{"CHF"});
    Recorder result;
    auto events = std::vector{with_rates(buy("2024-01-01", "10", "1000"), dec("1"), dec("0.9"))} +
                  transfer("2024-02-01", "4", 1, 2) + transfer("2024-02-02", "4", 1, 3);
    std::int64_t id = 0;
    for (auto& event : events) {
        event.transaction.id = ++id;
        book.apply(event, result);
    }
    book.finish(result);
    CHECK(text(result.position_of(1).total_cost_base) == "180");
    CHECK(text(result.position_of(2).total_cost) == "400");
    CHECK(text(result.position_of(2).total_cost_base) == "400");
    CHECK(text(result.position_of(3).total_cost) == "400");
    CHECK(result.position_of(3).total_cost_base == std::nullopt);
}

TEST_CASE("a position has the currency of its first transaction, or of the lots that arrive first")
{
    Book book{"X", {}};
    book.add_account(1, BookingMethod::fifo, Currency{"EUR"});
    book.add_account(2, BookingMethod::fifo, Currency{"EUR"});
    Recorder result;
    auto events = std::vector{buy("2024-01-01", "10", "1000")} + transfer("2024-02-01", "4", 1, 2);
    for (auto& event : events) {
        event.transaction.currency = Currency{event.transaction.type == TransactionType::buy ? "USD" : "CHF"};
        CHECK(book.position_currency(event.transaction) == Currency{"USD"});
        book.apply(event, result);
    }
    auto const later = buy("2024-03-01", "1", "1").transaction;
    CHECK(book.position_currency(later) == Currency{"USD"});
    book.finish(result);
    CHECK(result.position_of(2).currency == Currency{"USD"});
}

TEST_CASE("a transfer out to nowhere takes lots away without a gain")
{
    auto const result =
        book({buy("2024-01-01", "10", "1000"), row(TransactionType::transfer_out, "2024-02-01", "4", {})},
             BookingMethod::fifo);
    CHECK(result.disposals.empty());
    CHECK(text(result.position_of(1).realized_pl) == "0");
    CHECK(text(result.position_of(1).total_cost) == "600");
    CHECK(result.movements.at(0) == Movement{1, 2, Movement::Direction::out, dec("4"), dec("400"), dec("400")});
}

TEST_CASE("a transfer in from nowhere opens a lot at its amount, or at unknown cost")
{
    auto const result = book({row(TransactionType::transfer_in, "2024-01-01", "4", "400", "2"),
                              row(TransactionType::transfer_in, "2024-01-02", "4", std::nullopt)},
                             BookingMethod::fifo);
    CHECK(text(result.open.at(0).total_cost) == "400");
    CHECK(result.open.at(1).total_cost == std::nullopt);
    CHECK(result.position_of(1).total_cost == std::nullopt);
    CHECK(text(result.position_of(1).fees) == "2");
}

TEST_CASE("a transfer of more than is held is reported once, and brings nothing")
{
    auto const result =
        book(std::vector{buy("2024-01-01", "1", "10")} + transfer("2024-02-01", "2", 1, 2), BookingMethod::fifo);
    CHECK(result.oversells.size() == 1);
    CHECK(result.positions.size() == 1);
    CHECK(result.position_of(1).quantity.to_text() == "1");
}

TEST_CASE("where accounts are pooled a sale takes lots of any of them, and transfers move none out of the pool")
{
    Options options;
    options.pools_accounts = true;
    auto const result =
        book(std::vector{buy("2024-01-01", "10", "1000"), in_account(buy("2024-01-02", "10", "2000"), 2)} +
                 transfer("2024-02-01", "5", 2, 3) + std::vector{in_account(sell("2024-03-01", "15", "4500"), 2)},
             BookingMethod::fifo, options);
    CHECK(result.oversells.empty());
    REQUIRE(result.positions.size() == 1);
    CHECK(text(result.position_of(pool_id).quantity) == "5");
    CHECK(text(result.position_of(pool_id).total_cost) == "1000");
    CHECK(text(result.position_of(pool_id).realized_pl) == "2500");
}

} // namespace pf::lots::test
