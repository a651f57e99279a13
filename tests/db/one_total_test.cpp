// One total: what is held, in any currency, is what the snapshots of all accounts say, and its parts add up to it.
#include "pf/db/instrument_store.hpp"
#include "pf/db/price_store.hpp"
#include "pf/db/split_store.hpp"
#include "pf/jobs/books/timeline.hpp"
#include "pf/jobs/ledger/instruments.hpp"
#include "pf/jobs/positions/grouping.hpp"
#include "pf/jobs/positions/holdings.hpp"
#include "pf/valuation/account_totals.hpp"

#include "db/random_history.hpp"

using namespace pf;
using namespace pf::test;

namespace {

jobs::Holdings holdings_on(db::Database& database, Date day, Currency currency)
{
    jobs::PortfolioRequest request;
    request.as_of = day;
    auto const portfolio = jobs::load_portfolio(database, request);
    jobs::Market const market{database, portfolio.positions, day, nullptr};
    jobs::PositionsWords words;
    words.closed = true;
    return jobs::holdings_of(portfolio, market, request, words, currency);
}

report::TotalAmounts sum_of(std::vector<report::PositionGroup> const& groups)
{
    report::TotalAmounts sum;
    for (auto const& group : groups) {
        sum = sum + group.total;
    }
    return sum;
}

/// One has parts of uneven weight, one a rest, and one no tag.
void tag_some(db::Database& database)
{
    auto const part = Decimal::from_units(any_below(999'999'999) + 1);
    auto const rest = (Decimal{1} - part).to_text();
    auto const tag = [&](char const* ticker, std::string const& words) {
        static_cast<void>(jobs::set_instrument(database, {ticker, {}, {}, {{"tags", words}}, false}));
    };
    tag("AAA", "core;region=us:" + part.to_text() + ",eu:" + rest);
    tag("BBB", "region=eu:0.333333333333333333");
}

model::Snapshot total_on(db::Database& database, Date day, Currency currency)
{
    std::vector<model::Snapshot> snapshots;
    auto const accounts = db::AccountStore{database}.list();
    jobs::load_timeline(database, {accounts, day, day, {}})
        .visit(day, day, [&](model::Snapshot const& snapshot, auto const&) { snapshots.push_back(snapshot); });
    auto const totals = valuation::totals(snapshots, valuation::FxTable{db::PriceStore{database}.rates(day)}, currency);
    return totals.empty() ? model::Snapshot{} : totals.front();
}

} // namespace

TEST_CASE_TEMPLATE("A1, L8: in any currency the total is that of the snapshots, and all groups add up to it", Where,
                   PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.add_account("ira", "USD", model::BookingMethod::average);
    check_some([&] {
        static_cast<void>(any_history(bench));
        import_any_prices(bench);
        auto const day = on("2024-02-01") + std::chrono::days{any_below(29)};
        auto const currency = Currency{any_below(2) == 0 ? "EUR" : "USD"};
        auto const expected = total_on(bench.database(), day, currency);
        auto const holdings = holdings_on(bench.database(), day, currency);
        tag_some(bench.database());
        for (auto const* const by : {"account", "asset_type", "currency", "ticker", "region"}) {
            auto const grouping = jobs::grouping_of(bench.database(), by, ExitCode::usage, {});
            auto const sum = sum_of(jobs::groups_of(holdings, grouping));
            RC_ASSERT(sum.value == expected.total_value);
            RC_ASSERT(sum.cost == expected.total_cost);
            RC_ASSERT(sum.unrealized == expected.unrealized_pl);
            RC_ASSERT(sum.realized == expected.realized_pl);
            RC_ASSERT(sum.income == expected.income);
            RC_ASSERT(!sum.value || !sum.value->is_positive() || sum.weight == Decimal{1});
        }
        RC_CLASSIFY(expected.total_value.has_value());
    });
}

TEST_CASE_TEMPLATE("names, and the ratios of splits, are told by ticker", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.add_account("ira", "USD", model::BookingMethod::average);
    auto const file =
        bench.write("rows.csv", std::string{random_header} + "2024-02-01,BUY,AAA,10,1,,EUR,main,,,,,,,,\n"
                                                             "2024-02-01,BUY,AAA,10,1,,EUR,ira,,,,,,,,\n"
                                                             "2024-02-02,SPLIT,AAA,,,,EUR,main,,3:2,,,,,,\n"
                                                             "2024-02-02,SPLIT,AAA,,,,EUR,ira,,3:2,,,,,,\n"
                                                             "2024-02-05,SPLIT,AAA,,,,EUR,main,,1:3,,,,,,\n");
    static_cast<void>(bench.import(Workbench::request({file})));
    auto const ratios = db::SplitStore{bench.database()}.ratios("AAA");
    REQUIRE(ratios.size() == 2);
    CHECK(ratios.at(on("2024-02-02")) == std::pair{Decimal{3}, Decimal{2}});
    CHECK(ratios.at(on("2024-02-05")) == std::pair{Decimal{1}, Decimal{3}});
    CHECK(db::SplitStore{bench.database()}.ratios("BBB").empty());
    db::InstrumentStore store{bench.database()};
    model::InstrumentDetails details;
    details.ticker = "AAA";
    details.name = "Triple A";
    store.put(details);
    CHECK(store.titles({"AAA", "BBB"}) == std::map<std::string, std::string>{{"AAA", "Triple A"}});
}
