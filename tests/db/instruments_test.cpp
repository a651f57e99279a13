// What sources call instruments: what is learned, merged and taken apart, and that no file is ever new again by it.
#include "pf/db/correction_store.hpp"
#include "pf/db/instrument_store.hpp"
#include "pf/jobs/ledger/instruments.hpp"
#include "pf/jobs/ledger/transactions.hpp"

#include "support/error_of.hpp"
#include "support/workbench.hpp"

#include <sstream>

using namespace pf;
using test::error_of;
using test::Workbench;
using money::operator""_dec;

namespace {

constexpr std::string_view with_isin = "date,type,ticker,quantity,price,fee,currency,isin\n";
constexpr std::string_view prices = "date,ticker,close,currency\n";

using Job = cli::Outcome (*)(db::Database&, cli::Common const&, jobs::InstrumentWords const&, std::ostream&);

std::string move(Workbench& bench, Job job, std::string const& from, std::string const& to, bool dry_run = false)
{
    cli::Common common;
    std::ostringstream out;
    auto const outcome = job(bench.database(), common, {from, to, {}, {}, dry_run}, out);
    CHECK(outcome.code == ExitCode::ok);
    return out.str();
}

/// Everything but when it was written.
std::string state(Workbench& bench)
{
    return bench.dump({"transactions", "superseded_transactions", "positions", "lots", "disposals", "cash_balances",
                       "instruments", "instrument_names", "instrument_tags", "price_history"},
                      {"last_updated", "created_at"});
}

void check_known(Workbench& bench, std::string const& file)
{
    auto const report = bench.import_all({file});
    CHECK(report.files.front().counts.inserted == 0);
}

} // namespace

TEST_CASE_TEMPLATE("two names of one share are one instrument when a row has both", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto const by_symbol = bench.write_rows("symbol.csv", "2024-01-02,BUY,AAPL,10,100,0,EUR\n");
    auto const by_isin = bench.write_rows("isin.csv", "2024-01-03,SELL,US0378331005,4,120,0,EUR\n");
    auto const both = bench.write("both.csv", std::string{with_isin} + "2024-01-01,BUY,AAPL,1,90,0,EUR,US0378331005\n");
    SUBCASE("in one command, whatever the order of the files")
    {
        bench.import_all({by_isin, by_symbol, both});
    }
    SUBCASE("one after the other")
    {
        bench.import_all({by_symbol});
        bench.import_all({both});
        bench.import_all({by_isin});
    }
    CHECK(bench.holdings() == "main AAPL 7 700 90\n");
    CHECK(bench.discrepancies() == "");
    for (auto const& file : {by_symbol, by_isin, both}) {
        check_known(bench, file);
    }
}

TEST_CASE_TEMPLATE("a row that contradicts is refused with both names, or left out", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.import_all({bench.write("one.csv", std::string{with_isin} + "2024-01-02,BUY,SAN,10,4,0,EUR,ES0113900J37\n")});
    auto const before = state(bench);
    auto request =
        bench.request({bench.write("two.csv", std::string{with_isin} + "2024-01-03,BUY,SAN,1,90,0,EUR,FR0000120578\n"
                                                                       "2024-01-04,BUY,SAN,2,4,0,EUR,ES0113900J37\n")});
    auto const refused = bench.import(request);
    CHECK(refused.refused);
    CHECK(
        bench.issues(refused) ==
        "two.csv:2: ticker \"SAN\" has the ISIN FR0000120578 here, but SAN has ES0113900J37 (if its ISIN has changed, "
        "'pf-ledger instruments alias FR0000120578 SAN'; if it is another instrument, 'pf-ledger instruments set "
        "TICKER "
        "--isin FR0000120578' gives it a ticker of its own)\n");
    CHECK(state(bench) == before);
    CHECK(refused.bad_rows == 1);
    SUBCASE("every row of a kind counts, and the first is named")
    {
        std::string const wrong = "BUY,SAN,1,90,0,EUR,FR0000120578\n";
        request.files = {bench.write("three.csv", std::string{with_isin}.append("2024-01-03,").append(wrong) +
                                                      "2024-01-04," + wrong +
                                                      "2024-01-05,BUY,SAN,2,4,0,EUR,ES0113900J37\n"),
                         bench.write("four.csv", std::string{with_isin}.append("2024-01-06,").append(wrong))};
        auto const more = bench.import(request);
        CHECK(more.issues.size() == 2);
        CHECK(more.bad_rows == 3);
        request.partial = true;
        auto const left_out = bench.import(request);
        CHECK(left_out.files[0].counts.rejected + left_out.files[1].counts.rejected == 3);
    }
    SUBCASE("left out")
    {
        request.partial = true;
        auto const report = bench.import(request);
        CHECK(report.files.front().counts.rejected == 1);
        CHECK(bench.holdings() == "main SAN 12 48 0\n");
    }
    SUBCASE("it is another instrument")
    {
        CHECK(jobs::set_instrument(bench.database(), {"SAN.PA", {}, {}, {{"isin", "FR0000120578"}}, false}).code ==
              ExitCode::ok);
        bench.import_all({request.files.front()});
        CHECK(bench.holdings() == "main SAN 12 48 0\nmain SAN.PA 1 90 0\n");
        check_known(bench, request.files.front());
    }
    SUBCASE("its ISIN has changed")
    {
        CHECK(jobs::add_alias(bench.database(), {"SAN", "FR0000120578", {}, {}, false}).code == ExitCode::ok);
        bench.import_all({request.files.front()});
        CHECK(bench.holdings() == "main SAN 13 138 0\n");
    }
    CHECK(bench.discrepancies() == "");
}

TEST_CASE_TEMPLATE("two instruments that the books hold are not made one by a row, but by a merge", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.import_all({bench.write_rows("a.csv", "2024-01-02,BUY,AAPL,10,100,0,EUR\n"
                                                "2024-01-02,BUY,US0378331005,5,100,0,EUR\n")});
    auto const both = bench.write("both.csv", std::string{with_isin} + "2024-01-03,BUY,AAPL,1,90,0,EUR,US0378331005\n");
    auto const report = bench.import({both});
    CHECK(report.refused);
    CHECK(bench.issues(report).find("'pf-ledger instruments merge US0378331005 AAPL'") != std::string::npos);
    move(bench, jobs::merge_instruments, "US0378331005", "AAPL");
    bench.import_all({both});
    CHECK(bench.holdings() == "main AAPL 16 1590 0\n");
    CHECK(bench.discrepancies() == "");
}

TEST_CASE_TEMPLATE("an undo forgets what the import has taught, unless rows came by it", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.import_all({bench.write_rows("a.csv", "2024-01-02,BUY,AAPL,10,100,0,EUR\n")});
    auto const before = state(bench);
    bench.import_all({bench.write("b.csv", std::string{with_isin} + "2024-01-03,BUY,AAPL,1,90,0,EUR,US0378331005\n")});
    SUBCASE("nothing came by it")
    {
        static_cast<void>(jobs::undo_import(bench.database(), 2));
        CHECK(state(bench) == before);
    }
    SUBCASE("rows came by it")
    {
        bench.import_all({bench.write_rows("c.csv", "2024-01-04,SELL,US0378331005,2,120,0,EUR\n")});
        static_cast<void>(jobs::undo_import(bench.database(), 2));
        CHECK(bench.holdings() == "main AAPL 8 800 40\n");
        CHECK(bench.count("instrument_names") == 1);
        static_cast<void>(jobs::undo_import(bench.database(), 3));
        CHECK(bench.holdings() == "main AAPL 10 1000 0\n");
    }
    CHECK(bench.discrepancies() == "");
}

TEST_CASE_TEMPLATE("tags go with the instrument, and an undo leaves what somebody said", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.import_all({bench.write_rows("a.csv", "2024-01-02,BUY,FB,10,100,0,EUR\n2024-01-02,BUY,META,1,100,0,EUR\n")});
    auto const set = [&](std::string const& ticker, std::string const& tags) {
        CHECK(jobs::set_instrument(bench.database(), {ticker, {}, {}, {{"tags", tags}}, false}).code == ExitCode::ok);
    };
    auto const tags = [&](std::string const& ticker) {
        auto const details = db::InstrumentStore{bench.database()}.find(ticker);
        return details ? model::to_text(details->tags) : "nothing";
    };
    set("FB", "region=us:0.6,eu:0.4;old");
    set("META", "region=world;new");
    CHECK(db::InstrumentStore{bench.database()}.tags() == std::vector<std::string>{"new", "old", "region"});
    auto const before = state(bench);
    move(bench, jobs::merge_instruments, "FB", "META", true);
    CHECK(state(bench) == before);
    move(bench, jobs::merge_instruments, "FB", "META");
    CHECK(tags("META") == "new; old; region=world");
    move(bench, jobs::rename_instrument, "META", "M");
    CHECK(tags("M") == "new; old; region=world");
    CHECK(tags("META") == "nothing");
    static_cast<void>(jobs::undo_import(bench.database(), 1));
    CHECK(tags("M") == "new; old; region=world");
    set("M", "region=;old=;new=");
    CHECK(bench.count("instrument_tags") == 0);
}

TEST_CASE_TEMPLATE("a merge books all accounts anew, keeps every file known, and can be taken back", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.add_account("average", "EUR", model::BookingMethod::average);
    auto const fb = bench.write("fb.csv", "date,type,ticker,quantity,price,fee,currency,account,to_account\n"
                                          "2021-01-04,BUY,FB,10,100,1,EUR,main,\n"
                                          "2021-02-04,TRANSFER,FB,4,,,,main,average\n"
                                          "2021-03-04,SELL,FB,2,150,1,EUR,main,\n");
    auto const meta = bench.write("meta.csv", "date,type,ticker,quantity,price,fee,currency,account\n"
                                              "2022-01-04,BUY,META,6,200,1,EUR,main\n"
                                              "2022-01-04,BUY,META,6,200,1,EUR,average\n"
                                              "2022-02-04,SELL,META,3,300,1,EUR,main\n"
                                              "2022-02-04,SELL,META,3,300,1,EUR,average\n");
    bench.import_all({fb});
    bench.import_all({meta});
    auto const priced = bench.write("p.csv", std::string{prices} + "2022-06-08,FB,196,EUR\n2022-06-09,META,184,EUR\n");
    bench.import_all({priced});
    auto const before = state(bench);
    auto const held = bench.holdings();

    move(bench, jobs::merge_instruments, "FB", "META", true);
    CHECK(state(bench) == before);
    CHECK(move(bench, jobs::merge_instruments, "FB", "META").find("META") != std::string::npos);
    CHECK(bench.holdings() == "average META 7 1120.98 418.58\nmain META 7 1301.1 697.5\n");
    CHECK(bench.discrepancies() == "");
    CHECK(bench.number("SELECT COUNT(*) FROM transactions WHERE symbol = 'FB' AND ticker = 'META'") == 4);
    CHECK(bench.number("SELECT COUNT(*) FROM price_history WHERE ticker = 'META'") == 2);
    CHECK(bench.number("SELECT COUNT(*) FROM accounts WHERE restate_from IS NOT NULL") == 2);
    for (auto const& file : {fb, meta, priced}) {
        check_known(bench, file);
    }
    bench.import_all({bench.write_rows("more.csv", "2022-03-04,BUY,FB,1,250,0,EUR\n")});
    CHECK(bench.discrepancies() == "");
    static_cast<void>(jobs::undo_import(bench.database(), 7));

    cli::Common common;
    std::ostringstream out;
    CHECK(jobs::remove_alias(bench.database(), common, {{}, "FB", {}, {}, false}, out).code == ExitCode::ok);
    CHECK(bench.holdings() == held);
    CHECK(bench.discrepancies() == "");
    CHECK(bench.count("instrument_names") == 0);
    CHECK(bench.number("SELECT COUNT(*) FROM price_history") == 2);
    for (auto const& file : {fb, meta, priced}) {
        check_known(bench, file);
    }
}

TEST_CASE_TEMPLATE("what cannot be one instrument is not merged, and nothing is changed", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.import_all({bench.write("a.csv", "date,type,ticker,quantity,price,fee,currency,split,to_ticker,to_quantity\n"
                                           "2024-01-02,BUY,A,10,100,0,EUR,,,\n"
                                           "2024-01-02,BUY,B,10,100,0,EUR,,,\n"
                                           "2024-01-02,BUY,US,10,100,0,USD,,,\n"
                                           "2024-01-02,BUY,OLD,10,100,0,EUR,,,\n"
                                           "2024-01-03,SPLIT,A,,,,,2:1,,\n"
                                           "2024-01-03,SPLIT,B,,,,,2:1,,\n"
                                           "2024-01-04,MERGER,OLD,10,,,,,NEW,5\n")});
    auto const before = state(bench);
    auto const message = [&](std::string const& from, std::string const& to) {
        auto const error = error_of([&] { move(bench, jobs::merge_instruments, from, to); });
        CHECK_FALSE(error.hint().empty());
        CHECK(state(bench) == before);
        return std::string{error.message()};
    };
    CHECK(message("A", "A") == "A is one instrument already");
    CHECK(message("A", "C") == "there is no instrument \"C\"");
    CHECK(message("C", "A") == "there is no instrument \"C\"");
    CHECK(message("A", "US") == "A is in EUR, US in USD");
    CHECK(message("OLD", "NEW") == "units of OLD and NEW are converted into each other, so they are two instruments");
    CHECK(message("A", "B") ==
          "account \"main\" would hold 80 B instead of 40: a split of one name changes the units of "
          "the other");
    CHECK(message("A'; DROP TABLE transactions; --", "B") ==
          "there is no instrument \"A'; DROP TABLE transactions; --\"");
}

TEST_CASE_TEMPLATE("a name is that of one instrument, and never leads in a circle", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.import_all({bench.write_rows("a.csv", "2024-01-02,BUY,A,10,100,0,EUR\n2024-01-02,BUY,B,1,100,0,EUR\n")});
    auto const alias = [&](std::string const& name, std::string const& ticker) {
        return jobs::add_alias(bench.database(), {ticker, name, {}, {}, false});
    };
    CHECK(alias("X", "A").code == ExitCode::ok);
    CHECK(alias("Y", "X").code == ExitCode::ok); // a name of a name is one of the ticker
    CHECK(db::InstrumentStore{bench.database()}.resolver().ticker_of("Y") == "A");
    CHECK(alias("X", "Y").summary == "X is a name of A already");
    CHECK(error_of([&] { static_cast<void>(alias("X", "B")); }).message() == std::string{"X is a name of A already"});
    CHECK(error_of([&] { static_cast<void>(alias("A", "X")); }).message() == std::string{"X is a name of A already"});
    CHECK(error_of([&] { static_cast<void>(alias("B", "A")); }).message() ==
          std::string{"B is an instrument of its own in the books"});
    move(bench, jobs::rename_instrument, "A", "X");
    CHECK(db::InstrumentStore{bench.database()}.resolver().ticker_of("Y") == "X");
    CHECK(bench.holdings() == "main B 1 100 0\nmain X 10 1000 0\n");
    move(bench, jobs::merge_instruments, "X", "B");
    for (auto const* const name : {"A", "X", "Y"}) {
        CHECK(db::InstrumentStore{bench.database()}.resolver().ticker_of(name) == "B");
    }
    CHECK(bench.holdings() == "main B 11 1100 0\n");
    CHECK(bench.discrepancies() == "");
}

TEST_CASE_TEMPLATE("corrections after a merge keep the source's word, and an older one comes back to the merged ticker",
                   Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto const file = bench.write_rows("a.csv", "2024-01-02,BUY,FB,10,100,0,EUR\n2024-01-03,BUY,META,1,100,0,EUR\n");
    bench.import_all({file});
    cli::Common common;
    std::ostringstream out;
    auto const edit = [&](std::string const& id, std::string const& word) {
        static_cast<void>(jobs::edit_transaction(bench.database(), common, {id, {}, {word}, {}, {}, false}, out));
    };
    edit("1", "quantity=12");
    move(bench, jobs::merge_instruments, "FB", "META");
    CHECK(bench.holdings() == "main META 13 1300 0\n");
    edit("3", "quantity=11");
    CHECK(bench.number("SELECT COUNT(*) FROM transactions WHERE symbol = 'FB' AND ticker = 'META' AND id = 4") == 1);
    CHECK(bench.holdings() == "main META 12 1200 0\n");
    static_cast<void>(jobs::undo_import(bench.database(), 3));
    static_cast<void>(jobs::undo_import(bench.database(), 2));
    CHECK(bench.holdings() == "main META 11 1100 0\n");
    CHECK(bench.discrepancies() == "");
    check_known(bench, file);
}

TEST_CASE_TEMPLATE("prices under another name fill gaps; another close of the same day is named and left out", Where,
                   PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.import_all({bench.write_rows("a.csv", "2024-01-02,BUY,META,10,100,0,EUR\n")});
    CHECK(jobs::add_alias(bench.database(), {"META", "FB", {}, {}, false}).code == ExitCode::ok);
    auto const file = bench.write("p.csv", std::string{prices} + "2024-01-02,FB,1,EUR\n2024-01-03,FB,2,EUR\n"
                                                                 "2024-01-03,META,3,EUR\n");
    for (int time = 0; time < 2; ++time) {
        auto const report = bench.import({file});
        auto const left_out = test::all(report.held_back);
        REQUIRE(left_out.size() == 1);
        CHECK(left_out.front().value == "2");
        CHECK(report.files.front().counts.inserted == (time == 0 ? 2 : 0));
        CHECK(bench.number("SELECT CAST(close_price AS INTEGER) FROM price_history WHERE date = '2024-01-03'") == 3);
    }
}

TEST_CASE_TEMPLATE("details are set by column, and an ISIN is that of one instrument", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.import_all({bench.write_rows("a.csv", "2024-01-02,BUY,A,10,100,0,EUR\n2024-01-02,BUY,B,1,100,0,EUR\n")});
    auto const set = [&](std::string const& ticker, std::map<std::string, std::string> values) {
        static_cast<void>(jobs::set_instrument(bench.database(), {ticker, {}, {}, std::move(values), false}));
    };
    set("A", {{"name", "Apple"},
              {"isin", "US0378331005"},
              {"asset_type", "stock"},
              {"strike", "0"},
              {"right", "put"},
              {"expiry", "2024-12-20"},
              {"underlying", "B"},
              {"currency", "EUR"},
              {"exchange", "XETRA"}});
    auto const known = db::InstrumentStore{bench.database()}.find("A");
    REQUIRE(known);
    CHECK(known->asset_type == model::AssetType::stock);
    CHECK(known->strike == "0"_dec);
    CHECK(known->right == model::OptionRight::put);
    CHECK(known->expiry == Date{std::chrono::year{2024} / 12 / 20});
    set("A", {{"name", ""}, {"expiry", ""}});
    CHECK(db::InstrumentStore{bench.database()}.find("A")->name.empty());
    CHECK_FALSE(db::InstrumentStore{bench.database()}.find("A")->expiry);
    auto const message = [&](std::string const& ticker, std::string const& column, std::string const& value) {
        auto const error = error_of([&] { set(ticker, {{column, value}}); });
        CHECK_FALSE(error.hint().empty());
        return std::string{error.message()};
    };
    CHECK(message("B", "isin", "US0378331005") == "\"US0378331005\" is a name of A");
    CHECK(message("B", "isin", "US0378331006") == "\"US0378331006\" is not an ISIN");
    CHECK(message("B", "asset_type", "SHARE") == "\"SHARE\" is not an asset type");
    CHECK(message("B", "right", "x") == "\"x\" is not the right of an option");
    CHECK(message("B", "strike", "-1") == "\"-1\" is not a number");
    CHECK(message("B", "underlying", "B") == "\"B\" is the instrument itself");
    CHECK(message("US0378331005", "name", "x") == "\"US0378331005\" is a name of A");
    CHECK(message("B", "multiplier", "0") == "\"0\" is not greater than zero");
}
