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
        CHECK(report.issues.front().line == 7);
        CHECK(report.issues.front().reason == "stands on line 6 already, with other content");
    }
}
