#include "pf/base/time.hpp"
#include "pf/valuation/cash_ledger.hpp"
#include "pf/valuation/cash_moves.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <vector>

namespace pf::valuation {
namespace {

using model::TransactionType;
using money::operator""_dec;

constexpr std::int64_t account = 7;
Currency const eur{"EUR"};
Date const start = *base::parse_date("2024-01-01");

struct Row {
    model::Transaction transaction;
    Date day;
};

Row row(TransactionType type, int day, std::optional<Decimal> amount, Currency currency = eur)
{
    Row result{{}, start + std::chrono::days{day}};
    result.transaction.type = type;
    result.transaction.ticker = type == TransactionType::buy || type == TransactionType::sell ? "A" : "";
    result.transaction.total_amount = amount;
    result.transaction.currency = currency;
    return result;
}

Row any_row()
{
    auto const type = *rc::gen::element(TransactionType::buy, TransactionType::sell, TransactionType::deposit,
                                        TransactionType::withdrawal, TransactionType::interest);
    auto const amount = *rc::gen::inRange(-5, 500);
    auto const currency = *rc::gen::element(eur, Currency{"USD"}, Currency{});
    return row(type, *rc::gen::inRange(0, 40), amount < 0 ? std::nullopt : std::optional{Decimal(amount)}, currency);
}

CashMoves moves_of(std::vector<Row> const& rows)
{
    CashMoves moves;
    for (auto const& one : rows) {
        moves.add(one.transaction, one.day, eur);
    }
    return moves;
}

CashLedger ledger_of(std::vector<Row> const& rows)
{
    CashLedger ledger;
    for (auto const& one : rows) {
        ledger.add(one.transaction, one.day, eur, std::nullopt);
    }
    return ledger;
}

} // namespace

TEST_CASE("what rows leave since a day is told by currency, with the last day on which it moved")
{
    auto const moves = moves_of({row(TransactionType::buy, 1, "5"_dec), row(TransactionType::deposit, 3, "100"_dec),
                                 row(TransactionType::buy, 5, "30"_dec), row(TransactionType::buy, 4, "20"_dec)});
    CHECK(moves.first_deposit() == start + std::chrono::days{3});
    CHECK(moves.balances(account, *moves.first_deposit()) ==
          std::vector{model::CashBalance{account, eur, "50"_dec, start + std::chrono::days{5}}});
    CHECK(moves.balances(account, start).front().balance == "45"_dec);
    CHECK(CashMoves{}.balances(account, start).empty());
    CHECK(!CashMoves{}.first_deposit());
}

TEST_CASE("an amount that nobody knows makes the balance unknown from its day on")
{
    auto const moves =
        moves_of({row(TransactionType::deposit, 1, std::nullopt), row(TransactionType::deposit, 2, "1"_dec)});
    CHECK(!moves.balances(account, start).front().balance);
    CHECK(moves.balances(account, start + std::chrono::days{2}).front().balance == "1"_dec);
}

TEST_CASE("moves leave what a ledger of the same rows says, in any order and any number")
{
    rc::check([] {
        auto const count = *rc::gen::inRange(0, 400);
        std::vector<Row> rows;
        for (int i = 0; i < count; ++i) {
            rows.push_back(any_row());
        }
        auto const half = rows.begin() + count / 2;
        auto moves = moves_of({rows.begin(), half});
        moves.add(moves_of({half, rows.end()}));
        auto const ledger = ledger_of(rows);
        auto const since = start + std::chrono::days{*rc::gen::inRange(0, 45)};
        RC_ASSERT(moves.balances(account, since) == ledger.balances(account, since));
        RC_ASSERT(moves.first_deposit() == ledger.first_deposit());
    });
}

} // namespace pf::valuation
