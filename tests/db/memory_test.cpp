// Memory does not grow with what a file sends (guarantee I9): the real programs say how much they took.
#include "db/start.hpp"

#include <algorithm>
#include <iterator>

using namespace pf;
using test::Workbench;

namespace {

constexpr int enough_for_all = 64; // megabytes, libraries, SQLite's cache and what counts lines included

/// A run, with what it says at its end: `imported … (1.23 s, 34 MB)`.
struct Run {
    int code = 0;
    std::string said;

    [[nodiscard]] int megabytes() const
    {
        auto const at = said.rfind(" s, ");
        return at == std::string::npos ? -1 : std::stoi(said.substr(at + 4));
    }
};

/// Under a shell, which is small: a process begins with the peak of the one that it was forked from, and this one is
/// not.
Run run(std::string const& program, Workbench& bench, std::vector<std::string> const& arguments)
{
    std::vector<std::string> command{"sh", "-c", R"("$@"; exit $?)", "sh"};
    std::ranges::move(test::command(program, bench, arguments), std::back_inserter(command));
    test::Process process{command, bench.path("run.out")};
    auto const code = process.wait();
    return {code, process.output()};
}

std::size_t count(std::string const& text, std::string_view part)
{
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) {
        ++found;
    }
    return found;
}

void check_bounded(Run const& run)
{
    CAPTURE(run.said.substr(run.said.size() - std::min<std::size_t>(run.said.size(), 300)));
    REQUIRE(run.megabytes() > 0);
    CHECK(run.megabytes() < enough_for_all);
}

/// The header and as many rows, each made from its number.
template <typename RowOf>
std::string many(int rows, std::string text, RowOf row_of)
{
    for (int i = 0; i < rows; ++i) {
        text += row_of(std::to_string(i)) + "\n";
    }
    return text;
}

} // namespace

TEST_CASE_TEMPLATE("I6: every one of many bad rows is named, in memory that does not grow with them", Where,
                   PF_BACKENDS)
{
    constexpr int rows = 5000;
    std::string const wrong(4000, '1');
    Workbench bench{Where::backend};
    auto const file = bench.write(
        "bad.csv",
        many(rows, std::string{test::plain_header} + "2024-01-02,BUY,AAPL,1,1,0,EUR\n",
             [&](std::string const& number) { return "2024-01-02,BUY,A" + number + "," + wrong + ",1,0,EUR"; }));
    std::vector<std::string> arguments{file};
    int code = 65;
    SUBCASE("nothing is imported") {}
    SUBCASE("--partial keeps them for a reject file")
    {
        arguments.emplace_back("--partial");
        code = 3;
    }
    SUBCASE("a document tells them too")
    {
        arguments.insert(arguments.end(), {"--partial", "--output", "json"});
        code = 3;
    }
    auto const ended = run("pf-import", bench, arguments);
    CHECK(ended.code == code);
    check_bounded(ended);
    auto const place = file + ":" + std::to_string(rows + 2) + ": ";
    auto const first = ended.said.find(file + ":3: ");
    CHECK(first < ended.said.find(place));
    CHECK(ended.said.find(place) != std::string::npos);
    CHECK(count("\n" + ended.said, "\n" + file + ":") == rows);
    if (code == 3) {
        CHECK(count(Workbench::read(file + ".rejected.csv"), "2024-01-02") == rows);
    }
}

TEST_CASE_TEMPLATE("I9: memory does not grow with the number of accounts that a file names", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto const file = bench.write(
        "accounts.csv", many(400, "date,type,ticker,quantity,price,fee,currency,account\n",
                             [](std::string const& number) { return "2024-01-01,BUY,X,1,1,0,EUR,a" + number; }));
    auto const ended = run("pf-import", bench, {"--create-accounts", file});
    CHECK(ended.code == 0);
    CHECK(bench.count("transactions") == 400);
    check_bounded(ended);
}

TEST_CASE_TEMPLATE("I9: lots and disposals are written in memory that does not grow with them", Where, PF_BACKENDS)
{
    constexpr int rows = 16'000;
    Workbench bench{Where::backend};
    bench.import_all({bench.write("lots.csv", many(rows, std::string{test::plain_header}, [](std::string const&) {
                                      return std::string{"2024-01-01,BUY,X,2,1,0,EUR"};
                                  }))});
    bench.import_all({bench.write_rows("sale.csv", "2024-02-01,SELL,X,16000,2,0,EUR\n")});
    for (std::string const command : {"lots", "realized"}) {
        for (std::string const format : {"table", "csv", "json"}) {
            CAPTURE(command);
            CAPTURE(format);
            auto const ended = run("pf-positions", bench, {"--verbose", command, "--output", format});
            CHECK(count(ended.said, "2024-01-01") == rows / 2);
            check_bounded(ended);
        }
    }
}
