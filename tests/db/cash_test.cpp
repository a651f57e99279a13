// Money: what accounts hold of each currency, stored with the books and equal to what all rows leave.
#include "pf/db/cash_store.hpp"
#include "pf/db/session.hpp"
#include "pf/jobs/books/cash.hpp"
#include "pf/jobs/ledger/ledger_command.hpp"
#include "pf/jobs/ledger/transactions.hpp"
#include "pf/jobs/snapshot/take_snapshots.hpp"

#include "support/workbench.hpp"

#include <sstream>

using namespace pf;
using test::Workbench;
using money::operator""_dec;

namespace {

constexpr std::string_view header =
    "date,type,ticker,quantity,price,fee,currency,total,to_total,to_currency,account,to_account\n";

/// 4000 CHF; 3000 USD for 2550 and a fee of 2; 5 units for 2350 USD and a fee of 1.
constexpr std::string_view dollars = "2024-01-04,DEPOSIT,,,,,CHF,4000,,,,\n"
                                     "2024-01-05,EXCHANGE,,,,2,CHF,2550,3000,USD,,\n"
                                     "2024-01-08,BUY,WLD,5,470,1,USD,,,,,\n";

std::string file_of(Workbench& bench, std::string const& name, std::string_view rows)
{
    return bench.write(name, std::string{header}.append(rows));
}

/// `account CURRENCY balance`, a line each.
std::string text_of(std::vector<model::CashBalance> const& cash)
{
    std::string text;
    for (auto const& one : cash) {
        text += std::to_string(one.account_id) + " " + std::string{one.currency.code()} + " " +
                (one.balance ? one.balance->to_text() : "?") + "\n";
    }
    return text;
}

std::string stored(Workbench& bench)
{
    return text_of(jobs::stored_cash(bench.database(), db::AccountStore{bench.database()}.list()));
}

std::string stored_rows(Workbench& bench)
{
    return text_of(db::CashStore{bench.database()}.list({1, 2, 3}));
}

} // namespace

TEST_CASE_TEMPLATE("L10: an exchange is booked as its two sides, and money balances to the last digit", Where,
                   PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.import_all({file_of(bench, "dollars.csv", dollars)});
    CHECK(stored_rows(bench) == "1 CHF 1448\n1 USD 649\n");
    CHECK(bench.discrepancies() == "");
    auto const again = bench.import_all({file_of(bench, "again.csv", dollars)});
    CHECK(again.files.front().counts.duplicate == 3);
    CHECK(stored_rows(bench) == "1 CHF 1448\n1 USD 649\n");
}

TEST_CASE("I4: an import touches neither units nor money of other accounts, which another import may be writing")
{
    Workbench bench{db::Backend::postgresql};
    bench.add_account("ira");
    std::string const deposit = "2024-01-02,DEPOSIT,,,,,EUR,100,,,";
    std::string const purchase = "2024-01-02,BUY,WLD,1,10,0,EUR,,,,";
    bench.import_all({file_of(bench, "both.csv",
                              deposit + "main,\n" + deposit + "ira,\n" + purchase + "main,\n" + purchase + "ira,\n")});
    auto other = bench.temporary().connect();
    db::Atomic const writing{other};
    other.session().driver().run_script("UPDATE cash_balances SET balance = balance WHERE account_id = 2; "
                                        "UPDATE positions SET quantity = quantity WHERE account_id = 2");
    bench.temporary().run("SET lock_timeout = '5s'"); // how long it would wait otherwise
    bench.import_all(
        {file_of(bench, "main.csv", "2024-01-03,DEPOSIT,,,,,EUR,100,,,,\n2024-01-03,BUY,WLD,2,10,0,EUR,,,,,\n")});
    CHECK(stored_rows(bench) == "1 EUR 170\n2 EUR 90\n");
}

TEST_CASE_TEMPLATE("L4: money follows imports in any order, and undo takes it back", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto const purchase = bench.import_all({file_of(bench, "1.csv", "2024-01-03,BUY,WLD,1,10,0,CHF,,,,,\n")});
    CHECK(stored_rows(bench) == ""); // nothing is kept yet
    auto const all = bench.import_all({file_of(bench, "2.csv", dollars)});
    CHECK(stored_rows(bench) == "1 CHF 1448\n1 USD 649\n");
    // An earlier deposit: the purchase before was paid from what the account keeps.
    auto const earlier = bench.import_all({file_of(bench, "3.csv", "2024-01-02,DEPOSIT,,,,,CHF,100,,,,\n")});
    CHECK(stored_rows(bench) == "1 CHF 1538\n1 USD 649\n");
    CHECK(bench.discrepancies() == "");
    static_cast<void>(jobs::undo_import(bench.database(), earlier.files.front().import_id));
    CHECK(stored_rows(bench) == "1 CHF 1448\n1 USD 649\n");
    static_cast<void>(jobs::undo_import(bench.database(), all.files.front().import_id));
    CHECK(stored_rows(bench) == "");
    CHECK(bench.discrepancies() == "");
}

TEST_CASE_TEMPLATE("money that is transferred leaves one account and arrives in the other; it is no flow of both",
                   Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.add_account("other", "CHF");
    bench.import_all({file_of(bench, "both.csv",
                              "2024-01-04,DEPOSIT,,,,,CHF,4000,,,,\n"
                              "2024-01-05,TRANSFER,,,,1,CHF,1500,,,,other\n")});
    CHECK(stored_rows(bench) == "1 CHF 2499\n2 CHF 1500\n");
    jobs::TakeRequest request;
    request.date = *base::parse_date("2024-01-05");
    auto const report = jobs::take_snapshots(bench.database(), request);
    REQUIRE(report.snapshots.size() == 2);
    for (auto const& taken : report.snapshots) {
        CHECK(taken.snapshot.net_flows == taken.snapshot.own_transfers);
        CHECK_FALSE(taken.snapshot.net_flows == Decimal{});
    }
}

TEST_CASE_TEMPLATE("L7: an unknown amount makes the balance unknown, and stays so", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.import_all({file_of(bench, "1.csv", dollars)});
    bench.temporary().run("UPDATE transactions SET total_amount = NULL WHERE ticker = 'WLD'");
    jobs::rebook_cash(bench.database(), db::AccountStore{bench.database()}.list());
    CHECK(stored_rows(bench) == "1 CHF 1448\n1 USD ?\n");
    bench.import_all({file_of(bench, "2.csv", "2024-02-01,DEPOSIT,,,,,USD,5,,,,\n")});
    CHECK(stored_rows(bench) == "1 CHF 1448\n1 USD ?\n");
}

TEST_CASE_TEMPLATE("an account of an older schema has its money read from its rows until it is booked", Where,
                   PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.import_all({file_of(bench, "1.csv", dollars)});
    bench.temporary().run("DELETE FROM cash_balances");
    bench.temporary().run("UPDATE accounts SET cash_is_booked = FALSE");
    CHECK(stored_rows(bench) == "");
    CHECK(stored(bench) == "1 CHF 1448\n1 USD 649\n");
    CHECK(bench.discrepancies() == "");
    bench.import_all({file_of(bench, "2.csv", "2024-02-01,DEPOSIT,,,,,USD,5,,,,\n")});
    CHECK(stored_rows(bench) == "1 CHF 1448\n1 USD 654\n");
}

TEST_CASE_TEMPLATE("money after a correction is what all rows leave, to the day of the last one", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.import_all({file_of(bench, "1.csv",
                              std::string{dollars} + "2024-01-09,SELL,WLD,1,480,1,USD,,,,,\n"
                                                     "2024-01-10,DEPOSIT,,,,,USD,100,,,,\n"
                                                     "2023-12-01,BUY,OLD,1,10,0,EUR,,,,,\n"
                                                     "2024-01-11,BUY,NEW,1,7,0,GBP,,,,,\n")});
    auto const number = [&](std::string const& which) {
        return *bench.temporary().value("SELECT CAST(MIN(id) AS TEXT) FROM transactions WHERE " + which);
    };
    auto const correct = [&](auto job, jobs::CorrectionWords const& words) {
        std::ostringstream out;
        static_cast<void>(job(bench.database(), cli::Common{}, words, out));
    };
    auto const edit = [&](std::string const& which, std::string const& word) {
        correct(jobs::edit_transaction, {number(which), {}, {word}, {}, {}, false});
    };
    SUBCASE("an amount")
    {
        edit("ticker = 'WLD'", "price=460");
    }
    SUBCASE("a currency")
    {
        edit("ticker = 'WLD'", "currency=CHF");
    }
    SUBCASE("the last day of a currency, later")
    {
        edit("ticker = 'NEW'", "date=2024-02-01");
    }
    SUBCASE("the last day of a currency, earlier")
    {
        edit("transaction_type = 'DEPOSIT' AND currency = 'USD'", "date=2024-01-06");
    }
    SUBCASE("the only row of a currency")
    {
        correct(jobs::remove_transactions, {{}, {number("ticker = 'NEW'")}, {}, {}, {}, false});
    }
    SUBCASE("the first deposit, earlier")
    {
        edit("transaction_type = 'DEPOSIT' AND currency = 'CHF'", "date=2023-11-01");
    }
    SUBCASE("the first deposit, gone")
    {
        correct(jobs::remove_transactions,
                {{}, {number("transaction_type = 'DEPOSIT' AND currency = 'CHF'")}, {}, {}, {}, false});
    }
    SUBCASE("a row from before the first deposit")
    {
        edit("ticker = 'OLD'", "price=11");
    }
    SUBCASE("a row that comes after the first deposit now")
    {
        edit("ticker = 'OLD'", "date=2024-01-15");
    }
    SUBCASE("an exchange")
    {
        edit("transaction_type = 'EXCHANGE_OUT'", "to_total=3100");
    }
    SUBCASE("a row more")
    {
        correct(jobs::add_transaction,
                {{}, {}, {"buy", "1", "WLD", "@", "400", "USD", "on", "2024-01-12"}, {}, {}, false});
    }
    auto const corrected = bench.dump({"cash_balances"}, {});
    CHECK(bench.discrepancies() == "");
    jobs::rebook_cash(bench.database(), db::AccountStore{bench.database()}.list());
    CHECK(corrected == bench.dump({"cash_balances"}, {}));
}

TEST_CASE_TEMPLATE("money that nobody knew is known when the row is corrected", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.import_all({file_of(bench, "1.csv", dollars)});
    bench.temporary().run("UPDATE transactions SET total_amount = NULL, price = NULL WHERE ticker = 'WLD'");
    jobs::rebook_cash(bench.database(), db::AccountStore{bench.database()}.list());
    CHECK(stored_rows(bench) == "1 CHF 1448\n1 USD ?\n");
    std::ostringstream out;
    auto const id = bench.temporary().value("SELECT CAST(id AS TEXT) FROM transactions WHERE ticker = 'WLD'");
    static_cast<void>(
        jobs::edit_transaction(bench.database(), cli::Common{}, {*id, {}, {"total=2350"}, {}, {}, false}, out));
    CHECK(stored_rows(bench) == "1 CHF 1448\n1 USD 649\n");
}

TEST_CASE_TEMPLATE("verify finds money that is not what the rows leave", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.import_all({file_of(bench, "1.csv", dollars)});
    bench.temporary().run("UPDATE cash_balances SET balance = '650' WHERE currency = 'USD'");
    CHECK(bench.discrepancies() == "main USD: stored balance 650, booked 649\n");
    bench.temporary().run("DELETE FROM cash_balances WHERE currency = 'USD'");
    CHECK(bench.discrepancies() == "main USD: has moved money but no stored balance\n");
}

TEST_CASE_TEMPLATE("how an account keeps money can be changed, and books it anew", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.import_all(
        {file_of(bench, "1.csv", "2024-01-03,BUY,WLD,1,10,0,CHF,,,,,\n"), file_of(bench, "2.csv", dollars)});
    auto const keep = [&](std::string const& how) {
        cli::Common const common;
        std::ostringstream shown;
        static_cast<void>(jobs::set_account(bench.database(), common, {"main", {}, {}, how, {}, {}}, shown));
    };
    keep("always");
    CHECK(stored_rows(bench) == "1 CHF 1438\n1 USD 649\n");
    CHECK(bench.discrepancies() == "");
    keep("never");
    CHECK(stored_rows(bench) == "");
    bench.import_all({file_of(bench, "3.csv", "2024-02-01,DEPOSIT,,,,,USD,5,,,,\n")});
    CHECK(stored_rows(bench) == "");
    keep("from_first_deposit");
    CHECK(stored_rows(bench) == "1 CHF 1448\n1 USD 654\n");
    CHECK(bench.discrepancies() == "");
}

TEST_CASE_TEMPLATE("L8: the portfolio's money and worth are those of the snapshot of the day", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.import_all({file_of(bench, "1.csv", dollars)});
    jobs::TakeRequest take;
    take.date = *base::parse_date("2024-01-05");
    static_cast<void>(jobs::take_snapshots(bench.database(), take));
    jobs::PortfolioRequest request;
    request.as_of = take.date;
    CHECK(text_of(jobs::load_portfolio(bench.database(), request).cash) == "1 CHF 1448\n1 USD 3000\n");
}

TEST_CASE_TEMPLATE("what is dated after today is left out and counted, unless that day is asked for", Where,
                   PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.import_all({file_of(bench, "1.csv", std::string{dollars} + "2100-01-01,BUY,WLD,7,1,0,USD,,,,,\n")});
    auto const request = jobs::until_today(bench.database(), {});
    CHECK(request.beyond == 1);
    auto const now = jobs::load_portfolio(bench.database(), request);
    REQUIRE(now.positions.size() == 1);
    CHECK(now.positions.front().quantity == "5"_dec);
    CHECK(text_of(now.cash) == "1 CHF 1448\n1 USD 649\n");
    jobs::PortfolioRequest later;
    later.as_of = *base::parse_date("2100-01-01");
    auto const then = jobs::load_portfolio(bench.database(), later);
    CHECK(jobs::until_today(bench.database(), later).beyond == 0);
    CHECK(then.positions.front().quantity == "12"_dec);
    CHECK(text_of(then.cash) == "1 CHF 1448\n1 USD 642\n");
}

TEST_CASE_TEMPLATE("an exchange that cannot be is named by what is wrong with it", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto const issues = [&](std::string_view row) {
        auto const report = bench.import({file_of(bench, "bad.csv", row)});
        CHECK_FALSE(report.stored);
        return bench.issues(report);
    };
    CHECK(issues("2024-01-05,EXCHANGE,,,,2,CHF,2550,3000,CHF,,\n").find("exchanges a currency for itself") !=
          std::string::npos);
    CHECK(issues("2024-01-05,EXCHANGE,,,,2,CHF,2550,,USD,,\n").find("an EXCHANGE_IN needs an amount") !=
          std::string::npos);
    CHECK(issues("2024-01-05,EXCHANGE,,,,2,CHF,2550,3000,,,\n").find("an amount needs a currency") !=
          std::string::npos);
    CHECK(issues("2024-01-05,BUY,WLD,1,1,0,CHF,,3000,USD,,\n").find("does not go with a to_total") !=
          std::string::npos);
    CHECK(issues("2024-01-05,TRANSFER_OUT,,,,0,CHF,5,,,,\n").find("needs a ticker") != std::string::npos);
}
