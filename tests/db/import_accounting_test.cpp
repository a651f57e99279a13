// Every row of every file ends as exactly one of inserted, duplicate, ignored and rejected, wherever one looks.
#include "pf/db/import_store.hpp"
#include "pf/importer/importer.hpp"
#include "pf/report/imports.hpp"

#include "support/source_dir.hpp"
#include "support/workbench.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>
#include <string>

using namespace pf;
using test::Workbench;

namespace {

model::ImportCounts operator+(model::ImportCounts left, model::ImportCounts const& right)
{
    left.read += right.read;
    left.inserted += right.inserted;
    left.duplicate += right.duplicate;
    left.ignored += right.ignored;
    left.rejected += right.rejected;
    return left;
}

std::string text_of(model::ImportCounts const& counts)
{
    return std::to_string(counts.read) + " = " + std::to_string(counts.inserted) + " + " +
           std::to_string(counts.duplicate) + " + " + std::to_string(counts.ignored) + " + " +
           std::to_string(counts.rejected);
}

model::ImportCounts stored_counts(Workbench& bench, std::int64_t import_id)
{
    model::ImportCounts sum;
    for (auto const& import : db::ImportStore{bench.database()}.find(import_id)) {
        sum = sum + import.counts;
    }
    return sum;
}

model::ImportCounts json_counts(model::ImportReport const& report, std::size_t file)
{
    std::ostringstream text;
    OutputStyle style;
    style.format = OutputFormat::json;
    report::write_import(text, report, style);
    auto const document = nlohmann::json::parse(text.str());
    auto const& row = document.at("files").at(file);
    return {row.at("rows_read"), row.at("rows_inserted"), row.at("rows_duplicate"), row.at("rows_ignored"),
            row.at("rows_rejected")};
}

/// The report, the table `imports` and the JSON document agree, and the four outcomes add up.
void check_accounts(Workbench& bench, model::ImportReport const& report)
{
    REQUIRE(report.stored);
    for (std::size_t i = 0; i < report.files.size(); ++i) {
        auto const& file = report.files[i];
        CAPTURE(file.file);
        auto const& counts = file.counts;
        CHECK(counts.read == counts.inserted + counts.duplicate + counts.ignored + counts.rejected);
        CHECK(text_of(stored_counts(bench, file.import_id)) == text_of(counts));
        CHECK(text_of(json_counts(report, i)) == text_of(counts));
        std::int64_t ignored = 0;
        for (auto const& [rule, rows] : file.ignored_by) {
            CHECK(rule != "");
            ignored += rows;
        }
        CHECK(ignored == counts.ignored);
    }
}

std::vector<std::string> samples()
{
    std::vector<std::string> paths;
    for (auto const& entry : std::filesystem::directory_iterator{test::source_dir() + "/samples"}) {
        paths.push_back(entry.path().string());
    }
    std::ranges::sort(paths);
    return paths;
}

bool is_one_of(std::string const& sample, std::set<std::string> const& names)
{
    return names.contains(std::filesystem::path{sample}.stem().string());
}

/// What the command has to say of a sample, as that does not say it itself, and may not say of any other.
importer::Said said_of(std::string const& sample)
{
    bool const is_of_one = is_one_of(sample, {"stooq", "yahoo-prices"});
    bool const has_no_currency = is_of_one || is_one_of(sample, {"ibkr-history", "xtb", "yahoo-portfolio"});
    return {is_of_one ? "EXMP" : "", has_no_currency ? "EUR" : ""};
}

} // namespace

TEST_CASE_TEMPLATE("I1: the rows of every sample are accounted for, the first time and again", Where, PF_BACKENDS)
{
    for (auto const& sample : samples()) {
        CAPTURE(sample);
        Workbench bench{Where::backend};
        auto request = Workbench::request({sample});
        request.partial = true; // a sample may sell what only another one bought
        request.said = said_of(sample);
        request.reject_file = bench.path("rejected.csv");
        auto const first = bench.import(request);
        check_accounts(bench, first);
        CHECK(first.files.front().counts.read > 0);
        auto const needs_another_file = is_one_of(sample, {"revolut-commodities-fiat", "ibkr-actions"});
        CHECK((first.files.front().counts.inserted > 0) == !needs_another_file);

        request.reject_file = bench.path("rejected-again.csv");
        auto const again = bench.import(request);
        check_accounts(bench, again);
        CHECK(again.files.front().counts.inserted == 0);
        CHECK(again.files.front().counts.duplicate == first.files.front().counts.inserted);
        CHECK(again.files.front().counts.ignored == first.files.front().counts.ignored);
        CHECK(again.files.front().counts.rejected == first.files.front().counts.rejected);
        CHECK(bench.discrepancies() == "");
    }
}

TEST_CASE_TEMPLATE("I1: the rows of all samples in one command are accounted for", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto files = samples();
    // What happened to units that no other sample has bought.
    std::erase_if(files, [](std::string const& sample) { return is_one_of(sample, {"ibkr-actions"}); });
    auto request = Workbench::request(files);
    request.said = {"EXMP", "EUR"};
    auto const report = bench.import(request);
    CHECK(bench.issues(report) == "");
    check_accounts(bench, report);
    CHECK(bench.discrepancies() == "");
}

TEST_CASE_TEMPLATE("I1: new, duplicate and rejected rows of several accounts in one file", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.add_account("ira");
    bench.import_all({bench.write_rows("first.csv", "2024-01-02,BUY,AAPL,10,100,1,USD\n")});
    auto request = Workbench::request({bench.write("mixed.csv",
                                                   "date,type,ticker,quantity,price,fee,currency,account\n"
                                                   "2024-01-02,BUY,AAPL,10,100,1,USD,\n"     // duplicate
                                                   "2024-01-02,BUY,AAPL,10,100,1,USD,main\n" // its second occurrence
                                                   "2024-01-02,BUY,AAPL,10,100,1,USD,ira\n"
                                                   "2024-01-03,BUY,AAPL,ten,100,1,USD,ira\n"
                                                   "2024-01-04,SELL,AAPL,99,100,1,USD,ira\n")});
    request.partial = true;
    auto const report = bench.import(request);
    check_accounts(bench, report);
    CHECK(text_of(report.files.front().counts) == "5 = 2 + 1 + 0 + 2");
    CHECK(bench.count("transactions") == 3);
    CHECK(bench.count("imports") == 3);
    CHECK(report.issues.size() == 2);
}

TEST_CASE_TEMPLATE("I1: a file without rows is an import of nothing", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto const report = bench.import_all({bench.write_rows("empty.csv", "")});
    check_accounts(bench, report);
    CHECK(text_of(report.files.front().counts) == "0 = 0 + 0 + 0 + 0");
}

TEST_CASE_TEMPLATE("I1: prices and rates count like transactions", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto const prices = bench.write("prices.csv", "date,ticker,close,currency\n2024-01-02,AAPL,100,USD\n"
                                                  "2024-01-03,AAPL,101,USD\n");
    check_accounts(bench, bench.import_all({prices}));
    auto const more = bench.write("more.csv", "date,ticker,close,currency\n2024-01-03,AAPL,102,USD\n"
                                              "2024-01-02,AAPL,100.00,USD\n2024-01-04,AAPL,x,USD\n");
    auto request = Workbench::request({more});
    request.partial = true;
    auto const report = bench.import(request);
    check_accounts(bench, report);
    CHECK(text_of(report.files.front().counts) == "3 = 1 + 1 + 0 + 1");
}

TEST_CASE_TEMPLATE("a second close of one day is rejected, however little of the file is remembered", Where,
                   PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto request = Workbench::request({bench.write("prices.csv", "date,ticker,close,currency\n2024-01-02,AAPL,100,USD\n"
                                                                 "2024-01-02,AAPL,100.00,USD\n"
                                                                 "2024-01-02,AAPL,101,USD\n")});
    SUBCASE("all of a small one") {}
    SUBCASE("what repeats in a large one")
    {
        request.most_bytes_remembered = 0;
    }
    auto const refused = bench.import(request);
    CHECK(refused.refused);
    REQUIRE(refused.issues.size() == 1);
    CHECK(test::all(refused.issues).front().reason == "is not the 100 USD that line 2 has for AAPL on 2024-01-02");
    request.partial = true;
    auto const report = bench.import(request);
    check_accounts(bench, report);
    CHECK(text_of(report.files.front().counts) == "3 = 1 + 1 + 0 + 1");
}

TEST_CASE_TEMPLATE("a close of a later file takes the place of the former one, also in one command", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    std::string const header = "date,ticker,close,currency\n";
    bench.import_all({bench.write("a.csv", header + "2024-01-02,AAPL,100,USD\n"),
                      bench.write("b.csv", header + "2024-01-02,AAPL,101,USD\n")});
    CHECK(bench.temporary().value("SELECT CAST(close_price AS TEXT) FROM price_history")->substr(0, 3) == "101");
}
