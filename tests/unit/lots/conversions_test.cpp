#include "pf/base/error.hpp"

#include "support.hpp"

#include <doctest/doctest.h>

namespace pf::lots::test {

using model::BookingMethod;
using model::TransactionType;

namespace {

Event of(std::string const& ticker, Event event)
{
    event.transaction.ticker = ticker;
    return event;
}

/// A MERGER of X into Y.
std::vector<Event> merger(std::string_view date, std::string_view quantity, std::string_view to_quantity)
{
    auto out = row(TransactionType::convert_out, date, quantity, std::nullopt);
    out.transaction.counter_ticker = "Y";
    auto in = of("Y", row(TransactionType::convert_in, date, to_quantity, std::nullopt));
    in.transaction.counter_ticker = "X";
    return {out, in};
}

std::vector<Event> spin_off(std::string_view date, std::string_view to_quantity, std::string_view cost_share)
{
    auto events = merger(date, "0", to_quantity);
    events[0].transaction.cost_share = dec(cost_share);
    return events;
}

/// Money comes beside the new units.
std::vector<Event> merger_for_cash(std::string_view date, std::string_view quantity, std::string_view to_quantity,
                                   std::string_view cost_share, std::string_view cash)
{
    auto events = merger(date, quantity, to_quantity);
    events[0].transaction.cost_share = dec(cost_share);
    events[0].transaction.total_amount = dec(cash);
    return events;
}

std::vector<Event> exercise(std::string_view date, std::string_view quantity, std::string_view to_quantity,
                            std::string_view paid, std::string_view fee)
{
    auto events = merger(date, quantity, to_quantity);
    events[1].transaction.total_amount = dec(paid);
    events[1].transaction.fee = dec(fee);
    return events;
}

/// Options of Y are used to sell units of X.
std::vector<Event> exercised_to_sell(std::string_view date, TransactionType out, std::string_view options,
                                     std::string_view quantity, std::string_view brought, std::string_view fee)
{
    auto used = of("Y", row(out, date, options, std::nullopt));
    used.transaction.counter_ticker = "X";
    auto sale = sell(date, quantity, brought, fee);
    sale.transaction.counter_ticker = "Y";
    return {used, sale};
}

/// Of accounts that may be short.
Recorder book_options(std::vector<Event> events)
{
    Book book{std::set<std::string>{"X", "Y"}, {}};
    book.add_account(1, BookingMethod::fifo, Currency{"USD"}, {}, true);
    return fed(book, std::move(events));
}

Event back_again(std::string_view date, std::string_view quantity)
{
    auto out = of("Y", row(TransactionType::convert_out, date, quantity, std::nullopt));
    out.transaction.counter_ticker = "X";
    return out;
}

std::vector<Event> const two_lots{buy("2024-01-01", "10", "1000"), buy("2024-02-01", "20", "4000")};

} // namespace

TEST_CASE("L9: a merger carries lots with their dates and all of their cost into the other instrument")
{
    auto const result =
        book(two_lots + merger("2024-03-01", "30", "15") + std::vector{of("Y", sell("2024-04-01", "6", "2400"))},
             BookingMethod::fifo);
    CHECK(text(result.position_of(1, "X").quantity) == "0");
    CHECK(text(result.position_of(1, "X").total_cost) == "0");
    CHECK(text(result.position_of(1, "X").realized_pl) == "0");
    REQUIRE(result.disposals.size() == 2);
    CHECK(result.disposals[0].purchase_date == at("2024-01-01"));
    CHECK(text(result.disposals[0].quantity) == "5");
    CHECK(text(result.disposals[0].realized_pl) == "1000");
    CHECK(text(result.disposals[1].realized_pl) == "0");
    REQUIRE(result.open.size() == 1);
    CHECK(result.open[0].key == model::LotKey{1, 4, 1});
    CHECK(result.open[0].ticker == "Y");
    CHECK(result.open[0].purchase_date == at("2024-02-01"));
    CHECK(text(result.open[0].quantity) == "10");
    CHECK(text(result.open[0].purchase_price) == "400");
    CHECK(text(result.open[0].remaining_cost) == "3600");
}

TEST_CASE("L9: new units of a ratio that does not terminate add up to what the row says")
{
    auto const result =
        book(std::vector{buy("2024-01-01", "1", "10"), buy("2024-01-02", "1", "20"), buy("2024-01-03", "1", "30")} +
                 merger("2024-03-01", "3", "1"),
             BookingMethod::fifo);
    CHECK(text(result.position_of(1, "Y").quantity) == "1");
    CHECK(text(result.position_of(1, "Y").total_cost) == "60");
    CHECK(text(result.open.at(1).quantity) == "0.333333333333333334");
}

TEST_CASE("L9: a spin-off takes its share of every lot's cost and leaves the units")
{
    auto const result = book(two_lots + spin_off("2024-03-01", "3", "0.1"), BookingMethod::fifo);
    CHECK(text(result.position_of(1, "X").quantity) == "30");
    CHECK(text(result.position_of(1, "X").total_cost) == "4500");
    CHECK(text(result.position_of(1, "Y").quantity) == "3");
    CHECK(text(result.position_of(1, "Y").total_cost) == "500");
    REQUIRE(result.open.size() == 4);
    CHECK(text(result.open[0].remaining_cost) == "900");
    CHECK(text(result.open[0].total_cost) == "900");
    CHECK(text(result.open[0].purchase_price) == "100");
    CHECK(text(result.open[2].quantity) == "1");
    CHECK(text(result.open[2].remaining_cost) == "100");
    CHECK(result.open[2].purchase_date == at("2024-01-01"));
    CHECK(text(result.open[3].remaining_cost) == "400");
    CHECK(result.disposals.empty());
}

TEST_CASE("under the average a spin-off takes its share of the pool")
{
    auto const result = book(two_lots + spin_off("2024-03-01", "3", "0.1") +
                                 std::vector{sell("2024-04-01", "15", "3000"), of("Y", sell("2024-04-02", "1", "200"))},
                             BookingMethod::average);
    CHECK(text(result.position_of(1, "X").realized_pl) == "750");
    CHECK(text(result.position_of(1, "X").total_cost) == "2250");
    CHECK(result.position_of(1, "Y").total_cost->to_text().substr(0, 10) == "333.333333");
}

TEST_CASE("money beside the new units sells a part of each lot")
{
    auto const result = book(two_lots + merger_for_cash("2024-03-01", "30", "15", "0.8", "1500"), BookingMethod::fifo);
    REQUIRE(result.disposals.size() == 2);
    CHECK(text(result.disposals[0].quantity) == "2");
    CHECK(text(result.disposals[0].proceeds) == "500");
    CHECK(text(result.disposals[0].cost_basis) == "200");
    CHECK(text(result.disposals[1].realized_pl) == "200");
    CHECK(text(result.position_of(1, "X").quantity) == "0");
    CHECK(text(result.position_of(1, "X").realized_pl) == "500");
    CHECK(text(result.position_of(1, "Y").total_cost) == "4000");
    CHECK(text(result.movements.at(0).quantity) == "24");
}

TEST_CASE("L9: what an exercised right cost joins what is paid, in one lot of that day")
{
    auto const result = book(std::vector{buy("2024-01-01", "1", "300", "2"), buy("2024-01-09", "1", "500")} +
                                 exercise("2024-06-21", "2", "200", "10000", "5"),
                             BookingMethod::fifo);
    REQUIRE(result.open.size() == 1);
    CHECK(result.open[0].key == model::LotKey{1, 4, 0});
    CHECK(result.open[0].purchase_date == at("2024-06-21"));
    CHECK(text(result.open[0].total_cost) == "10807");
    CHECK(text(result.movements.at(1).cost) == "802");
    CHECK(text(result.position_of(1, "X").realized_pl) == "0");
}

// IRS Publication 550 (2023), chapter 4, "Puts and Calls", table 4-3: a put that its holder exercises: "reduce your
// amount realized from the sale of the underlying stock by the cost of the put"; a call that its writer is called for:
// "increase your amount realized on sale of the stock by the amount you received for the call"; a put that its writer
// is assigned: "reduce your basis in the stock you buy by the amount you received for the put".
TEST_CASE("L9: what an exercised right to sell cost lowers the proceeds of what is sold by it")
{
    auto const put = of("Y", buy("2024-01-10", "2", "600", "4"));
    auto const result = book(std::vector{buy("2023-01-01", "300", "9000"), put} +
                                 exercised_to_sell("2024-06-21", TransactionType::convert_out, "2", "200", "8000", "5"),
                             BookingMethod::fifo);
    REQUIRE(result.disposals.size() == 1);
    CHECK(result.disposals[0].ticker == "X");
    CHECK(text(result.disposals[0].proceeds) == "7391");
    CHECK(text(result.disposals[0].cost_basis) == "6000");
    CHECK(text(result.disposals[0].realized_pl) == "1391");
    CHECK(result.disposals[0].term == model::Term::long_term);
    CHECK(text(result.position_of(1, "Y").quantity) == "0");
    CHECK(text(result.position_of(1, "Y").realized_pl) == "0");
    CHECK(text(result.position_of(1, "X").quantity) == "100");
}

TEST_CASE("L9: what a written option brought raises the proceeds of what is sold, or lowers the cost of what is bought")
{
    auto const written = std::vector{buy("2023-01-01", "300", "9000"), of("Y", sell("2024-01-10", "3", "900", "6"))};
    auto const call =
        book_options(written + exercised_to_sell("2024-06-21", TransactionType::expire, "2", "200", "8000", "5"));
    REQUIRE(call.disposals.size() == 1);
    CHECK(text(call.disposals[0].proceeds) == "8591");
    CHECK(text(call.disposals[0].realized_pl) == "2591");
    CHECK(text(call.position_of(1, "Y").quantity) == "-1");
    CHECK(text(call.position_of(1, "Y").total_cost) == "-298");
    CHECK(text(call.position_of(1, "Y").realized_pl) == "0");

    auto put = exercised_to_sell("2024-06-21", TransactionType::expire, "2", "200", "8000", "5");
    put[1].transaction.type = TransactionType::convert_in;
    auto const bought = book_options(written + put);
    CHECK(bought.disposals.empty());
    CHECK(text(bought.position_of(1, "X").quantity) == "500");
    CHECK(text(bought.position_of(1, "X").total_cost) == "16409");
    REQUIRE(bought.open.size() == 3);
    CHECK(text(bought.open[1].remaining_cost) == "7409");
    CHECK(bought.open[1].side == model::Side::held);
    CHECK(bought.open[1].purchase_date == at("2024-06-21"));
}

TEST_CASE("no more options are assigned than were written")
{
    auto const result =
        book_options(std::vector{buy("2023-01-01", "300", "9000"), of("Y", sell("2024-01-10", "1", "300"))} +
                     exercised_to_sell("2024-06-21", TransactionType::expire, "2", "200", "8000", "5"));
    REQUIRE(result.oversells.size() == 1);
    CHECK(result.oversells[0].ticker == "Y");
    CHECK(text(result.oversells[0].held) == "1");
    CHECK(result.disposals.empty());
    CHECK(text(result.position_of(1, "X").quantity) == "300");
}

TEST_CASE("a written option that brought more than what is bought by it costs is refused")
{
    auto put = exercised_to_sell("2024-06-21", TransactionType::expire, "1", "100", "10", "0");
    put[1].transaction.type = TransactionType::convert_in;
    CHECK_THROWS_WITH_AS(book_options(std::vector{of("Y", sell("2024-01-10", "1", "300"))} + put),
                         "an option of Y brought more than the X cost that were bought by it: transaction 3", Error);
}

TEST_CASE("a right that expires is lost with all it cost")
{
    auto const result = book(
        std::vector{buy("2024-01-01", "3", "300", "2"), row(TransactionType::expire, "2024-06-21", "3", std::nullopt)},
        BookingMethod::fifo);
    REQUIRE(result.disposals.size() == 1);
    CHECK(text(result.disposals[0].proceeds) == "0");
    CHECK(text(result.disposals[0].realized_pl) == "-302");
    CHECK(text(result.position_of(1).quantity) == "0");
}

TEST_CASE("returned capital lowers the cost of all lots pro rata to units")
{
    auto const result = book(two_lots + std::vector{row(TransactionType::return_of_capital, "2024-03-01", "0", "60")},
                             BookingMethod::fifo);
    CHECK(text(result.open.at(0).remaining_cost) == "980");
    CHECK(text(result.open.at(1).remaining_cost) == "3960");
    CHECK(text(result.position_of(1).total_cost) == "4940");
    CHECK(result.disposals.empty());
}

TEST_CASE("capital returned beyond the cost of a lot is its gain, without units")
{
    auto const result = book(std::vector{buy("2024-01-01", "10", "50"), buy("2024-02-01", "10", "200"),
                                         row(TransactionType::return_of_capital, "2025-03-01", "0", "160")},
                             BookingMethod::fifo);
    REQUIRE(result.disposals.size() == 1);
    CHECK(result.disposals[0].lot == model::LotKey{1, 1, 0});
    CHECK(result.disposals[0].quantity.is_zero());
    CHECK(text(result.disposals[0].proceeds) == "30");
    CHECK(text(result.disposals[0].cost_basis) == "0");
    CHECK(result.disposals[0].term == model::Term::long_term);
    CHECK(text(result.position_of(1).realized_pl) == "30");
    CHECK(text(result.position_of(1).total_cost) == "120");
}

TEST_CASE("under the average capital is returned beyond the cost of the pool only")
{
    auto const events = std::vector{buy("2024-01-01", "10", "50"), buy("2024-02-01", "10", "200"),
                                    row(TransactionType::return_of_capital, "2025-03-01", "0", "160"),
                                    row(TransactionType::return_of_capital, "2025-04-01", "0", "100")};
    auto const result = book(events, BookingMethod::average);
    CHECK(text(result.position_of(1).total_cost) == "0");
    CHECK(text(result.position_of(1).realized_pl) == "10");
    REQUIRE(result.disposals.size() == 2);
    CHECK(text(result.disposals[0].proceeds) == "5");
}

TEST_CASE("income that is reinvested without new units raises the cost and is income")
{
    auto const result =
        book(two_lots + std::vector{row(TransactionType::notional_distribution, "2024-03-01", "0", "60")},
             BookingMethod::fifo);
    CHECK(text(result.open.at(0).remaining_cost) == "1020");
    CHECK(text(result.position_of(1).total_cost) == "5060");
    CHECK(text(result.position_of(1).income) == "60");
}

TEST_CASE("returned capital of unknown amount makes the cost unknown")
{
    auto const result =
        book(two_lots + std::vector{row(TransactionType::return_of_capital, "2024-03-01", "0", std::nullopt)},
             BookingMethod::fifo);
    CHECK(text(result.position_of(1).total_cost) == "unknown");
    CHECK(text(result.position_of(1).realized_pl) == "unknown");
    CHECK(text(result.position_of(1).quantity) == "30");
}

TEST_CASE("a conversion of more than is held is refused whole")
{
    auto const result = book(two_lots + merger("2024-03-01", "31", "15"), BookingMethod::fifo);
    REQUIRE(result.oversells.size() == 1);
    CHECK(result.oversells[0].kind == Oversell::Kind::units_missing);
    CHECK(text(result.position_of(1, "X").quantity) == "30");
    CHECK(result.positions.size() == 1);
}

TEST_CASE("the cost of nothing cannot change")
{
    for (auto const& rows : {std::vector{row(TransactionType::return_of_capital, "2024-03-01", "0", "60")},
                             std::vector{row(TransactionType::notional_distribution, "2024-03-01", "0", "60")},
                             spin_off("2024-03-01", "3", "0.1")}) {
        auto const result = book(rows, BookingMethod::fifo);
        REQUIRE(result.oversells.size() == 1);
        CHECK(result.oversells[0].kind == Oversell::Kind::cost_of_nothing);
        CHECK(result.positions.empty());
    }
}

TEST_CASE("two conversions of one moment that lead to each other are refused")
{
    auto events = two_lots + merger("2024-03-01", "10", "5");
    auto in = row(TransactionType::convert_in, "2024-03-01", "10", std::nullopt);
    in.transaction.counter_ticker = "Y";
    events = events + std::vector{back_again("2024-03-01", "5"), in};
    auto const result = book(events, BookingMethod::fifo);
    REQUIRE(result.oversells.size() == 1);
    CHECK(result.oversells[0].kind == Oversell::Kind::conversion_cycle);
    CHECK(text(result.position_of(1, "Y").quantity) == "5");
    CHECK(text(result.position_of(1, "X").quantity) == "20");
}

TEST_CASE("L9: a conversion keeps the holding period, also of what it carries on")
{
    auto const result = book(std::vector{buy("2022-01-01", "10", "1000")} + merger("2024-03-01", "10", "10") +
                                 std::vector{of("Y", sell("2024-04-01", "10", "1000"))},
                             BookingMethod::fifo);
    CHECK(result.disposals.at(0).term == model::Term::long_term);
}

TEST_CASE("the units of a hifo account are ranked by what a spin-off left of their cost")
{
    auto const result = book(std::vector{buy("2024-01-01", "1", "100")} + spin_off("2024-02-01", "1", "0.5") +
                                 std::vector{buy("2024-03-01", "1", "60"), sell("2024-04-01", "1", "80")},
                             BookingMethod::hifo);
    CHECK(text(result.disposals.at(0).realized_pl) == "20");
}

} // namespace pf::lots::test
