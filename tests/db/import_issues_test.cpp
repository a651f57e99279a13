// Bad rows: all of them are named in one run, and what is not bad can be imported without them.
#include "pf/base/error.hpp"

#include "support/workbench.hpp"

using namespace pf;
using test::Workbench;

namespace {

std::string lines(std::string const& text, std::string_view with)
{
    std::istringstream stream{text};
    std::string result;
    for (std::string line; std::getline(stream, line);) {
        if (line.find(with) != std::string::npos) {
            result += line + "\n";
        }
    }
    return result;
}

/// The message, place and hint of what importing throws.
std::string refusal(Workbench& bench, jobs::ImportRequest const& request)
{
    try {
        static_cast<void>(bench.import(request));
    } catch (Error const& error) {
        return error.where() + ": " + error.message() + " (" + error.hint() + ")";
    }
    return "imported";
}

} // namespace

TEST_CASE_TEMPLATE("I6: every bad row of every file is named with line, column, value, reason and hint", Where,
                   PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto const before = bench.dump();
    auto const report = bench.import({bench.write_rows("a.csv", "2024-01-02,BUY,AAPL,10,100,1,USD\n"
                                                                "2024-02-30,BUY,AAPL,10,100,1,USD\n"
                                                                "2024-01-02,BUY,AAPL,ten,100,1,USD\n"),
                                      bench.write_rows("b.csv", "2024-01-02,BUYS,AAPL,10,100,1,USD\n"
                                                                "2024-01-02,BUY,,10,100,1,USD\n"
                                                                "2024-01-02,BUY,AAPL,10,100,1,dollars!\n"
                                                                "2024-01-02,BUY,AAPL,-10,100,1,USD\n")});
    CHECK_FALSE(report.stored);
    CHECK(bench.dump() == before);
    auto const text = bench.issues(report);
    CAPTURE(text);
    CHECK(report.issues.size() == 6);
    for (auto const place : {"a.csv:3: date \"2024-02-30\"", "a.csv:4: quantity \"ten\"", "b.csv:2: type \"BUYS\"",
                             "b.csv:3: ticker \"\"", "b.csv:4: currency \"dollars!\"", "b.csv:5: quantity \"-10\""}) {
        CHECK_MESSAGE(lines(text, place) != "", place);
    }
    for (auto const& issue : test::all(report.issues)) {
        CAPTURE(issue.line);
        CHECK(issue.reason != "");
        CHECK((issue.hint != "" || issue.value == "ten" || issue.value.empty())); // those say it all
    }
}

TEST_CASE_TEMPLATE("I6: rejected rows, mended, import", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto const file =
        bench.write("a.csv", "date;type;ticker;quantity;price;fee;currency;description\r\n"
                             "2024-01-02;BUY;AAPL;10;100;1;USD;good\r\n"
                             "2024-01-03;BUY;AAPL;O5;100;1;USD;\"a \"\"quoted\"\"; text\nof two lines\"\r\n"
                             "2024-01-04;BUY;AAPL;1;100;1;USD;good\r\n"
                             "2024-01-05;SELL;AAPL;500;100;1;USD;too much\r\n");
    auto request = Workbench::request({file});
    request.partial = true;
    auto const report = bench.import(request);
    CHECK(report.stored);
    CHECK(report.files.front().counts == model::ImportCounts{4, 2, 0, 0, 2});
    REQUIRE(report.files.front().reject_file == file + ".rejected.csv");
    auto text = Workbench::read(report.files.front().reject_file);
    CHECK(text.find("good") == std::string::npos);
    CHECK(text.find("\"a \"\"quoted\"\"; text\nof two lines\"") != std::string::npos);

    text.replace(text.find("O5"), 2, "5");
    text.replace(text.find("500"), 3, "5");
    auto const mended = bench.import_all({bench.write("mended.csv", text)});
    CHECK(mended.files.front().counts == model::ImportCounts{2, 2, 0, 0, 0});
    CHECK(lines(bench.holdings(), "AAPL").find("main AAPL 11 ") == 0);
    CHECK(bench.discrepancies() == "");
}

TEST_CASE_TEMPLATE("I6: each file has its reject file, unless it has no bad rows", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto const good = bench.write_rows("good.csv", "2024-01-02,BUY,AAPL,10,100,1,USD\n");
    auto const bad = bench.write_rows("bad.csv", "2024-01-02,BUY,AAPL,x,100,1,USD\n");
    auto request = Workbench::request({good, bad});
    request.partial = true;
    auto const report = bench.import(request);
    CHECK(report.files[0].reject_file == "");
    CHECK(report.files[1].reject_file == bad + ".rejected.csv");
    CHECK_FALSE(std::filesystem::exists(good + ".rejected.csv"));
}

TEST_CASE_TEMPLATE("I6: an existing reject file is not overwritten, and nothing is imported", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto const file = bench.write_rows("a.csv", "2024-01-02,BUY,AAPL,10,100,1,USD\n2024-01-02,BUY,AAPL,x,100,1,USD\n");
    bench.write("kept.csv", "precious\n");
    auto const before = bench.dump();
    auto request = Workbench::request({file});
    request.partial = true;
    request.reject_file = bench.path("kept.csv");
    auto const text = refusal(bench, request);
    CAPTURE(text);
    CHECK(text.find("kept.csv: ") != std::string::npos);
    CHECK(text.find("--reject-file") != std::string::npos);
    CHECK(bench.dump() == before);
    CHECK(Workbench::read(bench.path("kept.csv")) == "precious\n");

    request.reject_file = bench.path("other.csv");
    CHECK(bench.import(request).files.front().reject_file == bench.path("other.csv"));
    CHECK(Workbench::read(bench.path("other.csv")) ==
          std::string{test::plain_header} + "2024-01-02,BUY,AAPL,x,100,1,USD\n");
}

TEST_CASE_TEMPLATE("I6: a sale of more than is held names its line and what is held", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.import_all({bench.write_rows("first.csv", "2024-01-02,BUY,AAPL,10,100,1,USD\n"
                                                    "2024-03-01,SELL,AAPL,8,100,1,USD\n")});
    auto const before = bench.dump();
    auto report = bench.import({bench.write_rows("late.csv", "2024-02-01,SELL,AAPL,3,100,1,USD\n"
                                                             "2024-02-01,SELL,SAP,1,100,1,EUR\n")});
    auto const text = bench.issues(report);
    CAPTURE(text);
    CHECK_FALSE(report.stored);
    CHECK(bench.dump() == before);
    // The late row itself is covered; what no longer is, is the stored sale.
    CHECK(text.find("first.csv (import 1):3: quantity \"8\" is more AAPL than the 7 held on 2024-03-01") !=
          std::string::npos);
    CHECK(text.find("late.csv:3: quantity \"1\" is more SAP than the 0 held on 2024-02-01") != std::string::npos);
}

TEST_CASE_TEMPLATE("an excess of at most 10^-8 closes the position and is told", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto const report = bench.import_all({bench.write_rows("dust.csv", "2024-01-02,BUY,BTC,1,100,0,EUR\n"
                                                                       "2024-01-03,SELL,BTC,1.00000001,110,0,EUR\n")});
    REQUIRE(report.notes.size() == 1);
    CHECK(test::all(report.notes).front().find("dust.csv:3: closes BTC, which it exceeds by 0.00000001") !=
          std::string::npos);
    CHECK(lines(bench.holdings(), "BTC").find("main BTC 0 0 ") == 0);
    CHECK(bench.discrepancies() == "");
    CHECK_FALSE(
        bench.import({bench.write_rows("more.csv", "2024-01-04,SELL,BTC,0.0000000100000001,1,0,EUR\n")}).stored);
}

TEST_CASE_TEMPLATE("an account that nobody opened is named with the row that wants it", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    std::string const header = "date,type,ticker,quantity,price,fee,currency,account,to_account\n";
    auto const file = bench.write("a.csv", header + "2024-01-02,BUY,AAPL,10,100,1,USD,,\n"
                                                    "2024-01-03,BUY,AAPL,10,100,1,USD,irra,\n"
                                                    "2024-01-04,TRANSFER,AAPL,4,,,USD,,broker\n");
    auto request = Workbench::request({file});
    auto const before = bench.dump();
    auto const report = bench.import(request);
    auto const text = bench.issues(report);
    CAPTURE(text);
    CHECK_FALSE(report.stored);
    CHECK(bench.dump() == before);
    CHECK(text.find("a.csv:3: account \"irra\" does not exist") != std::string::npos);
    CHECK(text.find("a.csv:4: ") != std::string::npos);
    CHECK(text.find("\"broker\"") != std::string::npos);

    SUBCASE("--create-accounts opens them")
    {
        request.create_accounts = true;
        CHECK(bench.import(request).stored);
        CHECK(bench.holdings() == "broker AAPL 4 400.4 0\nirra AAPL 10 1001 0\nmain AAPL 6 600.6 0\n");
        CHECK(bench.number("SELECT COUNT(*) FROM accounts WHERE base_currency = 'EUR'") == 3);
    }
    SUBCASE("--partial leaves their rows out")
    {
        request.partial = true;
        auto const partial = bench.import(request);
        CHECK(partial.stored);
        CHECK(partial.files.front().counts == model::ImportCounts{3, 1, 0, 0, 2});
        CHECK(bench.holdings() == "main AAPL 10 1001 0\n");
        CHECK(Workbench::read(partial.files.front().reject_file).find("irra") != std::string::npos);
    }
    CHECK(bench.discrepancies() == "");
}

TEST_CASE_TEMPLATE("lots go through two transfers with their dates and cost", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.add_account("broker");
    bench.add_account("wallet");
    std::string const header = "date,type,ticker,quantity,price,fee,currency,account,to_account\n";
    auto const report =
        bench.import_all({bench.write("a.csv", header + "2021-01-02,BUY,BTC,2,100,0,EUR,,\n"
                                                        "2021-02-02,BUY,BTC,2,200,0,EUR,,\n"
                                                        "2021-03-01,TRANSFER,BTC,3,,,EUR,main,broker\n"
                                                        "2021-04-01,TRANSFER,BTC,2.5,,,EUR,broker,wallet\n"
                                                        "2023-05-01,SELL,BTC,2.25,300,0,EUR,wallet,\n")});
    CHECK(report.changes.size() == 3);
    CHECK(bench.holdings() == "broker BTC 0.5 100 0\nmain BTC 1 200 0\nwallet BTC 0.25 50 425\n");
    jobs::PortfolioRequest request;
    request.with_disposals = true;
    auto const disposals = jobs::load_portfolio(bench.database(), request).disposals;
    REQUIRE(disposals.size() == 2);
    CHECK(disposals[0].purchase_date == test::at("2021-01-02"));
    CHECK(disposals[1].purchase_date == test::at("2021-02-02"));
    CHECK(bench.discrepancies() == "");
}

TEST_CASE_TEMPLATE("I6: what rests on a rejected row is left out with it, and named", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.add_account("broker");
    std::string const moves = std::string{"date,type,ticker,quantity,price,fee,currency,account,to_account\n"};
    auto const rows = moves + "2024-01-05,SELL,AAPL,1,130,0,EUR,,\n" // before the hole
                              "2024-01-02,BUY,AAPL,10,100,0,EUR,,\n"
                              "2024-01-06,BUY,AAPL,1O,110,0,EUR,,\n"  // the hole
                              "2024-01-07,BUY,AAPL,10,120,0,EUR,,\n"  // the same without it
                              "2024-01-08,DIVIDEND,AAPL,,3,0,EUR,,\n" // the same without it
                              "2024-01-09,SELL,AAPL,2,130,0,EUR,,\n"
                              "2024-01-10,TRANSFER,AAPL,4,,0,EUR,main,broker\n"
                              "2024-01-11,SELL,SAP,1,100,0,EUR,broker,\n"
                              "2024-01-01,BUY,SAP,2,90,0,EUR,broker,\n"
                              "2024-01-12,SELL,AAPL,1,140,0,EUR,broker,\n"
                              "2024-01-01,BUY,AAPL,5,90,0,EUR,broker,\n";
    auto request = Workbench::request({bench.write("a.csv", rows)});
    request.partial = true;
    auto const report = bench.import(request);
    auto const text = bench.issues(report);
    CAPTURE(text);
    CHECK(report.stored);
    CHECK(report.files.front().counts == model::ImportCounts{11, 7, 0, 0, 4});
    CHECK(report.issues.size() == 4);
    auto const rests = [&](std::string const& row, std::string const& on) {
        return text.find("a.csv:" + row + ":  \"\" rests on " + bench.path("a.csv") + ":" + on + ",") !=
               std::string::npos;
    };
    CHECK(rests("7", "4"));
    CHECK(rests("8", "4"));
    CHECK(rests("11", "8")); // what the transfer would have brought
    CHECK(bench.discrepancies() == "");

    auto mended = Workbench::read(report.files.front().reject_file);
    mended.replace(mended.find("1O"), 2, "10");
    bench.import_all({bench.write("mended.csv", mended)});
    Workbench whole{Where::backend};
    whole.add_account("broker");
    auto full = rows;
    full.replace(full.find("1O"), 2, "10");
    whole.import_all({whole.write("a.csv", full)});
    CHECK(bench.holdings() == whole.holdings());
}

TEST_CASE_TEMPLATE("I6: rows that cannot be read at all take with them what may rest on them", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    std::string hole;
    std::int64_t inserted = 0;
    SUBCASE("a kind that nobody knows is of its own instrument")
    {
        hole = "2024-01-06,BYU,AAPL,10,110,0,EUR\n";
        inserted = 3;
    }
    SUBCASE("a day that nobody knows is before all others")
    {
        hole = "2024-01-32,BUY,AAPL,10,110,0,EUR\n";
        inserted = 3;
    }
    SUBCASE("no instrument is any")
    {
        hole = "2024-01-06,BUY,,10,110,0,EUR\n";
        inserted = 2;
    }
    SUBCASE("a row that breaks off is of what it still says")
    {
        hole = "2024-01-06,BUY,AAPL\n";
        inserted = 3;
    }
    SUBCASE("a row that breaks off before it says that is of any")
    {
        hole = "2024-01-06\n";
        inserted = 2;
    }
    SUBCASE("money alone is no hole")
    {
        hole = "2024-01-06,DIVIDEND,AAPL,,x,0,EUR\n";
        inserted = 4;
    }
    SUBCASE("nor is money that comes back")
    {
        hole = "2024-01-06,TAX_REFUND,AAPL,,x,0,EUR\n";
        inserted = 4;
    }
    SUBCASE("what comes later is none")
    {
        hole = "2024-01-08,BUY,AAPL,x,110,0,EUR\n";
        inserted = 4;
    }
    auto request = Workbench::request({bench.write_rows("a.csv", "2024-01-07,SELL,AAPL,1,130,0,EUR\n"
                                                                 "2024-01-07,SELL,SAP,1,130,0,EUR\n" +
                                                                     hole +
                                                                     "2024-01-02,BUY,SAP,10,100,0,EUR\n"
                                                                     "2024-01-02,BUY,AAPL,10,100,0,EUR\n")});
    request.partial = true;
    auto const report = bench.import(request);
    CAPTURE(bench.issues(report));
    CHECK(report.files.front().counts.inserted == inserted);
    CHECK(report.files.front().counts.rejected == 5 - inserted);
}

TEST_CASE_TEMPLATE("I6: the cover of a short sale that was rejected is left out with it", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    {
        db::Atomic atomic{bench.database()};
        auto account = db::AccountStore{bench.database()}.get("main");
        account.allows_short = true;
        db::AccountStore{bench.database()}.update(account);
        atomic.commit();
    }
    auto request = Workbench::request({bench.write_rows("a.csv", "2024-01-02,SELL,AAPL,x,100,0,EUR\n"
                                                                 "2024-01-03,BUY,AAPL,10,90,0,EUR\n")});
    request.partial = true;
    auto const report = bench.import(request);
    CHECK(report.files.front().counts == model::ImportCounts{2, 0, 0, 0, 2});
    CHECK(bench.issues(report).find("a.csv:3:  \"\" rests on ") != std::string::npos);
    CHECK(bench.count("transactions") == 0);
}

TEST_CASE_TEMPLATE("I6: later sales rest on one that is more than is held, and stored rows rest on none", Where,
                   PF_BACKENDS)
{
    Workbench bench{Where::backend};
    std::string const rows = "2024-01-02,BUY,AAPL,10,100,0,EUR\n"
                             "2024-02-01,SELL,AAPL,1,100,0,EUR\n";
    bench.import_all({bench.write_rows("first.csv", rows)});
    auto request = Workbench::request({bench.write_rows("a.csv", rows + "2024-01-15,SELL,AAPL,50,100,0,EUR\n"
                                                                        "2024-02-02,SELL,AAPL,2,100,0,EUR\n")});
    request.partial = true;
    auto const report = bench.import(request);
    CAPTURE(bench.issues(report));
    CHECK(report.files.front().counts == model::ImportCounts{4, 0, 2, 0, 2});
}

TEST_CASE_TEMPLATE("I6: one side of an exchange is not booked without the other", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    std::string const header = "Datum,Tijd,Valutadatum,Product,ISIN,Omschrijving,FX,Mutatie,,Saldo,,Order Id\n";
    auto request = Workbench::request(
        {bench.write("degiro.csv", header + "05-01-2024,10:00,05-01-2024,,,Valuta Creditering,\"1,1000\",USD,"
                                            "\"1x0,00\",USD,\"110,00\",\n"
                                            "05-01-2024,10:00,05-01-2024,,,Valuta Debitering,,EUR,\"-100,00\",EUR,"
                                            "\"0,00\",\n"
                                            "06-01-2024,10:00,06-01-2024,,,Valuta Debitering,,EUR,\"-10,00\",EUR,"
                                            "\"0,00\",\n")});
    request.partial = true;
    auto const report = bench.import(request);
    CAPTURE(bench.issues(report));
    CHECK(report.files.front().counts == model::ImportCounts{3, 1, 0, 0, 2});
}

TEST_CASE_TEMPLATE("I6: what cannot be booked is counted in rows, not in mistakes", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto const report = bench.import(
        {bench.write("a.csv", "date,type,ticker,quantity,price,fee,currency,account,to_account\n"
                              "2024-01-32,BYU,AAPL,x,100,1,EUR,,\n"       // four mistakes
                              "2024-01-02,BUY,AAPL,1,100,1,EUR,nobody,\n" // one account for two rows
                              "2024-01-02,BUY,AAPL,2,100,1,EUR,nobody,\n"
                              "2024-01-03,TRANSFER,AAPL,2,,,EUR,nobody,none\n" // and two accounts of one row
                              "2024-01-02,BUY,AAPL,1,100,1,EUR,,\n")});
    CHECK(report.refused);
    CHECK(report.bad_rows == 4);
}

TEST_CASE_TEMPLATE("a total that is more than 1 % off quantity × price is booked, and remarked upon", Where,
                   PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto const file = bench.write("a.csv", "date,type,ticker,quantity,price,fee,currency,total\n"
                                           "2024-01-02,BUY,A,10,100,0,EUR,1009.99\n"
                                           "2024-01-02,BUY,A,10,100,20,EUR,1029\n" // the fee counted twice, perhaps
                                           "2024-01-02,BUY,A,10,100,0,EUR,1010.01\n"
                                           "2024-01-02,SELL,A,10,100,0,EUR,900\n"
                                           "2024-01-02,BUY,A,10,,0,EUR,900\n");
    auto const report = bench.import_all({file});
    CHECK(report.files.front().counts.inserted == 5);
    std::string text;
    for (auto const& remark : test::all(report.remarks)) {
        text += std::to_string(remark.line) + " " + remark.column + " " + remark.value + " " + remark.reason + "\n";
    }
    CHECK(text == "4 total 1010.01 is not 1000, the quantity × price\n5 total 900 is not 1000, the quantity × price\n");
    CHECK(bench.import_all({file}).remarks.empty()); // said once
}
