// Nothing is booked twice, and nothing legitimate is lost.
#include "support/workbench.hpp"

#include <algorithm>

using namespace pf;
using test::Workbench;

namespace {

constexpr std::string_view trades = "2024-01-02,BUY,AAPL,1000.5,100.25,1.5,USD\n"
                                    "2024-01-03T10:00:00Z,BUY,AAPL,10,101,1,USD\n"
                                    "2024-01-03T10:00:00Z,BUY,AAPL,10,101,1,USD\n"
                                    "2024-02-01,SELL,AAPL,5,110,0,USD\n"
                                    "2024-03-01,DIVIDEND,AAPL,10,0.24,,USD\n";

std::string replaced(std::string text, std::string_view what, std::string_view with)
{
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
        text.replace(at, what.size(), with);
    }
    return text;
}

model::ImportCounts counts_of(model::ImportReport const& report, std::size_t file = 0)
{
    return report.files.at(file).counts;
}

} // namespace

TEST_CASE_TEMPLATE("I2: a file again adds nothing and changes nothing", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto const file = bench.write_rows("trades.csv", trades);
    CHECK(counts_of(bench.import_all({file})).inserted == 5);
    auto const before = bench.content();
    auto const again = bench.import_all({file});
    CHECK(counts_of(again) == model::ImportCounts{5, 0, 5, 0, 0});
    CHECK(again.changes.empty());
    CHECK(bench.content() == before);
}

TEST_CASE_TEMPLATE("I2: the same trades written in another way are the same trades", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.import_all({bench.write_rows("trades.csv", trades)});
    auto const before = bench.content();
    std::string again;
    SUBCASE("under another name")
    {
        again = bench.write_rows("copy.csv", trades);
    }
    SUBCASE("with CRLF")
    {
        again = bench.write("copy.csv", replaced(std::string{test::plain_header} + std::string{trades}, "\n", "\r\n"));
    }
    SUBCASE("with a byte order mark, quotes and blanks")
    {
        auto rows = replaced(std::string{trades}, "AAPL", " \"AAPL\"");
        again = bench.write("copy.csv", "\xEF\xBB\xBF" + replaced(std::string{test::plain_header} + rows, " \"", "\""));
    }
    SUBCASE("with semicolons")
    {
        again = bench.write("copy.csv", replaced(std::string{test::plain_header} + std::string{trades}, ",", ";"));
    }
    SUBCASE("with tabs")
    {
        again = bench.write("copy.csv", replaced(std::string{test::plain_header} + std::string{trades}, ",", "\t"));
    }
    SUBCASE("with other zeros")
    {
        auto rows = replaced(replaced(std::string{trades}, "1000.5,", "01000.500,"), ",1,USD", ",1.00,USD");
        again = bench.write_rows("copy.csv", rows);
    }
    SUBCASE("with the same moments in another zone")
    {
        again = bench.write_rows("copy.csv", replaced(std::string{trades}, "T10:00:00Z", "T12:00:00.000+02:00"));
    }
    SUBCASE("with types in small letters")
    {
        again = bench.write_rows("copy.csv", replaced(std::string{trades}, "BUY", "buy"));
    }
    SUBCASE("without a last line end")
    {
        again = bench.write_rows("copy.csv", trades.substr(0, trades.size() - 1));
    }
    SUBCASE("with the rows in another order")
    {
        again = bench.write_rows("copy.csv", "2024-03-01,DIVIDEND,AAPL,10,0.24,,USD\n"
                                             "2024-01-03T10:00:00Z,BUY,AAPL,10,101,1,USD\n"
                                             "2024-02-01,SELL,AAPL,5,110,0,USD\n"
                                             "2024-01-02,BUY,AAPL,1000.5,100.25,1.5,USD\n"
                                             "2024-01-03T10:00:00Z,BUY,AAPL,10,101,1,USD\n");
    }
    SUBCASE("with the columns in another order and optional ones added")
    {
        again = bench.write("copy.csv", "currency,fee,price,quantity,ticker,type,date,description\n"
                                        "USD,1.5,100.25,1000.5,AAPL,BUY,2024-01-02,first\n"
                                        "USD,1,101,10,AAPL,BUY,2024-01-03T10:00:00Z,\n"
                                        "USD,1,101,10,AAPL,BUY,2024-01-03T10:00:00Z,\n"
                                        "USD,0,110,5,AAPL,SELL,2024-02-01,\n"
                                        "USD,,0.24,10,AAPL,DIVIDEND,2024-03-01,\n");
    }
    SUBCASE("with the account's name")
    {
        again = bench.write("copy.csv", "date,type,ticker,quantity,price,fee,currency,account\n" +
                                            replaced(std::string{trades}, "USD\n", "USD,main\n"));
    }
    CHECK(counts_of(bench.import_all({again})) == model::ImportCounts{5, 0, 5, 0, 0});
    CHECK(bench.content() == before);
}

TEST_CASE_TEMPLATE("I2: files that overlap give the union of their rows", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto const january = bench.write_rows("january.csv", "2024-01-02,BUY,AAPL,1,100,0,USD\n"
                                                         "2024-01-15,BUY,AAPL,2,100,0,USD\n"
                                                         "2024-01-31,BUY,AAPL,3,100,0,USD\n");
    auto const quarter = bench.write_rows("quarter.csv", "2024-01-15,BUY,AAPL,2,100,0,USD\n"
                                                         "2024-01-31,BUY,AAPL,3,100,0,USD\n"
                                                         "2024-03-01,BUY,AAPL,4,100,0,USD\n");
    SUBCASE("in one command")
    {
        auto const report = bench.import_all({january, quarter});
        CHECK(counts_of(report, 0) == model::ImportCounts{3, 3, 0, 0, 0});
        CHECK(counts_of(report, 1) == model::ImportCounts{3, 1, 2, 0, 0});
    }
    SUBCASE("in two commands")
    {
        bench.import_all({january});
        CHECK(counts_of(bench.import_all({quarter})) == model::ImportCounts{3, 1, 2, 0, 0});
    }
    SUBCASE("in two commands, the later one first")
    {
        bench.import_all({quarter});
        CHECK(counts_of(bench.import_all({january})) == model::ImportCounts{3, 1, 2, 0, 0});
    }
    SUBCASE("the same file twice in one command")
    {
        CHECK(counts_of(bench.import_all({january, january}), 1) == model::ImportCounts{3, 0, 3, 0, 0});
        bench.import_all({quarter});
    }
    CHECK(bench.holdings() == "main AAPL 10 1000 0\n");
    CHECK(bench.discrepancies() == "");
}

TEST_CASE_TEMPLATE("I2: a broker's id makes a trade the same, whatever else its row says", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    std::string const header = "date,type,ticker,quantity,price,fee,currency,external_id\n";
    bench.import_all({bench.write("a.csv", header + "2024-01-02,BUY,AAPL,1,100,0,USD,T-1\n"
                                                    "2024-01-02,BUY,AAPL,1,100,0,USD,T-2\n")});
    auto const report = bench.import_all({bench.write("b.csv", header + "2024-01-02,BUY,AAPL,1,100.00,0,USD,T-2\n"
                                                                        "2024-01-02,BUY,AAPL,1,100,0,USD,T-3\n"
                                                                        "2024-01-02,BUY,AAPL,1,100,0,USD,T-3\n")});
    CHECK(counts_of(report) == model::ImportCounts{3, 1, 2, 0, 0});
    CHECK(bench.holdings() == "main AAPL 3 300 0\n");
}

TEST_CASE_TEMPLATE("I3: identical fills stay as many as they are, and later ones add only what is new", Where,
                   PF_BACKENDS)
{
    Workbench bench{Where::backend};
    std::string const fill = "2024-01-02T10:00:00Z,BUY,AAPL,1,100,0,USD\n";
    auto const three = bench.write_rows("three.csv", fill + fill + fill);
    auto const four = bench.write_rows("four.csv", fill + fill + fill + fill);
    CHECK(counts_of(bench.import_all({three})).inserted == 3);
    CHECK(bench.holdings() == "main AAPL 3 300 0\n");
    CHECK(counts_of(bench.import_all({four})) == model::ImportCounts{4, 1, 3, 0, 0});
    CHECK(counts_of(bench.import_all({three})) == model::ImportCounts{3, 0, 3, 0, 0});
    CHECK(bench.holdings() == "main AAPL 4 400 0\n");
    CHECK(bench.discrepancies() == "");
}

TEST_CASE_TEMPLATE("I3: the same trade in two accounts is two trades", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.add_account("ira");
    std::string const header = "date,type,ticker,quantity,price,fee,currency,account\n";
    std::string const fill = "2024-01-02T10:00:00Z,BUY,AAPL,1,100,0,USD,";
    SUBCASE("named by the rows")
    {
        bench.import_all({bench.write("both.csv", header + fill + "main\n" + fill + "ira\n")});
    }
    SUBCASE("named by the command")
    {
        auto const file = bench.write_rows("one.csv", "2024-01-02T10:00:00Z,BUY,AAPL,1,100,0,USD\n");
        bench.import_all({file});
        auto request = Workbench::request({file});
        request.account = "ira";
        CHECK(counts_of(bench.import(request)).inserted == 1);
    }
    CHECK(bench.holdings() == "ira AAPL 1 100 0\nmain AAPL 1 100 0\n");
}

TEST_CASE_TEMPLATE("I9: what a file repeats is known without remembering all of it", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    std::string const header = "date,type,ticker,quantity,price,fee,currency,external_id\n";
    std::string const fill = "2024-01-02T10:00:00Z,BUY,AAPL,1,100,0,USD,";
    std::string const rows = header + fill + "\n" + fill + "X-1\n" + fill + "\n" + fill + "X-1\n" + fill + "X-2\n";
    auto large = Workbench::request({bench.write("large.csv", rows)});
    large.most_bytes_remembered = 0;
    auto small = Workbench::request({bench.write("small.csv", rows)});
    SUBCASE("the large one first")
    {
        CHECK(counts_of(bench.import(large)) == model::ImportCounts{5, 4, 1, 0, 0});
        CHECK(counts_of(bench.import(small)) == model::ImportCounts{5, 0, 5, 0, 0});
    }
    SUBCASE("the large one second")
    {
        CHECK(counts_of(bench.import(small)) == model::ImportCounts{5, 4, 1, 0, 0});
        CHECK(counts_of(bench.import(large)) == model::ImportCounts{5, 0, 5, 0, 0});
    }
    SUBCASE("with an id that has two contents")
    {
        large.files = {bench.write("wrong.csv", rows + "2024-01-03,BUY,AAPL,1,100,0,USD,X-2\n")};
        auto const report = bench.import(large);
        CHECK(report.refused);
        REQUIRE(report.issues.size() == 1);
        CHECK(test::all(report.issues).front().line == 7);
        CHECK(test::all(report.issues).front().reason == "stands on line 6 already, with other content");
    }
}

namespace {

/// Two equal purchases of a Trading 212 export: with or without ids, with or without milliseconds.
std::string exported(bool has_ids, bool has_milliseconds)
{
    std::string const moment = has_milliseconds ? "2024-05-06 09:10:11.123" : "2024-05-06 09:10:11";
    std::string text = std::string{"Action,Time,Ticker,No. of shares,Total,Currency (Total)"} + (has_ids ? ",ID" : "");
    for (std::string const id : {"EOF1", "EOF2"}) {
        text.append("\nMarket buy,").append(moment).append(",HAZ,3,60.00,EUR").append(has_ids ? "," + id : "");
    }
    return text + "\n";
}

} // namespace

TEST_CASE_TEMPLATE("I2: what another export brought without ids or milliseconds is held back, unless it is to be kept",
                   Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto const first = bench.write("first.csv", exported(true, true));
    auto const second = bench.write("second.csv", exported(false, false));
    bool is_reversed = false;
    SUBCASE("the detailed one first") {}
    SUBCASE("the detailed one second")
    {
        is_reversed = true;
    }
    CHECK(counts_of(bench.import_all({is_reversed ? second : first})).inserted == 2);
    auto const again = bench.import_all({is_reversed ? first : second});
    CHECK(counts_of(again) == model::ImportCounts{2, 0, 2, 0, 0});
    CHECK(again.held_back.size() == 2);
    CHECK(bench.count("transactions") == 2);
    auto request = Workbench::request({is_reversed ? first : second});
    request.keep = true;
    CHECK(counts_of(bench.import(request)).inserted == 2);
}

TEST_CASE_TEMPLATE("I2: a stored row is the twin of one row only", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto whole = exported(true, false);
    bench.import_all({bench.write("one.csv", whole.substr(0, whole.find("Market", whole.find("EOF1"))))});
    auto const report = bench.import_all({bench.write("two.csv", exported(false, true))});
    CHECK(report.held_back.size() == 1);
    CHECK(bench.count("transactions") == 2);
}

TEST_CASE_TEMPLATE("I2: an id that comes again with other content is named, field by field, and not booked again",
                   Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    std::string const header = "date,type,ticker,quantity,price,fee,currency,external_id\n";
    auto const original = bench.write("a.csv", header + "2024-01-02,BUY,AAPL,10,100,1,EUR,t1\n"
                                                        "2024-01-03,BUY,SAP,10,100,1,EUR,t2\n");
    bench.import_all({original});
    auto const before = bench.books();
    auto const tell = [&](std::string const& rows) {
        auto const report = bench.import_all({bench.write("b.csv", header + rows)});
        CHECK(report.files.front().counts.inserted == 0);
        CHECK(bench.books() == before);
        std::string text;
        for (auto const& issue : test::all(report.changed)) {
            text += std::to_string(issue.line) + " " + issue.column + " " + issue.value + " " +
                    issue.reason.substr(0, issue.reason.find(',')) + "\n";
        }
        return text;
    };
    CHECK(tell("2024-01-02,BUY,AAPL,10,100.00,1,EUR,t1\n") == "");
    CHECK(tell("2024-01-02,BUY,AAPL,12,100,1,EUR,t1\n") ==
          "2 quantity 12 is \"10\" in transaction main:1\n2 total 1200 is \"1000\" in transaction main:1\n");
    // Another day is no other event, however far away.
    CHECK(tell("2024-07-03,BUY,SAP,10,100,1,EUR,t2\n") ==
          "2 date 2024-07-03 is \"2024-01-03\" in transaction main:2\n");
    CHECK(bench.discrepancies() == "");
}

TEST_CASE_TEMPLATE("I2: --update puts what a file says in the place of what is booked under its ids, and is undone",
                   Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.add_account("broker");
    std::string const header = "date,type,ticker,quantity,price,fee,currency,external_id,account,to_account,total\n";
    std::string const before = "2024-01-01,DEPOSIT,,,,0,EUR,d1,,,5000\n"
                               "2024-01-02,BUY,AAPL,10,100,1,EUR,t1,,,\n"
                               "2024-01-03,TRANSFER,AAPL,4,,0,EUR,t2,main,broker,\n"
                               "2024-01-04,SELL,AAPL,3,120,0,EUR,t3,,,\n";
    std::string const after = "2024-01-01,DEPOSIT,,,,0,EUR,d1,,,6000\n"
                              "2023-12-02,BUY,AAPL,20,100,1,EUR,t1,,,\n"
                              "2024-01-03,TRANSFER,AAPL,5,,0,EUR,t2,main,broker,\n"
                              "2024-01-04,SELL,AAPL,12,120,0,EUR,t3,,,\n"
                              "2024-01-05,SELL,AAPL,3,120,0,EUR,t4,,,\n";
    bench.import_all({bench.write("a.csv", header + before)});
    auto const old = bench.content();
    auto const file = bench.write("b.csv", header + after);
    auto request = Workbench::request({file});
    request.update = true;
    request.dry_run = true;
    CHECK(bench.import(request).files.front().updated == 4);
    CHECK(bench.content() == old);
    request.dry_run = false;
    auto const report = bench.import(request);
    CAPTURE(bench.issues(report));
    CHECK(report.stored);
    CHECK(report.files.front().counts == model::ImportCounts{5, 1, 4, 0, 0});
    CHECK(report.files.front().updated == 4);
    CHECK(bench.discrepancies() == "");

    Workbench anew{Where::backend};
    anew.add_account("broker");
    anew.import_all({anew.write("b.csv", header + after)});
    CHECK(bench.holdings() == anew.holdings());
    // Both files are known now.
    CHECK(bench.import_all({file}).changed.empty());
    CHECK(bench.import_all({bench.path("a.csv")}).changed.empty());

    static_cast<void>(jobs::undo_import(bench.database(), report.files.front().import_id));
    static_cast<void>(jobs::undo_import(bench.database(), report.files.front().update_import_id));
    CHECK(bench.content() == old);
    CHECK(bench.discrepancies() == "");
}
