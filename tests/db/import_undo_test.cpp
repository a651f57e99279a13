// Undo takes back exactly what an import brought; a dry run tells everything and changes nothing.
#include "pf/base/error.hpp"
#include "pf/db/import_store.hpp"

#include "support/workbench.hpp"

using namespace pf;
using test::Workbench;

namespace {

constexpr std::string_view purchases = "2024-01-02,BUY,AAPL,10,100,1,USD\n"
                                       "2024-01-03,BUY,MSFT,5,200,1,USD\n";
constexpr std::string_view account_header = "date,type,ticker,quantity,price,fee,currency,account,to_account\n";

/// The message and hint of what undoing throws.
std::string refusal(Workbench& bench, std::int64_t import_id)
{
    try {
        static_cast<void>(jobs::undo_import(bench.database(), import_id));
    } catch (Error const& error) {
        auto text = error.message();
        for (auto const& detail : error.details()) {
            text += "\n" + detail;
        }
        return text + " (" + error.hint() + ")";
    }
    return "undone";
}

} // namespace

TEST_CASE_TEMPLATE("I7: undo removes exactly what the import added", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.import_all({bench.write_rows("first.csv", purchases)});
    auto const before = bench.content();
    // One row is already there, one changes a known position's past, one is another instrument.
    auto const second = bench.write_rows("second.csv", "2024-01-02,BUY,AAPL,10,100,1,USD\n"
                                                       "2023-12-01,BUY,AAPL,3,90,0,USD\n"
                                                       "2024-02-01,SELL,AAPL,12,120,1,USD\n"
                                                       "2024-02-01,BUY,SAP,7,150,2,EUR\n");
    auto const added = bench.import_all({second});
    auto const after = bench.content();
    CHECK(added.files.front().counts.inserted == 3);

    auto const undone = jobs::undo_import(bench.database(), added.files.front().import_id);
    CHECK(undone.removed == 3);
    CHECK(undone.changes.size() == 2);
    CHECK(bench.content() == before);
    CHECK(bench.discrepancies() == "");

    CHECK(bench.import_all({second}).files.front().counts == added.files.front().counts);
    CHECK(bench.discrepancies() == "");
    CHECK(bench.holdings() == "main AAPL 1 100.1 268.1\nmain MSFT 5 1001 0\nmain SAP 7 1052 0\n");
}

TEST_CASE_TEMPLATE("I7: undo refuses when later sales depend on the import, naming them", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto const first = bench.import_all({bench.write_rows("first.csv", purchases)});
    bench.import_all({bench.write_rows("second.csv", "2024-02-01,SELL,AAPL,4,120,1,USD\n"
                                                     "2024-02-02,SELL,AAPL,5,121,1,USD\n")});
    auto const before = bench.dump();
    auto const text = refusal(bench, first.files.front().import_id);
    CAPTURE(text);
    CHECK(text.find("import 1 cannot be undone: later sales depend on it") == 0);
    CHECK(text.find("second.csv:2: sells 4 AAPL on 2024-02-01, but 0 would be held") != std::string::npos);
    CHECK(text.find("second.csv:3: sells 5 AAPL on 2024-02-02, but 0 would be held") != std::string::npos);
    CHECK(text.find("(undo the imports with these sales first)") != std::string::npos);
    CHECK(bench.dump() == before);

    static_cast<void>(jobs::undo_import(bench.database(), 2));
    static_cast<void>(jobs::undo_import(bench.database(), 1));
    CHECK(bench.count("transactions") == 0);
    CHECK(bench.count("positions") == 0);
}

TEST_CASE_TEMPLATE("I7: an import is undone once, and only when it exists", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.import_all({bench.write_rows("first.csv", purchases)});
    static_cast<void>(jobs::undo_import(bench.database(), 1));
    CHECK(refusal(bench, 1).find("import 1 was undone at 20") == 0);
    CHECK(refusal(bench, 7) == "there is no import 7 ('pf-import list' shows them)");
    bench.import_all({bench.write("prices.csv", "date,ticker,close,currency\n2024-01-02,AAPL,100,USD\n")});
    CHECK(refusal(bench, 2).find("import 2 holds prices or exchange rates, which are not undone") == 0);
    CHECK(bench.count("price_history") == 1);
}

TEST_CASE_TEMPLATE("I7: undo of a transfer brings the lots back to the account they came from", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.add_account("ira");
    bench.import_all({bench.write_rows("first.csv", purchases)});
    auto const before = bench.content();
    auto const transfer =
        bench.write("transfer.csv", std::string{account_header} + "2024-02-01,TRANSFER,AAPL,4,,,USD,main,ira\n");
    auto const moved = bench.import_all({transfer});
    CHECK(bench.holdings() == "ira AAPL 4 400.4 0\nmain AAPL 6 600.6 0\nmain MSFT 5 1001 0\n");
    CHECK(bench.discrepancies() == "");

    SUBCASE("at once")
    {
        auto const undone = jobs::undo_import(bench.database(), moved.files.front().import_id);
        CHECK(undone.removed == 2);
        CHECK(bench.content() == before);
    }
    SUBCASE("not while the other account has sold them")
    {
        bench.import_all(
            {bench.write("sale.csv", std::string{account_header} + "2024-03-01,SELL,AAPL,4,130,0,USD,ira,\n")});
        auto const text = refusal(bench, moved.files.front().import_id);
        CAPTURE(text);
        CHECK(text.find("sale.csv:2: sells 4 AAPL on 2024-03-01, but 0 would be held") != std::string::npos);
        // Nor can the purchase go whose units went on.
        CHECK(refusal(bench, 1).find("import 1 cannot be undone") == 0);
    }
    CHECK(bench.discrepancies() == "");
}

TEST_CASE_TEMPLATE("I7: undo of one file leaves the other files of the same command", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.import_all({bench.write_rows("a.csv", "2024-01-02,BUY,AAPL,10,100,1,USD\n"),
                      bench.write_rows("b.csv", "2024-01-03,BUY,AAPL,5,100,0,USD\n")});
    static_cast<void>(jobs::undo_import(bench.database(), 1));
    CHECK(bench.holdings() == "main AAPL 5 500 0\n");
    CHECK(bench.discrepancies() == "");
}

TEST_CASE_TEMPLATE("I10: a dry run reports what the real run does, and changes nothing", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.import_all({bench.write_rows("first.csv", purchases)});
    auto request = Workbench::request(
        {bench.write_rows("second.csv", "2024-01-02,BUY,AAPL,10,100,1,USD\n2024-02-01,SELL,AAPL,4,120,1,USD\n"
                                        "2024-02-30,SELL,AAPL,4,120,1,USD\n2024-03-01,SELL,MSFT,500,1,0,USD\n"),
         bench.write("new.csv", std::string{account_header} + "2024-03-01,BUY,BTC,1,1,0,EUR,wallet,\n"
                                                              "2024-03-02,TRANSFER,AAPL,1,,,USD,main,wallet\n"),
         bench.write("fx.csv", "date,base,quote,rate\n2024-01-01,USD,EUR,0.9\n"),
         bench.write("prices.csv", "date,ticker,close,currency\n2024-01-02,AAPL,100,USD\n")});
    request.partial = true;
    request.create_accounts = true;
    request.dry_run = true;
    auto const before = bench.dump();
    auto dry = bench.import(request);
    CHECK(bench.dump() == before);
    CHECK_FALSE(dry.stored);
    CHECK_FALSE(std::filesystem::exists(bench.path("second.csv.rejected.csv")));

    request.dry_run = false;
    auto const real = bench.import(request);
    CHECK(real.stored);
    CHECK(bench.dump() != before);
    CHECK(test::all(dry.changes) == test::all(real.changes));
    CHECK(test::all(dry.issues) == test::all(real.issues));
    CHECK(test::all(dry.notes) == test::all(real.notes));
    REQUIRE(dry.files.size() == real.files.size());
    for (std::size_t i = 0; i < dry.files.size(); ++i) {
        dry.files[i].reject_file = real.files[i].reject_file; // written by the real run alone
        CHECK(dry.files[i] == real.files[i]);
    }
}

TEST_CASE_TEMPLATE("I10: a dry run of bad rows names them as the real run does", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto request = Workbench::request({bench.write_rows("bad.csv", "2024-01-02,BUY,AAPL,x,100,1,USD\n")});
    auto const before = bench.dump();
    auto const real = bench.import(request);
    request.dry_run = true;
    auto const dry = bench.import(request);
    CHECK(test::all(dry.issues) == test::all(real.issues));
    CHECK(dry.refused);
    CHECK(real.refused);
    CHECK(bench.dump() == before);
}
