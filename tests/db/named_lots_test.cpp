// Sales that name their lots: stored, continued, corrected, undone, and refused where the lot is not there.
#include "pf/jobs/ledger/ledger_command.hpp"
#include "pf/jobs/ledger/transactions.hpp"

#include "support/workbench.hpp"

#include <sstream>

using namespace pf;
using test::Workbench;

namespace {

constexpr std::string_view header = "date,type,ticker,quantity,price,fee,currency,external_id,lots\n";
constexpr std::string_view purchases = "2023-01-10,BUY,X,10,10,,EUR,A,\n"
                                       "2023-03-14,BUY,X,20,20,,EUR,B,\n";
constexpr std::string_view sale = "2024-02-01,SELL,X,12,30,,EUR,S,2023-03-14:5; id:B:4\n";

std::string file_of(Workbench& bench, std::string const& name, std::string_view rows)
{
    return bench.write(name, std::string{header}.append(rows));
}

std::string disposals(Workbench& bench)
{
    return bench.dump({"disposals"}, {"last_updated", "closing_transaction_id", "opening_transaction_id"});
}

cli::Outcome edit(Workbench& bench, std::string const& id, std::vector<std::string> words)
{
    std::ostringstream out;
    return jobs::edit_transaction(bench.database(), {}, {id, {}, std::move(words), {}, {}, false}, out);
}

std::string why_not(Workbench& bench, std::string const& id, std::vector<std::string> words)
{
    try {
        edit(bench, id, std::move(words));
    } catch (Error const& error) {
        return error.message();
    }
    FAIL("no error");
    return {};
}

} // namespace

TEST_CASE_TEMPLATE("named lots are sold, in one command or in several, and in any order of files", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto const bought = file_of(bench, "bought.csv", purchases);
    auto const sold = file_of(bench, "sold.csv", sale);
    SUBCASE("one after the other")
    {
        bench.import_all({bought});
        bench.import_all({sold});
    }
    SUBCASE("together, the sale first")
    {
        bench.import_all({sold, bought});
    }
    // 9 of the lot at 20, by day and by id; the other 3 by the account's method: 180 + 30 of 360.
    CHECK(bench.holdings() == "main X 18 290 150\n");
    CHECK(bench.number("SELECT COUNT(*) FROM disposals") == 2);
    CHECK(bench.number("SELECT COUNT(*) FROM transactions WHERE lots = '2023-03-14:5; id:B:4'") == 1);
    CHECK(bench.discrepancies() == "");
    CHECK(bench.import_all({sold, bought}).files.front().counts.inserted == 0);

    jobs::PortfolioRequest lifo;
    lifo.method = model::BookingMethod::lifo;
    CHECK(bench.holdings(lifo) == "main X 18 260 120\n");
    jobs::PortfolioRequest specific;
    specific.method = model::BookingMethod::specific;
    CHECK(jobs::load_portfolio(bench.database(), specific).oversells.size() == 1);
}

TEST_CASE_TEMPLATE("names are corrected, and undone without a trace", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.import_all({file_of(bench, "all.csv", std::string{purchases}.append(sale))});
    auto const before = disposals(bench);

    CHECK(edit(bench, "3", {"lots=id:A:10"}).code == ExitCode::ok);
    CHECK(bench.holdings() == "main X 18 360 220\n");
    CHECK(bench.discrepancies() == "");
    CHECK(bench.import_all({bench.path("all.csv")}).files.front().counts.inserted == 0);

    CHECK(edit(bench, "4", {"lots="}).code == ExitCode::ok);
    CHECK(bench.holdings() == "main X 18 360 220\n");
    CHECK(bench.number("SELECT COUNT(*) FROM transactions WHERE lots IS NOT NULL") == 0);

    static_cast<void>(jobs::undo_import(bench.database(), 4));
    static_cast<void>(jobs::undo_import(bench.database(), 2));
    CHECK(disposals(bench) == before);
    CHECK(bench.discrepancies() == "");
}

TEST_CASE_TEMPLATE("a lot that is named and not there is refused by name, and nothing is done", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.import_all({file_of(bench, "bought.csv", purchases)});
    auto const state = [&] { return bench.dump({"transactions", "positions", "lots", "disposals"}, {"last_updated"}); };
    auto const before = state();
    auto const report = bench.import({file_of(bench, "bad.csv",
                                              "2024-02-01,SELL,X,12,30,,EUR,,2023-03-15:5\n"
                                              "2024-02-01,SELL,X,12,31,,EUR,,id:A:11\n")});
    CHECK(!report.stored);
    auto const hint = " ('pf-positions lots' shows what is held, 'pf-ledger list' how it came and went; a lot is named "
                      "by the day of its purchase, or by the id of the row that brought it)\n";
    CHECK(bench.issues(report) == std::string{"bad.csv:2: lots \"2023-03-15:5\" names more X than the 0 that this lot "
                                              "holds on 2024-02-01"} +
                                      hint +
                                      "bad.csv:3: lots \"id:A:11\" names more X than the 10 that this lot holds on "
                                      "2024-02-01" +
                                      hint);
    CHECK(state() == before);
}

TEST_CASE_TEMPLATE("a correction that takes a named lot away is refused by the sale that names it", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto const file = file_of(bench, "all.csv", std::string{purchases}.append(sale));
    bench.import_all({file});
    CHECK(why_not(bench, "2", {"date=2023-03-15"}) ==
          "transaction 3 (" + file + ":4) of X: the sale of 2024-02-01 names 5 of the lot 2023-03-14, which holds 0");
    CHECK(why_not(bench, "2", {"external_id=C"}) ==
          "transaction 3 (" + file + ":4) of X: the sale of 2024-02-01 names 4 of the lot id:B, which holds 0");
    CHECK(why_not(bench, "3", {"lots=id:B:13"}) == "\"id:B:13\" names more units than the 12 that are sold");
    CHECK(bench.holdings() == "main X 18 290 150\n");
}

TEST_CASE_TEMPLATE("an account with the method specific refuses a sale that leaves the choice open", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.add_account("broker", "EUR", model::BookingMethod::specific);
    auto request = bench.request({file_of(bench, "all.csv", std::string{purchases}.append(sale))});
    request.account = "broker";
    auto const report = bench.import(request);
    CHECK(!report.stored);
    CHECK(bench.issues(report) == "all.csv:4: quantity \"3\" X are sold on 2024-02-01 without saying of which lots "
                                  "(name them in the column lots, as 2023-01-10:5; or give the account a method that "
                                  "chooses: 'pf-ledger accounts set NAME --method fifo')\n");
    bench.write("all.csv", std::string{header}.append(purchases) + "2024-02-01,SELL,X,12,30,,EUR,S,id:B:9; id:A:3\n");
    CHECK(bench.import(request).stored);
    CHECK(bench.holdings() == "broker X 18 290 150\n");
    CHECK(bench.discrepancies() == "");
}
