#include "pf/base/time.hpp"
#include "pf/valuation/cash_ledger.hpp"
#include "pf/valuation/history.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <vector>

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

model::Transaction row(TransactionType type, char const* date, std::optional<Decimal> amount, Decimal fee = {},
                       Currency currency = eur)
{
    model::Transaction result;
    result.type = type;
    result.date = Timestamp{day(date)} + std::chrono::hours{12};
    result.total_amount = amount;
    result.fee = fee;
    result.currency = currency;
    return result;
}

/// In euros; a dollar is 0.5.
CashLedger ledger(std::vector<model::Transaction> const& rows,
                  model::CashKeeping keeping = model::CashKeeping::from_first_deposit)
{
    CashLedger result{keeping};
    for (auto const& one : rows) {
        result.add(one, base::day_of(one.date), eur,
                   one.currency == eur ? std::optional{"1"_dec} : std::optional{"0.5"_dec});
    }
    return result;
}

struct Expected {
    char const* day;
    CashLedger::Balances balances;
    std::optional<Decimal> flows;
};

void check(CashLedger const& rows, std::vector<Expected> const& days)
{
    CashLedger::Walk walk{rows};
    for (auto const& expected : days) {
        CAPTURE(expected.day);
        walk.go_to(day(expected.day));
        CHECK(walk.balances() == expected.balances);
        CHECK(walk.flows() == expected.flows);
    }
}

} // namespace

TEST_CASE("each type moves money in its direction, and its fee always goes")
{
    struct Case {
        TransactionType type;
        char const* quantity;
        char const* moved;
    };
    for (auto const& one :
         {Case{TransactionType::buy, "1", "-101"}, Case{TransactionType::sell, "1", "99"},
          Case{TransactionType::dividend, "0", "99"}, Case{TransactionType::interest, "0", "99"},
          Case{TransactionType::deposit, "0", "99"}, Case{TransactionType::withdrawal, "0", "-101"},
          Case{TransactionType::tax, "0", "-101"}, Case{TransactionType::fee, "0", "-101"},
          Case{TransactionType::fee, "1", "-1"}, Case{TransactionType::staking, "1", "-1"},
          Case{TransactionType::airdrop, "1", "-1"}, Case{TransactionType::mining, "1", "-1"},
          Case{TransactionType::transfer_in, "1", "-1"}, Case{TransactionType::transfer_out, "1", "-1"},
          Case{TransactionType::split, "0", "-1"}, Case{TransactionType::exchange_in, "0", "99"},
          Case{TransactionType::exchange_out, "0", "-101"}}) {
        CAPTURE(model::to_text(one.type));
        auto moving = row(one.type, "2024-01-02", "100"_dec, "1"_dec);
        moving.quantity = money::parse_decimal(one.quantity)->value;
        moving.ticker = moving.quantity.is_zero() ? "" : "VWCE";
        CHECK(money_moved(moving) == money::parse_decimal(one.moved)->value);
    }
}

TEST_CASE("an account without deposits keeps no cash: purchases come from outside, sales and income go there")
{
    auto const rows = ledger({row(TransactionType::buy, "2024-01-02", "100"_dec, "1"_dec),
                              row(TransactionType::dividend, "2024-01-03", "7"_dec),
                              row(TransactionType::sell, "2024-01-03", "50"_dec, "2"_dec)});
    check(rows, {{"2024-01-01", {}, "0"_dec},
                 {"2024-01-02", {}, "101"_dec},
                 {"2024-01-03", {}, "-55"_dec},
                 {"2024-01-04", {}, "0"_dec}});
}

TEST_CASE("from the day of the first deposit on, all of it included, cash stays and only deposits are flows")
{
    auto const rows =
        ledger({row(TransactionType::buy, "2024-01-02", "100"_dec), row(TransactionType::buy, "2024-01-03", "30"_dec),
                row(TransactionType::deposit, "2024-01-03", "500"_dec, "1"_dec),
                row(TransactionType::sell, "2024-01-04", "80"_dec),
                row(TransactionType::withdrawal, "2024-01-05", "600"_dec)});
    check(rows, {{"2024-01-02", {}, "100"_dec},
                 {"2024-01-03", {{eur, "469"_dec}}, "500"_dec},
                 {"2024-01-04", {{eur, "549"_dec}}, "0"_dec},
                 {"2024-01-05", {{eur, "-51"_dec}}, "-600"_dec}});
}

TEST_CASE(
    "a withdrawal begins the keeping of cash as well, and what is seen does not depend on the first day asked for")
{
    auto const rows = ledger({row(TransactionType::buy, "2024-01-02", "100"_dec),
                              row(TransactionType::withdrawal, "2024-01-04", "10"_dec),
                              row(TransactionType::sell, "2024-01-06", "5"_dec)});
    check(rows, {{"2024-01-05", {{eur, "-10"_dec}}, "0"_dec}, {"2024-01-06", {{eur, "-5"_dec}}, "0"_dec}});
    check(rows, {{"2024-01-07", {{eur, "-5"_dec}}, "0"_dec}});
}

TEST_CASE("cash is kept by currency; flows are in the base currency at the row's rate")
{
    auto const rows = ledger({row(TransactionType::deposit, "2024-01-02", "100"_dec, {}, usd),
                              row(TransactionType::deposit, "2024-01-02", "10"_dec),
                              row(TransactionType::buy, "2024-01-03", "20"_dec, {}, usd)});
    check(rows, {{"2024-01-02", {{eur, "10"_dec}, {usd, "100"_dec}}, "60"_dec},
                 {"2024-01-03", {{eur, "10"_dec}, {usd, "80"_dec}}, "0"_dec}});
}

TEST_CASE("L10: an exchange moves money from one currency into another, and is no flow")
{
    auto const rows = ledger({row(TransactionType::deposit, "2024-01-04", "4000"_dec),
                              row(TransactionType::exchange_out, "2024-01-05", "2550"_dec, "2"_dec),
                              row(TransactionType::exchange_in, "2024-01-05", "5200"_dec, {}, usd)});
    check(rows, {{"2024-01-04", {{eur, "4000"_dec}}, "4000"_dec},
                 {"2024-01-05", {{eur, "1448"_dec}, {usd, "5200"_dec}}, "0"_dec}});
    CHECK(rows.own(day("2024-01-05"), day("2024-01-05")).charges == "2"_dec);
    CHECK(rows.own(day("2024-01-05"), day("2024-01-05")).income == "0"_dec);
}

TEST_CASE("where no money is kept an exchange costs its fee alone")
{
    check(ledger({row(TransactionType::exchange_out, "2024-01-05", "2550"_dec, "2"_dec),
                  row(TransactionType::exchange_in, "2024-01-05", "5200"_dec, {}, usd)}),
          {{"2024-01-05", {}, "2"_dec}});
}

TEST_CASE("money that is transferred counts as a deposit; between own accounts it is told apart")
{
    auto sent = row(TransactionType::transfer_out, "2024-01-05", "100"_dec, "1"_dec);
    sent.counter_account_id = 2;
    auto const rows = ledger({sent});
    CashLedger::Walk walk{rows};
    walk.go_to(day("2024-01-05"));
    CHECK(walk.balances() == CashLedger::Balances{{eur, "-101"_dec}});
    CHECK(walk.flows() == "-100"_dec);
    CHECK(walk.own_transfers() == "-100"_dec);
    walk.go_to(day("2024-01-06"));
    CHECK(walk.own_transfers() == "0"_dec);
}

TEST_CASE("units that are transferred move no money but the fee")
{
    auto sent = row(TransactionType::transfer_out, "2024-01-05", "100"_dec, "1"_dec);
    sent.ticker = "VWCE";
    CHECK(money_moved(sent) == "-1"_dec);
}

TEST_CASE("an account may keep money from its beginning, or never")
{
    std::vector const rows{row(TransactionType::buy, "2024-01-05", "30"_dec),
                           row(TransactionType::deposit, "2024-01-06", "100"_dec)};
    check(ledger(rows, model::CashKeeping::always),
          {{"2024-01-05", {{eur, "-30"_dec}}, "0"_dec}, {"2024-01-06", {{eur, "70"_dec}}, "100"_dec}});
    check(ledger(rows, model::CashKeeping::never), {{"2024-01-05", {}, "30"_dec}, {"2024-01-06", {}, "0"_dec}});
}

TEST_CASE("a fee or a tax and its refund cancel in every figure")
{
    rc::check([] {
        auto const fee = Decimal(*rc::gen::inRange(1, 1000));
        auto const tax = Decimal(*rc::gen::inRange(1, 1000));
        auto const ticker = *rc::gen::element<std::string>("", "A");
        std::vector rows{row(TransactionType::deposit, "2024-01-05", "100"_dec),
                         row(TransactionType::fee, "2024-01-06", fee), row(TransactionType::tax, "2024-01-06", tax),
                         row(TransactionType::tax_refund, "2024-01-07", tax),
                         row(TransactionType::fee_refund, "2024-01-07", fee)};
        InstrumentMoves moves;
        for (auto& one : rows) {
            one.ticker = one.type == TransactionType::deposit ? "" : ticker;
            moves.add({one, "1"_dec, "1"_dec}, std::nullopt, {});
        }
        auto const all = ledger(rows);
        auto const own = all.own(day("2024-01-05"), day("2024-01-08"));
        RC_ASSERT(own.income == "0"_dec);
        RC_ASSERT(own.charges == "0"_dec);
        RC_ASSERT(moves.flows() == InstrumentMoves{}.flows());
        CashLedger::Walk walk{all};
        walk.go_to(day("2024-01-06"));
        walk.go_to(day("2024-01-07"));
        RC_ASSERT(walk.flows() == "0"_dec);
        RC_ASSERT(walk.balances() == (CashLedger::Balances{{eur, "100"_dec}}));
    });
}

TEST_CASE("what is kept is the sum of what moved since, whatever the order")
{
    auto const rows =
        ledger({row(TransactionType::sell, "2024-01-08", "10"_dec), row(TransactionType::buy, "2024-01-05", "30"_dec),
                row(TransactionType::deposit, "2024-01-06", "100"_dec)});
    REQUIRE(rows.kept_since() == day("2024-01-06"));
    auto const last = day("2024-01-08");
    CHECK(rows.balances(7, *rows.kept_since()) == std::vector{model::CashBalance{7, eur, "110"_dec, last}});
    CHECK(rows.balances(7, base::earliest_day) == std::vector{model::CashBalance{7, eur, "80"_dec, last}});
}

TEST_CASE("L7: an unknown amount makes the balance of its currency unknown from then on, and the day's flows before")
{
    auto const before = ledger({row(TransactionType::buy, "2024-01-02", std::nullopt)});
    check(before, {{"2024-01-02", {}, std::nullopt}, {"2024-01-03", {}, "0"_dec}});
    auto const after = ledger({row(TransactionType::deposit, "2024-01-02", "10"_dec),
                               row(TransactionType::sell, "2024-01-03", std::nullopt, {}, usd),
                               row(TransactionType::deposit, "2024-01-04", std::nullopt)});
    check(after, {{"2024-01-02", {{eur, "10"_dec}}, "10"_dec},
                  {"2024-01-03", {{eur, "10"_dec}, {usd, std::nullopt}}, "0"_dec},
                  {"2024-01-04", {{eur, std::nullopt}, {usd, std::nullopt}}, std::nullopt}});
}

} // namespace pf::valuation
