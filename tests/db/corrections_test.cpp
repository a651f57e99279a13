// Corrections: what they change, and that an undo leaves nothing of them.
#include "pf/db/account_store.hpp"
#include "pf/db/correction_store.hpp"
#include "pf/db/position_store.hpp"
#include "pf/jobs/ledger/ledger_command.hpp"
#include "pf/jobs/ledger/transactions.hpp"

#include "random_history.hpp"
#include "support/workbench.hpp"

#include <sstream>

using namespace pf;
using test::Workbench;
using money::operator""_dec;

namespace {

constexpr std::string_view trades = "2024-01-02,BUY,A,10,100,1,EUR\n"
                                    "2024-01-03,BUY,A,10,110,1,EUR\n"
                                    "2024-01-04,SELL,A,12,120,1,EUR\n"
                                    "2024-01-05,DEPOSIT,,,500,,EUR\n"
                                    "2024-01-05,BUY,B,1,50,,EUR\n"
                                    "2024-01-05,BUY,B,1,50,,EUR\n";

using Job = cli::Outcome (*)(db::Database&, cli::Common const&, jobs::CorrectionWords const&, std::ostream&);

cli::Outcome run(Workbench& bench, Job job, jobs::CorrectionWords const& words)
{
    cli::Common common;
    std::ostringstream out;
    return job(bench.database(), common, words, out);
}

jobs::CorrectionWords edit(std::string const& id, std::vector<std::string> words)
{
    return {id, {}, std::move(words), {}, "a test", false};
}

/// What stands in the books, and in the tables that they are computed from.
std::string state(Workbench& bench)
{
    return bench.dump({"transactions", "positions", "lots", "disposals", "cash_balances", "superseded_transactions"},
                      {"last_updated"});
}

std::string import_file(Workbench& bench, std::string_view rows)
{
    auto const file = bench.write("trades.csv", std::string{test::plain_header}.append(rows));
    bench.import_all({file});
    return file;
}

/// A row that tells of two transactions.
std::string write_dividend_with_tax(Workbench& bench)
{
    return bench.write(
        "dividend.csv",
        "Action,Time,ISIN,Ticker,Name,No. of shares,Price / share,Currency (Price / share),Exchange rate,Result,"
        "Currency (Result),Total,Currency (Total),Withholding tax,Currency (Withholding tax),Notes,ID\n"
        "Dividend (Dividend),2024-01-24 11:22:05,US17275R1023,CSCO,Cisco,5,0.33,USD,Not available,,,1.52,EUR,0.29,"
        "USD,,\n");
}

} // namespace

TEST_CASE_TEMPLATE("a correction rebooks, keeps its file known, and is undone without a trace", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto const file = import_file(bench, trades);
    auto const before = state(bench);
    auto const verified = [&] {
        CHECK(bench.discrepancies() == "");
        CHECK(bench.import_all({file}).files.front().counts.duplicate == 6);
    };
    run(bench, jobs::edit_transaction, edit("1", {"quantity=20", "date=2023-12-31"}));
    verified();
    run(bench, jobs::edit_transaction, edit("7", {"fee=2"}));
    verified();
    run(bench, jobs::remove_transactions, {{}, {"5", "4"}, {}, {}, {}, false});
    verified();
    run(bench, jobs::add_transaction, {{}, {}, {"buy", "1", "B", "@", "50", "EUR", "on", "2024-01-05"}, {}, {}, false});
    verified();
    for (auto const import_id : {8, 6, 4, 2}) { // the imports between found every row known
        static_cast<void>(jobs::undo_import(bench.database(), import_id));
        verified();
    }
    CHECK(state(bench) == before);
}

TEST_CASE_TEMPLATE("an undo of a file takes the corrections of its rows along, and no others", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    static_cast<void>(import_file(bench, trades));
    auto const other = bench.write("other.csv", std::string{test::plain_header} + "2024-02-01,BUY,C,3,10,,EUR\n");
    bench.import_all({other});
    run(bench, jobs::edit_transaction, edit("1", {"quantity=20"}));
    run(bench, jobs::edit_transaction, edit("8", {"quantity=21"}));
    run(bench, jobs::edit_transaction, edit("7", {"quantity=4"}));
    bench.add_account("second");
    run(bench, jobs::move_transactions, {{}, {"main:5", "main:10"}, {}, "second", {}, false});
    auto const undone = jobs::undo_import(bench.database(), 1);
    CHECK(undone.corrections == std::set<std::int64_t>{3, 4, 6});
    CHECK(bench.discrepancies() == "");
    jobs::PortfolioRequest const all;
    std::string held;
    for (auto const& position : jobs::load_portfolio(bench.database(), all).positions) {
        held += std::to_string(position.account_id) + " " + position.ticker + " " + position.quantity.to_text() + "\n";
    }
    CHECK(held == "1 C 4\n"); // moved, and moved back
}

TEST_CASE_TEMPLATE("two transactions that one row tells of are corrected as that row", Where, PF_BACKENDS)
{
    constexpr std::string_view rows =
        "date,type,ticker,quantity,price,fee,currency,total,to_total,to_currency,to_account,to_ticker,to_quantity,"
        "to_asset_type,cost_share,right,multiplier,asset_type\n"
        "2024-01-01,DEPOSIT,,,,,EUR,50000,,,,,,,,,,\n"
        "2024-01-02,BUY,OLD,100,10,1,EUR,,,,,,,,,,,STOCK\n"
        "2024-01-03,BUY,PARENT,40,50,1,EUR,,,,,,,,,,,STOCK\n"
        "2024-01-03,BUY,SHARE,300,15,1,EUR,,,,,,,,,,,STOCK\n"
        "2024-01-04,BUY,C,2,3,1,EUR,600,,,,,,,,,100,OPTION\n"
        "2024-01-04,BUY,P,1,2,1,EUR,200,,,,,,,,,100,OPTION\n"
        "2024-01-04,SELL,WC,1,4,1,EUR,400,,,,,,,,,100,OPTION\n"
        "2024-01-04,SELL,WP,1,5,1,EUR,500,,,,,,,,,100,OPTION\n"
        "2024-02-01,MERGER,OLD,100,,2,EUR,30,,,,NEW,50,,0.9,,,STOCK\n"
        "2024-02-02,SPINOFF,PARENT,,,,EUR,,,,,CHILD,10,ETF,0.2,,,STOCK\n"
        "2024-02-05,EXERCISE,C,1,20,3,EUR,2000,,,,SHARE,100,STOCK,,CALL,,OPTION\n"
        "2024-02-06,EXERCISE,P,1,25,0,EUR,2500,,,,SHARE,100,STOCK,,PUT,,OPTION\n"
        "2024-02-07,ASSIGNMENT,WC,1,22,0,EUR,2200,,,,SHARE,100,STOCK,,CALL,,OPTION\n"
        "2024-02-08,ASSIGNMENT,WP,1,12,0,EUR,1200,,,,SHARE,100,STOCK,,PUT,,OPTION\n"
        "2024-02-09,EXCHANGE,,,,2,EUR,1000,1100,USD,,,,,,,,\n"
        "2024-02-10,TRANSFER,NEW,10,,,,,,,second,,,,,,,STOCK\n"
        "2024-02-11,TRANSFER,,,,,EUR,70,,,second,,,,,,,\n";
    Workbench bench{Where::backend};
    bench.add_account("second");
    db::AccountStore accounts{bench.database()};
    auto main = accounts.get("main");
    main.allows_short = true;
    accounts.update(main);
    bench.import_all({bench.write("events.csv", std::string{rows})});
    auto const held = [&] {
        std::string text;
        for (auto const& position : jobs::load_portfolio(bench.database(), {}).positions) {
            text += position.ticker + " " + position.quantity.to_text() + " " +
                    (position.total_cost ? position.total_cost->to_text() : "?") + " " +
                    (position.realized_pl ? position.realized_pl->to_text() : "?") + "\n";
        }
        return text + bench.dump({"cash_balances"}, {"last_updated"});
    };
    auto const before = held();
    for (auto const* const side :
         {"main:10", "main:12", "main:14", "main:16", "main:18", "main:20", "main:22", "second:1", "second:2"}) {
        CAPTURE(side);
        run(bench, jobs::edit_transaction, edit(side, {"description=again"}));
        CHECK(held() == before);
        CHECK(bench.discrepancies() == "");
    }
}

TEST_CASE_TEMPLATE("what one row told of besides is corrected for itself", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.import_all({write_dividend_with_tax(bench)});
    REQUIRE(bench.dump({"transactions"}, {}).find("TAX") != std::string::npos);
    run(bench, jobs::edit_transaction, edit("2", {"description=again"}));
    CHECK(db::CorrectionStore{bench.database()}.find({1, 1}));
    CHECK(!db::CorrectionStore{bench.database()}.find({1, 2}));
    CHECK(db::CorrectionStore{bench.database()}.find({1, 3}));
    CHECK(bench.discrepancies() == "");
}

TEST_CASE_TEMPLATE("an event is moved once, whichever of its transactions are named", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.add_account("second");
    bench.import_all({write_dividend_with_tax(bench)});
    auto const rows = bench.count("transactions");
    CHECK(rows > 1);
    run(bench, jobs::move_transactions, {{}, {"main:2", "main:1"}, {}, "second", {}, false});
    CHECK(bench.count("transactions") == rows);
    CHECK(bench.number("SELECT COUNT(*) FROM transactions WHERE account_id = 1") == 0);
    CHECK(bench.discrepancies() == "");
}

TEST_CASE_TEMPLATE("a dry run and a refused correction change nothing", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    static_cast<void>(import_file(bench, trades));
    auto const before = bench.dump();
    run(bench, jobs::remove_transactions, {{}, {"3"}, {}, {}, {}, true});
    CHECK(bench.dump() == before);
    try {
        run(bench, jobs::edit_transaction, edit("2", {"quantity=1"}));
        FAIL("a sale lacks units");
    } catch (Error const& error) {
        CHECK(error.code() == ExitCode::bad_data);
        CHECK(error.message() ==
              "transaction 3 (" + bench.path("trades.csv") + ":4) takes 12 A on 2024-01-04, but 11 would be held");
    }
    CHECK(bench.dump() == before);
}

TEST_CASE_TEMPLATE("the numbers of transactions are given out once", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    static_cast<void>(import_file(bench, trades));
    run(bench, jobs::edit_transaction, edit("6", {"quantity=2"}));
    run(bench, jobs::edit_transaction, edit("7", {"quantity=3"}));
    run(bench, jobs::edit_transaction, edit("8", {"quantity=2"}));
    CHECK(db::CorrectionStore{bench.database()}.find({1, 9})->transaction.quantity == "2"_dec);
    CHECK(db::CorrectionStore{bench.database()}.superseded_by(4).size() == 3);
}

TEST_CASE_TEMPLATE("what a correction took the place of moves with the account's days, and comes back on its date",
                   Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto const file = import_file(bench, trades);
    run(bench, jobs::edit_transaction, edit("1", {"quantity=20"}));
    jobs::AccountWords words;
    words.name = "main";
    words.time_zone = "America/New_York";
    cli::Common const common;
    std::ostringstream shown;
    static_cast<void>(jobs::set_account(bench.database(), common, words, shown));
    static_cast<void>(jobs::undo_import(bench.database(), 2));
    CHECK(db::CorrectionStore{bench.database()}.find({1, 1})->transaction.date == test::at("2024-01-02T05:00:00Z"));
    CHECK(bench.discrepancies() == "");
    CHECK(bench.import_all({file}).files.front().counts.duplicate == 6);
}

TEST_CASE_TEMPLATE("what was corrected by hand is not called changed by its own file", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    std::string const header = "date,type,ticker,quantity,price,fee,currency,external_id\n";
    auto const file = bench.write("a.csv", header + "2024-01-02,BUY,A,10,100,1,EUR,t1\n"
                                                    "2024-01-03,BUY,A,1,100,1,EUR,t2\n");
    bench.import_all({file});
    run(bench, jobs::edit_transaction, edit("1", {"quantity=12"}));
    run(bench, jobs::remove_transactions, {{}, {"2"}, {}, {}, {}, false});
    auto const again = bench.import_all({file});
    CHECK(again.files.front().counts.duplicate == 2);
    CHECK(again.changed.empty());
    // A third content is news to both.
    auto const third = bench.import_all({bench.write("b.csv", header + "2024-01-02,BUY,A,11,100,1,EUR,t1\n"
                                                                       "2024-01-03,BUY,A,2,100,1,EUR,t2\n")});
    CHECK(third.files.front().counts.duplicate == 2);
    REQUIRE(third.changed.size() == 2);
    CHECK(test::all(third.changed).front().reason.starts_with("is \"12\" in transaction main:3"));
}

TEST_CASE_TEMPLATE("I2: --update takes over what a file says, also again; what was corrected by hand stays", Where,
                   PF_BACKENDS)
{
    Workbench bench{Where::backend};
    std::string const header = "date,type,ticker,quantity,price,fee,currency,external_id\n";
    auto const ten = bench.write("ten.csv", header + "2024-01-02,BUY,A,10,100,1,EUR,t1\n");
    auto const eleven = bench.write("eleven.csv", header + "2024-01-02,BUY,A,11,100,1,EUR,t1\n");
    auto const update = [&](std::string const& file) {
        auto request = Workbench::request({file});
        request.update = true;
        return bench.import(request).files.front().updated;
    };
    auto const held = [&] {
        CHECK(bench.discrepancies() == "");
        return db::PositionStore{bench.database()}.list({1}).front().quantity;
    };
    bench.import_all({ten});
    for (int i = 0; i < 2; ++i) {
        CHECK(update(eleven) == 1);
        CHECK(held() == "11"_dec);
        CHECK(update(eleven) == 0);
        CHECK(update(ten) == 1);
        CHECK(held() == "10"_dec);
    }
    CHECK(bench.import_all({eleven}).changed.empty()); // it was taken over once, and without --update it is known

    run(bench, jobs::edit_transaction, edit("5", {"quantity=12"}));
    CHECK(update(ten) == 0);
    CHECK(held() == "12"_dec);
}
