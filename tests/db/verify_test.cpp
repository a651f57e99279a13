// `verify` finds whatever was changed behind the books' back.
#include "support/workbench.hpp"

using namespace pf;
using test::Workbench;

namespace {

void fill(Workbench& bench)
{
    bench.import_all({bench.write_rows("a.csv", "2024-01-02,BUY,AAPL,10,100,1,USD\n"
                                                "2024-01-03,BUY,AAPL,10,110,1,USD\n"
                                                "2024-02-01,SELL,AAPL,4,120,1,USD\n"
                                                "2024-02-02,DIVIDEND,AAPL,16,0.24,,USD\n"
                                                "2024-01-02,BUY,SAP,3,150,2,EUR\n")});
    REQUIRE(bench.discrepancies() == "");
}

} // namespace

TEST_CASE_TEMPLATE("verify counts what it compared", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    fill(bench);
    auto const before = bench.dump();
    auto const report = jobs::verify(bench.database(), {});
    CHECK(report.transactions == 5);
    CHECK(report.positions == 2);
    CHECK(report.lots == 3);
    CHECK(report.disposals == 1);
    CHECK(report.identities == 2);
    CHECK(report.unknown == 0);
    CHECK(report.discrepancies.empty());
    CHECK(bench.dump() == before);
}

TEST_CASE_TEMPLATE("verify finds every changed row and names the instrument", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    fill(bench);
    std::string change;
    std::string expected;
    SUBCASE("a position's quantity")
    {
        change = "UPDATE positions SET quantity = '17' WHERE ticker = 'AAPL'";
        expected = "main AAPL: stored quantity 17, booked 16\n";
    }
    SUBCASE("a position's cost")
    {
        change = "UPDATE positions SET total_cost = '1' WHERE ticker = 'SAP'";
        expected = "main SAP: stored total_cost 1, booked 452\n";
    }
    SUBCASE("a position's realized gain, unknown now")
    {
        change = "UPDATE positions SET realized_pl = NULL WHERE ticker = 'AAPL'";
        expected = "main AAPL: stored realized_pl unknown, booked 78.6\n";
    }
    SUBCASE("a position's income")
    {
        change = "UPDATE positions SET income = '9' WHERE ticker = 'AAPL'";
        expected = "main AAPL: stored dates, income, fees, currency or base amounts differ from the booked ones\n";
    }
    SUBCASE("a position that is gone")
    {
        change = "DELETE FROM disposals; DELETE FROM lots; DELETE FROM positions";
        expected = "main AAPL: has transactions but no stored position\n"
                   "main SAP: has transactions but no stored position\n";
    }
    SUBCASE("a lot's cost")
    {
        change = "UPDATE lots SET total_cost = '1000' WHERE ticker = 'AAPL' AND opening_transaction_id = 2";
        expected = "main AAPL: stored lots (2) differ from booked ones (2)\n";
    }
    SUBCASE("a lot that is gone")
    {
        change = "DELETE FROM lots WHERE ticker = 'SAP'";
        expected = "main SAP: stored lots (0) differ from booked ones (1)\n";
    }
    SUBCASE("two lots whose prices were exchanged")
    {
        change = "UPDATE lots SET purchase_price = '110.1' WHERE ticker = 'AAPL' AND opening_transaction_id = 1;"
                 "UPDATE lots SET purchase_price = '100.1' WHERE ticker = 'AAPL' AND opening_transaction_id = 2";
        expected = "main AAPL: stored lots (2) differ from booked ones (2)\n";
    }
    SUBCASE("a disposal's gain")
    {
        change = "UPDATE disposals SET realized_pl = '79.6', cost_basis = '399.4'";
        expected = "main AAPL: stored disposals (1) differ from booked ones (1)\n";
    }
    SUBCASE("a disposal that is gone")
    {
        change = "DELETE FROM disposals";
        expected = "main AAPL: stored disposals (0) differ from booked ones (1)\n";
    }
    SUBCASE("a transaction's quantity")
    {
        change = "UPDATE transactions SET quantity = '11', total_amount = '1100' WHERE id = 1";
        expected = "main AAPL: stored quantity 16, booked 17\n";
    }
    CAPTURE(change);
    bench.temporary().run(change);
    auto const found = bench.discrepancies();
    CAPTURE(found);
    CHECK(found.find(expected) == 0);
}

TEST_CASE_TEMPLATE("verify of one account says nothing of another", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    fill(bench);
    bench.add_account("ira");
    bench.temporary().run("UPDATE positions SET quantity = '17' WHERE ticker = 'AAPL'");
    CHECK(jobs::verify(bench.database(), "ira").discrepancies.empty());
    CHECK(jobs::verify(bench.database(), "main").discrepancies.size() == 1);
}

TEST_CASE_TEMPLATE("verify tells how many identities an unknown amount leaves open", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.import_all({bench.write_rows("a.csv", "2024-01-02,STAKING,ETH,1,,,EUR\n2024-01-02,BUY,BTC,1,100,0,EUR\n")});
    auto const report = jobs::verify(bench.database(), {});
    CHECK(report.identities == 1);
    CHECK(report.unknown == 1);
    CHECK(report.discrepancies.empty());
}
