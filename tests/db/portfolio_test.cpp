// What `pf-positions` reads: stored rows where they answer the question, else the transactions booked anew.
#include "pf/base/error.hpp"

#include "support/workbench.hpp"

using namespace pf;
using test::Workbench;

namespace {

void fill(Workbench& bench)
{
    bench.add_account("ira");
    bench.import_all({bench.write("a.csv", "date,type,ticker,quantity,price,fee,currency,account,to_account\n"
                                           "2023-01-02,BUY,AAPL,10,100,1,EUR,main,\n"
                                           "2023-02-02,BUY,AAPL,10,200,1,EUR,main,\n"
                                           "2023-03-01,SELL,AAPL,5,300,1,EUR,main,\n"
                                           "2023-04-01,TRANSFER,AAPL,5,,,EUR,main,ira\n"
                                           "2023-05-01,SELL,AAPL,5,50,1,EUR,ira,\n"
                                           "2023-01-03,BUY,SAP,1,100,0,EUR,main,\n"
                                           "2024-01-03,SELL,SAP,1,101,0,EUR,main,\n"
                                           "2024-12-31T23:59:59.999999Z,BUY,SAP,2,100,0,EUR,main,\n")});
}

jobs::PortfolioRequest of(std::string account)
{
    jobs::PortfolioRequest request;
    request.account = std::move(account);
    return request;
}

} // namespace

TEST_CASE_TEMPLATE("an account, some tickers, all of it", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    fill(bench);
    CHECK(bench.holdings() == "ira AAPL 0 0 -251.5\nmain AAPL 10 2001 998.5\nmain SAP 2 200 1\n");
    CHECK(bench.holdings(of("ira")) == "ira AAPL 0 0 -251.5\n");
    auto request = of("");
    request.tickers = {"SAP", "NONE"};
    CHECK(bench.holdings(request) == "main SAP 2 200 1\n");
    CHECK_THROWS_WITH_AS(static_cast<void>(bench.holdings(of("irra"))), "there is no account \"irra\"", Error);
}

TEST_CASE_TEMPLATE("the accounts' own method booked anew gives what is stored", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    fill(bench);
    auto request = of("");
    request.with_lots = true;
    request.with_disposals = true;
    auto const stored = jobs::load_portfolio(bench.database(), request);
    request.as_of = test::on("2199-12-31");
    auto const anew = jobs::load_portfolio(bench.database(), request);
    CHECK(anew.positions == stored.positions);
    CHECK(anew.open_lots == stored.open_lots);
    CHECK(anew.disposals == stored.disposals);
    CHECK(anew.oversells.empty());
}

TEST_CASE_TEMPLATE("other methods, other days, fees apart", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    fill(bench);
    auto request = of("main");
    request.method = model::BookingMethod::lifo;
    CHECK(bench.holdings(request) == "main AAPL 10 1001 498.5\nmain SAP 2 200 1\n");
    request.method = model::BookingMethod::average;
    CHECK(bench.holdings(request) == "main AAPL 10 1501 748.5\nmain SAP 2 200 1\n");
    request = of("main");
    request.fees = lots::Fees::separate;
    CHECK(bench.holdings(request) == "main AAPL 10 2000 1000\nmain SAP 2 200 1\n");
    request = of("main");
    request.as_of = test::on("2023-03-31");
    CHECK(bench.holdings(request) == "main AAPL 15 2501.5 998.5\nmain SAP 1 100 0\n");
    request.as_of = test::on("2024-12-30");
    CHECK(bench.holdings(request) == "main AAPL 10 2001 998.5\nmain SAP 0 0 1\n");
    request.as_of = test::on("2024-12-31"); // its last microsecond counts
    CHECK(bench.holdings(request) == "main AAPL 10 2001 998.5\nmain SAP 2 200 1\n");
    request.as_of = test::on("2022-12-31");
    CHECK(bench.holdings(request) == "");
}

TEST_CASE_TEMPLATE("disposals of some days", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    fill(bench);
    auto request = of("");
    request.with_disposals = true;
    request.disposals_first = test::on("2023-05-01");
    request.disposals_last = test::on("2024-01-03");
    auto const check = [&] {
        auto const disposals = jobs::load_portfolio(bench.database(), request).disposals;
        REQUIRE(disposals.size() == 2);
        CHECK(disposals[0].ticker == "AAPL");
        CHECK(disposals[0].term == model::Term::short_term);
        CHECK(disposals[1].ticker == "SAP");
        // A calendar year to the day is not more than one.
        CHECK(disposals[1].term == model::Term::short_term);
    };
    check();
    request.method = model::BookingMethod::fifo; // booked anew
    check();
}
