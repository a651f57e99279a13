#include "pf/base/error.hpp"

#include "support.hpp"

#include <doctest/doctest.h>

namespace pf::lots::test {

using model::BookingMethod;
using model::Term;
using model::TransactionType;

TEST_CASE("a buy's fee is part of its cost and a sale's fee comes off its proceeds")
{
    auto const result =
        book({buy("2024-01-01", "10", "1000", "5"), sell("2024-02-01", "10", "1200", "7")}, BookingMethod::fifo);
    REQUIRE(result.disposals.size() == 1);
    CHECK(text(result.disposals[0].cost_basis) == "1005");
    CHECK(text(result.disposals[0].proceeds) == "1193");
    CHECK(text(result.disposals[0].realized_pl) == "188");
    CHECK(text(result.position_of(1).realized_pl) == "188");
    CHECK(text(result.position_of(1).fees) == "12");
}

TEST_CASE("fees apart leave cost and proceeds gross, and are still counted")
{
    auto const result = book({buy("2024-01-01", "10", "1000", "5"), sell("2024-02-01", "10", "1200", "7")},
                             BookingMethod::fifo, {Fees::separate, default_dust()});
    CHECK(text(result.disposals.at(0).cost_basis) == "1000");
    CHECK(text(result.disposals.at(0).proceeds) == "1200");
    CHECK(text(result.position_of(1).fees) == "12");
}

TEST_CASE("a lot knows what it was at the opening and what remains")
{
    auto const result = book({buy("2024-01-01", "3", "10"), sell("2024-02-01", "1", "4")}, BookingMethod::fifo);
    REQUIRE(result.open.size() == 1);
    auto const& lot = result.open[0];
    CHECK(lot.key == model::LotKey{1, 1, 0});
    CHECK(lot.ticker == "X");
    CHECK(lot.quantity.to_text() == "3");
    CHECK(lot.remaining_quantity.to_text() == "2");
    CHECK(text(lot.purchase_price) == "3.333333333333333333");
    CHECK(text(lot.total_cost) == "10");
    CHECK(text(lot.remaining_cost) == "6.666666666666666667");
    CHECK(text(result.disposals.at(0).cost_basis) == "3.333333333333333333");
}

TEST_CASE("a lot that is used up is handed over once, with nothing left in it")
{
    auto const result = book({buy("2024-01-01", "3", "10"), sell("2024-02-01", "1", "4"), sell("2024-03-01", "2", "9")},
                             BookingMethod::fifo);
    CHECK(result.open.empty());
    REQUIRE(result.closed.size() == 1);
    CHECK(result.closed[0].remaining_quantity.is_zero());
    CHECK(text(result.closed[0].remaining_cost) == "0");
    CHECK(text(result.closed[0].total_cost) == "10");
}

TEST_CASE("parts of a sale that takes several lots add up to its net proceeds")
{
    auto const result = book({buy("2024-01-01", "1", "1"), buy("2024-01-02", "1", "1"), buy("2024-01-03", "1", "1"),
                              sell("2024-02-01", "3", "100", "0")},
                             BookingMethod::fifo);
    REQUIRE(result.disposals.size() == 3);
    CHECK(text(result.disposals[0].proceeds) == "33.333333333333333333");
    CHECK(text(result.disposals[1].proceeds) == "33.333333333333333334"); // half of 66.666666666666666667, to even
    CHECK(text(result.disposals[2].proceeds) == "33.333333333333333333");
}

TEST_CASE("a fee paid in the asset leaves at cost")
{
    auto const result =
        book({buy("2024-01-01", "10", "1000"), row(TransactionType::fee, "2024-02-01", "1", std::nullopt)},
             BookingMethod::fifo);
    REQUIRE(result.disposals.size() == 1);
    CHECK(text(result.disposals[0].proceeds) == "100");
    CHECK(text(result.disposals[0].realized_pl) == "0");
    CHECK(text(result.position_of(1).total_cost) == "900");
    CHECK(text(result.position_of(1).fees) == "0");
}

TEST_CASE("a fee paid in an asset of unknown cost gains nothing all the same")
{
    auto const result = book({buy("2024-01-01", "10", std::nullopt), row(TransactionType::fee, "2024-02-01", "1", {})},
                             BookingMethod::fifo);
    CHECK(result.disposals.at(0).proceeds == std::nullopt);
    CHECK(text(result.disposals.at(0).realized_pl) == "0");
    CHECK(text(result.position_of(1).realized_pl) == "0");
}

TEST_CASE("a fee paid in money counts as fees")
{
    auto const result = book({row(TransactionType::fee, "2024-02-01", "0", "2.5", "0.5")}, BookingMethod::fifo);
    CHECK(text(result.position_of(1).fees) == "3");
}

TEST_CASE("a fee or a tax and its refund cancel, and are no income")
{
    auto const result = book({buy("2024-01-01", "10", "100"), row(TransactionType::fee, "2024-02-01", "0", "2.5"),
                              row(TransactionType::fee_refund, "2024-02-02", "0", "2.5"),
                              row(TransactionType::tax, "2024-02-03", "0", "7"),
                              row(TransactionType::tax_refund, "2024-02-04", "0", "7")},
                             BookingMethod::fifo);
    auto const without = book({buy("2024-01-01", "10", "100")}, BookingMethod::fifo);
    CHECK(result.position_of(1).fees == without.position_of(1).fees);
    CHECK(result.position_of(1).income == without.position_of(1).income);
    CHECK(result.position_of(1).total_cost == without.position_of(1).total_cost);
    CHECK(result.position_of(1).realized_pl == without.position_of(1).realized_pl);
}

TEST_CASE("dividends and interest are income before fees and tax")
{
    auto const result = book({row(TransactionType::dividend, "2024-01-01", "0", "10", "1"),
                              row(TransactionType::tax, "2024-01-01T12:00", "0", "1.5"),
                              row(TransactionType::interest, "2024-01-02", "0", "5")},
                             BookingMethod::fifo);
    CHECK(text(result.position_of(1).income) == "15");
    CHECK(text(result.position_of(1).income_base) == "15");
    CHECK(text(result.position_of(1).fees) == "1");
    CHECK(result.position_of(1).first_transaction_date == at("2024-01-01"));
    CHECK(result.position_of(1).last_transaction_date == at("2024-01-02"));
}

TEST_CASE("staking, airdrops and mining open lots at their value, or at unknown cost")
{
    auto const result = book({row(TransactionType::staking, "2024-01-01", "1", "10"),
                              row(TransactionType::airdrop, "2024-01-02", "1", "0"),
                              row(TransactionType::mining, "2024-01-03", "1", std::nullopt)},
                             BookingMethod::fifo);
    CHECK(text(result.open.at(0).total_cost) == "10");
    CHECK(text(result.open.at(1).total_cost) == "0");
    CHECK(result.open.at(2).total_cost == std::nullopt);
    CHECK(text(result.position_of(1).income) == "0");
}

TEST_CASE("selling more than is held is reported, and the rows after it are still looked at")
{
    auto const result = book({buy("2024-01-01", "10", "1000"), sell("2024-02-01", "11", "1500", "9"),
                              sell("2024-03-01", "12", "1500"), sell("2024-04-01", "10", "1500")},
                             BookingMethod::average);
    REQUIRE(result.oversells.size() == 2);
    auto const& oversell = result.oversells[0];
    CHECK(oversell.transaction_id == 2);
    CHECK(oversell.line_no == 2);
    CHECK(oversell.wanted.to_text() == "11");
    CHECK(oversell.held.to_text() == "10");
    CHECK(oversell.kind == Oversell::Kind::units_missing);
    CHECK(result.oversells[1].transaction_id == 3);
    CHECK(text(result.position_of(1).realized_pl) == "500");
    CHECK(text(result.position_of(1).fees) == "0");
}

TEST_CASE("an account whose only row was refused has no position")
{
    auto const result = book({sell("2024-02-01", "1", "1")}, BookingMethod::fifo);
    CHECK(result.oversells.size() == 1);
    CHECK(result.positions.empty());
}

TEST_CASE("an excess of at most the dust closes the position with all of the proceeds")
{
    auto const result =
        book({buy("2024-01-01", "1", "10"), sell("2024-02-01", "1.00000001", "12")}, BookingMethod::fifo);
    CHECK(result.oversells.empty());
    REQUIRE(result.dusts.size() == 1);
    CHECK(result.dusts[0].to_text() == "0.00000001");
    CHECK(result.disposals.at(0).quantity.to_text() == "1");
    CHECK(text(result.disposals.at(0).proceeds) == "12");
    CHECK(result.position_of(1).quantity.is_zero());
}

TEST_CASE("an excess above the dust, or over nothing at all, is an oversell")
{
    auto const above =
        book({buy("2024-01-01", "1", "10"), sell("2024-02-01", "1.000000010000000001", "12")}, BookingMethod::fifo);
    CHECK(above.oversells.size() == 1);
    auto const nothing = book({sell("2024-02-01", "0.00000001", "12")}, BookingMethod::fifo);
    CHECK(nothing.oversells.size() == 1);
}

TEST_CASE("a transfer that exceeds what is held by dust arrives with what was held")
{
    auto const result = book(std::vector{buy("2024-01-01", "1", "10")} + transfer("2024-02-01", "1.000000001", 1, 2),
                             BookingMethod::fifo);
    CHECK(result.dusts.size() == 1);
    CHECK(result.position_of(2).quantity.to_text() == "1");
}

TEST_CASE("amounts in another currency convert by the row's rates, zero without any")
{
    auto const result =
        book({buy("2024-01-01", "10", "1000"), with_rates(buy("2024-01-02", "10", "900", "1"), dec("1.1"), dec("0.9")),
              with_rates(row(TransactionType::airdrop, "2024-01-03", "1", "0"), {}, {})},
             BookingMethod::fifo);
    CHECK(text(result.open.at(1).total_cost) == "991.1");
    CHECK(text(result.open.at(1).total_cost_base) == "810.9");
    CHECK(text(result.open.at(2).total_cost) == "0");
    CHECK(text(result.position_of(1).fees) == "1.1");
}

TEST_CASE("L7: a missing rate makes cost, proceeds, income and fees unknown, each in its currency alone")
{
    auto const result = book({buy("2024-01-01", "1", "10"), with_rates(buy("2024-01-02", "1", "10", "1"), dec("1"), {}),
                              with_rates(row(TransactionType::dividend, "2024-01-03", "0", "7"), {}, dec("1")),
                              sell("2024-02-01", "2", "30")},
                             BookingMethod::fifo);
    auto const& position = result.position_of(1);
    CHECK(text(position.realized_pl) == "9");
    CHECK(position.realized_pl_base == std::nullopt);
    CHECK(position.income == std::nullopt);
    CHECK(text(position.income_base) == "7");
    CHECK(text(position.fees) == "1");
    CHECK(text(position.total_cost_base) == "0");
}

TEST_CASE("a price per unit beyond the range of decimals is left out, the lot is kept")
{
    auto const result = book({buy("2024-01-01", "0.000000000000000001", "99999")}, BookingMethod::fifo);
    CHECK(result.open.at(0).purchase_price == std::nullopt);
    CHECK(text(result.open.at(0).total_cost) == "99999");
}

TEST_CASE("a sale on the anniversary is short-term, one on the next day long-term")
{
    auto const term = [](std::string_view bought, std::string_view sold) {
        return book({buy(bought, "1", "1"), sell(sold, "1", "1")}, BookingMethod::fifo).disposals.at(0).term;
    };
    CHECK(term("2023-03-01", "2024-03-01") == Term::short_term);
    CHECK(term("2023-03-01T00:00:00", "2024-03-01T23:59:59") == Term::short_term);
    CHECK(term("2023-03-01T23:59:59", "2024-03-02T00:00:00") == Term::long_term);
    CHECK(term("2024-02-29", "2025-02-28") == Term::short_term);
    CHECK(term("2024-02-29", "2025-03-01") == Term::long_term);
    CHECK(term("2023-02-28", "2024-02-28") == Term::short_term);
    CHECK(term("2023-02-28", "2024-02-29") == Term::long_term);
    CHECK(term("2023-01-01", "2023-01-01") == Term::short_term);
}

TEST_CASE("the asset type is that of the first row that says one")
{
    auto crypto = buy("2024-01-01", "1", "1");
    crypto.transaction.asset_type = model::AssetType::crypto;
    auto const result = book({row(TransactionType::dividend, "2023-01-01", "0", "1"), crypto}, BookingMethod::fifo);
    CHECK(result.position_of(1).asset_type == model::AssetType::crypto);
}

TEST_CASE("what breaks the order of feeding is an internal error")
{
    auto const code_of = [](std::vector<Event> const& events) {
        try {
            static_cast<void>(book(events, BookingMethod::fifo));
        } catch (Error const& error) {
            return error.code();
        }
        return ExitCode::ok;
    };
    auto other_ticker = buy("2024-01-01", "1", "1");
    other_ticker.transaction.ticker = "ELSE";
    auto const pair = transfer("2024-02-01", "1", 1, 2);
    CHECK(code_of({buy("2024-01-02", "1", "1"), buy("2024-01-01", "1", "1")}) == ExitCode::internal);
    CHECK(code_of({other_ticker}) == ExitCode::internal);
    CHECK(code_of({in_account(buy("2024-01-01", "1", "1"), 9)}) == ExitCode::internal);
    CHECK(code_of({pair[1]}) == ExitCode::internal);
    CHECK(code_of({buy("2024-01-01", "1", "1"), pair[0]}) == ExitCode::internal);
}

TEST_CASE("an amount without units is bad data")
{
    CHECK_THROWS_AS(static_cast<void>(book({sell("2024-01-01", "0", "5")}, BookingMethod::fifo)), Error);
}

TEST_CASE("a row whose units, or cost, are out of range with those before it is named, and nothing after it is booked")
{
    auto const huge = "60000000000000000000";
    auto const units = book({buy("2024-01-01", huge, "1"), buy("2024-01-02", huge, "1"), sell("2024-01-03", "1", "1")},
                            BookingMethod::fifo);
    REQUIRE(units.oversells.size() == 1);
    CHECK(units.oversells[0].kind == Oversell::Kind::out_of_range);
    CHECK(units.oversells[0].day == *base::parse_date("2024-01-02"));
    CHECK(units.oversells[0].overflow == "the sum of 60000000000000000000 and 60000000000000000000 is out of range (at "
                                         "most 20 digits before the decimal mark)");
    CHECK(units.positions.empty());
    for (auto const method : model::booking_methods) {
        auto const cost = book({buy("2024-01-01", "1", huge), buy("2024-01-02", "1", huge)}, method);
        REQUIRE_MESSAGE(cost.oversells.size() == 1, to_text(method));
        CHECK(cost.oversells[0].kind == Oversell::Kind::out_of_range);
        CHECK(cost.oversells[0].day == *base::parse_date("2024-01-02"));
        CHECK(cost.positions.empty());
        CHECK(cost.open.empty());
    }
}

TEST_CASE("each account goes on from its own last row")
{
    auto const stored =
        book({buy("2024-02-01", "1", "10"), in_account(buy("2024-05-01", "1", "10"), 2)}, BookingMethod::fifo);
    Book book{"X", {}};
    for (auto const& position : stored.positions) {
        book.add_account(position.account_id, BookingMethod::fifo);
        book.restore(position, {stored.open.at(static_cast<std::size_t>(position.account_id) - 1)});
    }
    Recorder result;
    book.apply(sell("2024-03-01", "1", "15"), result);
    CHECK_THROWS_AS(book.apply(in_account(sell("2024-04-01", "1", "15"), 2), result), Error);
    book.finish(result);
    CHECK(text(result.position_of(1).realized_pl) == "5");
    CHECK(result.position_of(2).quantity.to_text() == "1");
}

TEST_CASE("a book tells what an account holds after each event, under every method")
{
    auto const events = std::vector{buy("2024-01-01", "10", "300"),       buy("2024-01-02", "20", "1200"),
                                    sell("2024-01-03", "3", "165"),       split("2024-01-04", 1, 3),
                                    buy("2024-01-05", "1", std::nullopt), sell("2024-01-06", "10", "500")};
    for (auto const method : model::booking_methods) {
        CAPTURE(model::to_text(method));
        Book book{"X", {}};
        book.add_account(1, method, Currency{"USD"});
        CHECK_FALSE(book.position(1, "X").has_value());
        CHECK_FALSE(book.position(2, "X").has_value());
        Recorder ignored;
        std::vector<Event> so_far;
        for (auto event : events) {
            event.transaction.id = event.transaction.line_no = std::ssize(so_far) + 1;
            book.apply(event, ignored);
            so_far.push_back(event);
            auto ended = test::book(so_far, method);
            CHECK(book.position(1, "X") == ended.position_of(1));
        }
    }
}

TEST_CASE("lots with fees apart cannot be continued from what is stored")
{
    Book book{"X", {Fees::separate, default_dust()}};
    book.add_account(1, BookingMethod::fifo);
    model::Position position;
    position.account_id = 1;
    position.ticker = "X";
    CHECK_THROWS_AS(book.restore(position, {}), Error);
}

} // namespace pf::lots::test
