#include "support.hpp"

#include <doctest/doctest.h>

namespace pf::lots::test {

using model::BookingMethod;

TEST_CASE("a split multiplies quantities and leaves cost and dates alone")
{
    for (auto const method : model::booking_methods) {
        auto const result =
            book({buy("2024-01-01", "10", "1000"), sell("2024-01-02", "4", "500"), split("2024-02-01", 3, 1)}, method);
        auto const& lot = result.open.at(0);
        CHECK(lot.quantity.to_text() == "30");
        CHECK(lot.remaining_quantity.to_text() == "18");
        CHECK(text(lot.remaining_cost) == "600");
        CHECK(text(lot.purchase_price) == "100");
        CHECK(lot.purchase_date == at("2024-01-01"));
        CHECK(result.position_of(1).quantity.to_text() == "18");
    }
}

TEST_CASE("L5: lots of a split with a ratio that does not terminate add up to the rounded total")
{
    auto const result = book({buy("2024-01-01", "1", "1"), buy("2024-01-02", "1", "1"), buy("2024-01-03", "3", "1"),
                              split("2024-02-01", 1, 3)},
                             BookingMethod::fifo);
    CHECK(result.position_of(1).quantity.to_text() == "1.666666666666666667");
    REQUIRE(result.open.size() == 3);
    CHECK(result.open[0].remaining_quantity.to_text() == "0.333333333333333333");
    CHECK(result.open[1].remaining_quantity.to_text() == "0.333333333333333334");
    CHECK(result.open[2].remaining_quantity.to_text() == "1");
}

TEST_CASE("a split by added units ends at exactly what is held then")
{
    auto const result =
        book({buy("2024-01-01", "7", "70"), buy("2024-01-02", "3", "30"), added_units("2024-02-01", "1")},
             BookingMethod::fifo);
    CHECK(result.position_of(1).quantity.to_text() == "11");
    CHECK(result.open.at(0).remaining_quantity.to_text() == "7.7");
    CHECK(result.open.at(1).remaining_quantity.to_text() == "3.3");
    CHECK(text(result.position_of(1).total_cost) == "100");
}

TEST_CASE("a split of nothing is harmless as a ratio and a problem as added units")
{
    auto const ratio = book({split("2024-01-01", 2, 1)}, BookingMethod::fifo);
    CHECK(ratio.oversells.empty());
    auto const added = book({added_units("2024-01-01", "5")}, BookingMethod::fifo);
    REQUIRE(added.oversells.size() == 1);
    CHECK(added.oversells[0].kind == Oversell::Kind::split_of_nothing);
    CHECK(added.oversells[0].wanted.to_text() == "5");
}

TEST_CASE("a split that would round everything away is a problem")
{
    auto const result =
        book({buy("2024-01-01", "0.000000000000000001", "1"), split("2024-02-01", 1, 10)}, BookingMethod::fifo);
    REQUIRE(result.oversells.size() == 1);
    CHECK(result.oversells[0].kind == Oversell::Kind::split_to_nothing);
    CHECK(result.oversells[0].held.to_text() == "0.000000000000000001");
    CHECK(text(result.position_of(1).total_cost) == "1");
}

TEST_CASE("a lot that a split rounds away leaves its cost to the others")
{
    auto const result = book({buy("2024-01-01", "0.000000000000000001", "2"), buy("2024-01-02", "10", "5"),
                              buy("2024-01-03", "0.000000000000000001", "3"), split("2024-02-01", 1, 10)},
                             BookingMethod::fifo);
    CHECK(result.closed.size() == 2);
    REQUIRE(result.open.size() == 1);
    CHECK(result.open[0].remaining_quantity.to_text() == "1");
    CHECK(text(result.open[0].remaining_cost) == "10");
}

TEST_CASE("where accounts are pooled each splits its own units, whatever way it tells of the split")
{
    Options options;
    options.pools_accounts = true;
    for (auto const method : {BookingMethod::fifo, BookingMethod::average}) {
        std::vector const bought{buy("2024-01-01", "10", "1000"), in_account(buy("2024-01-02", "6", "540"), 2)};
        auto const both = book(
            bought + std::vector{split("2024-02-01", 2, 1), in_account(split("2024-02-01", 2, 1), 2)}, method, options);
        CHECK(text(both.position_of(pool_id).quantity) == "32");
        CHECK(text(both.position_of(pool_id).total_cost) == "1540");
        auto const one = book(bought + std::vector{in_account(split("2024-02-01", 2, 1), 2)}, method, options);
        CHECK(text(one.position_of(pool_id).quantity) == "22");
        auto const reverse = book(
            bought + std::vector{split("2024-02-01", 1, 2), in_account(split("2024-02-01", 1, 2), 2)}, method, options);
        CHECK(text(reverse.position_of(pool_id).quantity) == "8");
        CHECK(both.oversells.empty());
        CHECK(reverse.oversells.empty());
    }
    auto const nothing = book({in_account(split("2024-02-01", 2, 1), 2)}, BookingMethod::fifo, options);
    CHECK(nothing.oversells.empty());
}

} // namespace pf::lots::test
