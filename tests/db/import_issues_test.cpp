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
    for (auto const& issue : report.issues) {
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
    CHECK(report.notes.front().find("dust.csv:3: closes BTC, which it exceeds by 0.00000001") != std::string::npos);
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
