#include "support.hpp"

#include <doctest/doctest.h>

namespace pf::lots::test {

using model::BookingMethod;
using model::Side;
using model::TransactionType;

namespace {

/// Ticker X in account 1, which allows short positions, in accounts 2 and 3 none.
Recorder book_short(std::vector<Event> events, BookingMethod method = BookingMethod::fifo, Options options = {})
{
    Book book{"X", options};
    for (std::int64_t account_id = 1; account_id <= 3; ++account_id) {
        book.add_account(account_id, method, Currency{"USD"}, {}, account_id == 1);
    }
    return fed(book, std::move(events));
}

} // namespace

TEST_CASE("a sale of more than is held closes that and opens a short lot for the rest")
{
    auto const result = book_short({buy("2024-01-01", "4", "400"), sell("2024-02-01", "10", "1500", "10")});
    CHECK(result.oversells.empty());
    REQUIRE(result.disposals.size() == 1);
    CHECK(text(result.disposals[0].proceeds) == "596");
    CHECK(text(result.disposals[0].realized_pl) == "196");
    CHECK(result.disposals[0].side == Side::held);
    REQUIRE(result.open.size() == 1);
    CHECK(result.open[0].side == Side::owed);
    CHECK(result.open[0].key == model::LotKey{1, 2, 0});
    CHECK(text(result.open[0].remaining_quantity) == "6");
    CHECK(text(result.open[0].remaining_cost) == "894");
    CHECK(text(result.open[0].purchase_price) == "149");
    CHECK(text(result.position_of(1).quantity) == "-6");
    CHECK(text(result.position_of(1).total_cost) == "-894");
}

TEST_CASE("a purchase closes short lots first; the gain is what opening brought less what closing cost")
{
    auto const result = book_short(
        {sell("2022-01-01", "6", "900"), sell("2024-01-05", "4", "400"), buy("2024-02-01", "12", "1200", "12")});
    REQUIRE(result.disposals.size() == 2);
    CHECK(result.disposals[0].side == Side::owed);
    CHECK(result.disposals[0].lot == model::LotKey{1, 1, 0});
    CHECK(text(result.disposals[0].proceeds) == "900");
    CHECK(text(result.disposals[0].cost_basis) == "606");
    CHECK(text(result.disposals[0].realized_pl) == "294");
    CHECK(result.disposals[0].term == model::Term::short_term);
    CHECK(text(result.disposals[1].realized_pl) == "-4");
    CHECK(text(result.position_of(1).quantity) == "2");
    CHECK(text(result.position_of(1).total_cost) == "202");
    REQUIRE(result.open.size() == 1);
    CHECK(text(result.open[0].quantity) == "2");
    CHECK(text(result.open[0].total_cost) == "202");
    CHECK(result.closed.at(0).side == Side::owed);
}

TEST_CASE("a split multiplies what is owed; one that only adds units is refused")
{
    auto const result = book_short({sell("2024-01-01", "6", "900"), split("2024-02-01", 2, 1),
                                    added_units("2024-03-01", "6"), buy("2024-04-01", "12", "600")});
    REQUIRE(result.oversells.size() == 1);
    CHECK(result.oversells[0].kind == Oversell::Kind::split_of_nothing);
    CHECK(text(result.position_of(1).quantity) == "0");
    CHECK(text(result.position_of(1).realized_pl) == "300");
}

TEST_CASE("an option that was written expires in its seller's favour")
{
    auto const result = book_short(
        {sell("2024-01-01", "2", "300", "3"), row(TransactionType::expire, "2024-06-21", "2", std::nullopt)});
    CHECK(text(result.position_of(1).realized_pl) == "297");
    CHECK(text(result.disposals.at(0).cost_basis) == "0");
    CHECK(text(result.position_of(1).quantity) == "0");
}

TEST_CASE("units that are owed cannot be transferred, paid or expire beyond their number")
{
    for (auto const& event : {row(TransactionType::transfer_out, "2024-02-01", "1", std::nullopt),
                              row(TransactionType::fee, "2024-02-01", "1", std::nullopt),
                              row(TransactionType::expire, "2024-02-01", "7", std::nullopt)}) {
        auto const result = book_short({sell("2024-01-01", "6", "900"), event});
        REQUIRE(result.oversells.size() == 1);
        CHECK(text(result.position_of(1).quantity) == "-6");
    }
    auto const returned = row(TransactionType::return_of_capital, "2024-02-01", "0", "5");
    CHECK(book_short({sell("2024-01-01", "6", "900"), returned}).oversells.size() == 1);
}

TEST_CASE("lots that a transfer brings close what is owed")
{
    auto const result =
        book_short(std::vector{sell("2024-01-01", "6", "900"), in_account(buy("2024-01-02", "10", "1000"), 2)} +
                   transfer("2024-02-01", "8", 2, 1));
    CHECK(text(result.position_of(1).quantity) == "2");
    CHECK(text(result.position_of(1).realized_pl) == "300");
    CHECK(text(result.position_of(1).total_cost) == "200");
}

TEST_CASE("dust closes a position and opens no short one")
{
    auto const result = book_short({buy("2024-01-01", "4", "400"), sell("2024-02-01", "4.00000001", "500")});
    CHECK(result.dusts.size() == 1);
    CHECK(text(result.position_of(1).quantity) == "0");
}

TEST_CASE("what is owed by no more than dust is not there to be taken")
{
    auto gone = sell("2024-02-01", "0.000000001", "1");
    gone.transaction.type = TransactionType::transfer_out;
    auto const result = book_short({sell("2024-01-01", "0.000000001", "1"), gone});
    REQUIRE(result.oversells.size() == 1);
    CHECK(result.oversells[0].kind == Oversell::Kind::units_missing);
    CHECK(text(result.position_of(1).quantity) == "-0.000000001");
}

TEST_CASE("where short positions are not allowed, a sale of more than is held is refused")
{
    auto const result = book_short({in_account(sell("2024-01-01", "6", "900"), 2)});
    CHECK(result.oversells.size() == 1);
    CHECK(result.positions.empty());
}

TEST_CASE("an option that was written for less than its fee is owed at less than nothing")
{
    for (auto const method : model::booking_methods) {
        auto const result = book_short(
            {sell("2024-01-01", "1", "0.5", "1"), sell("2024-01-02", "1", "3", "1"), buy("2024-02-01", "2", "0", "1")},
            method);
        CHECK(text(result.position_of(1).realized_pl) == "0.5");
    }
}

} // namespace pf::lots::test
