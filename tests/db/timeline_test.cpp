// The engine of snapshots: what many days' values are, from one pass over the transactions.
#include "pf/db/price_store.hpp"
#include "pf/jobs/books/timeline.hpp"
#include "pf/valuation/value.hpp"

#include "db/random_history.hpp"

#include <algorithm>
#include <iterator>
#include <map>

using namespace pf;
using namespace pf::test;

namespace {

std::vector<model::Snapshot> snapshots(Workbench& bench, Date first, Date last)
{
    std::vector<model::Snapshot> result;
    auto const accounts = db::AccountStore{bench.database()}.list();
    jobs::load_timeline(bench.database(), {accounts, first, last, {}})
        .visit(first, last, [&](model::Snapshot const& snapshot, auto const&) { result.push_back(snapshot); });
    return result;
}

std::vector<model::Snapshot> snapshots(Workbench& bench, std::string_view first, std::string_view last)
{
    return snapshots(bench, on(first), on(last));
}

/// What `pf-positions --as-of DAY --closed` shows of one account, added up.
struct Totals {
    std::map<std::string, std::optional<Decimal>> market_value;
    std::optional<Decimal> value = Decimal{};
    std::optional<Decimal> cost = Decimal{};
    std::optional<Decimal> unrealized = Decimal{};
    std::optional<Decimal> realized = Decimal{};
    std::optional<Decimal> income = Decimal{};
    std::int64_t unpriced = 0;

    friend bool operator==(Totals const&, Totals const&) = default;
};

std::map<std::int64_t, Totals> positions_as_of(Workbench& bench, Date day)
{
    jobs::PortfolioRequest request;
    request.as_of = day;
    auto const portfolio = jobs::load_portfolio(bench.database(), request);
    db::PriceStore const store{bench.database()};
    valuation::FxTable const rates{store.rates(day)};
    std::map<std::int64_t, Totals> totals;
    for (auto const& position : portfolio.positions) {
        auto const account = std::ranges::find(portfolio.accounts, position.account_id, &model::Account::id);
        auto const prices = store.latest({position.ticker}, day);
        auto const worth =
            valuation::worth(position, prices.empty() ? nullptr : &prices.front(), rates, account->base_currency, day);
        auto& total = totals[position.account_id];
        if (!position.quantity.is_zero()) {
            total.market_value[position.ticker] = worth.market_value;
        }
        total.value = lots::sum(total.value, worth.market_value_base);
        total.cost = lots::sum(total.cost, position.total_cost_base);
        total.unrealized = lots::sum(total.unrealized, worth.unrealized_pl_base);
        total.realized = lots::sum(total.realized, position.realized_pl_base);
        total.income = lots::sum(total.income, position.income_base);
        total.unpriced += worth.is_unpriced ? 1 : 0;
    }
    return totals;
}

Totals totals_of(model::Snapshot const& snapshot)
{
    Totals totals{{},
                  snapshot.market_value,
                  snapshot.total_cost,
                  snapshot.unrealized_pl,
                  snapshot.realized_pl,
                  snapshot.income,
                  snapshot.unpriced};
    for (auto const& position : snapshot.positions) {
        if (!position.quantity.is_zero()) {
            totals.market_value[position.ticker] = position.market_value;
        }
    }
    return totals;
}

} // namespace

TEST_CASE_TEMPLATE("S5: the sums of every day are those of pf-positions as of that day", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.add_account("ira", "USD", model::BookingMethod::average);
    check_some([&] {
        any_history(bench);
        import_any_prices(bench);
        auto const first = on("2024-01-31");
        auto const last = on("2024-03-01");
        auto const all = snapshots(bench, first, last);
        for (auto day = first; day <= last; day += std::chrono::days{3}) {
            auto const expected = positions_as_of(bench, day);
            std::size_t found = 0;
            for (auto const& snapshot : all) {
                if (snapshot.date == day) {
                    auto const totals = expected.find(snapshot.account_id);
                    // An account that had nothing but cash until then has no position.
                    RC_ASSERT(totals_of(snapshot) == (totals == expected.end() ? Totals{} : totals->second));
                    found += totals == expected.end() ? 0U : 1U;
                }
            }
            RC_ASSERT(found == expected.size());
        }
    });
}

TEST_CASE_TEMPLATE("S3: many days at once are what each day is on its own", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.add_account("ira", "USD", model::BookingMethod::hifo);
    check_some([&] {
        any_history(bench);
        import_any_prices(bench);
        std::vector<model::Snapshot> one_by_one;
        for (auto day = on("2024-01-31"); day <= on("2024-03-01"); day += std::chrono::days{1}) {
            std::ranges::move(snapshots(bench, day, day), std::back_inserter(one_by_one));
        }
        RC_ASSERT(snapshots(bench, "2024-01-31", "2024-03-01") == one_by_one);
    });
}

TEST_CASE_TEMPLATE("cash, flows and transfers of a small portfolio, day by day", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.add_account("ira");
    bench.import_all({bench.write("a.csv", "date,type,ticker,quantity,price,fee,currency,account,to_account\n"
                                           "2024-02-01,BUY,AAPL,10,100,1,EUR,main,\n"
                                           "2024-02-02,DIVIDEND,AAPL,,5,0,EUR,main,\n"
                                           "2024-02-05,DEPOSIT,,,1000,0,EUR,main,\n"
                                           "2024-02-05,BUY,SAP,2,100,1,EUR,main,\n"
                                           "2024-02-06,TRANSFER,AAPL,4,,,EUR,main,ira\n"
                                           "2024-02-07,TRANSFER_IN,BTC,1,,,EUR,ira,\n"
                                           "2024-02-08,STAKING,SAP,1,100,0,EUR,main,\n"),
                      bench.write("p.csv", "date,ticker,close,currency\n"
                                           "2024-02-01,AAPL,101,EUR\n2024-02-06,AAPL,110,EUR\n2024-02-05,SAP,100,EUR\n"
                                           "2024-02-07,BTC,500,EUR\n")});
    auto const days = snapshots(bench, "2024-01-31", "2024-02-08");
    std::string text;
    for (auto const& day : days) {
        text += base::to_text(day.date) + " " + std::to_string(day.account_id) + " value " +
                day.total_value->to_text() + " cash " + day.cash_balance->to_text() + " flows " +
                day.net_flows->to_text() + " own " + day.own_transfers->to_text() + "\n";
    }
    CHECK(text == "2024-02-01 1 value 1010 cash 0 flows 1001 own 0\n"
                  "2024-02-02 1 value 1010 cash 0 flows -5 own 0\n"
                  "2024-02-03 1 value 1010 cash 0 flows 0 own 0\n"
                  "2024-02-04 1 value 1010 cash 0 flows 0 own 0\n"
                  "2024-02-05 1 value 2009 cash 799 flows 1000 own 0\n"
                  "2024-02-06 2 value 440 cash 0 flows 440 own 440\n"
                  "2024-02-06 1 value 1659 cash 799 flows -440 own -440\n"
                  "2024-02-07 2 value 940 cash 0 flows 500 own 0\n"
                  "2024-02-07 1 value 1659 cash 799 flows 0 own 0\n"
                  "2024-02-08 2 value 940 cash 0 flows 0 own 0\n"
                  "2024-02-08 1 value 1759 cash 799 flows 0 own 0\n");
}

TEST_CASE_TEMPLATE("closes: from the last one before the range on, one a day", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.import_all({bench.write("p.csv", "date,ticker,close,currency\n"
                                           "2024-01-01,X,1,EUR\n2024-01-03,X,2,EUR\n2024-01-05,X,3,USD\n"
                                           "2024-01-08,X,4,EUR\n2024-01-06,Y,5,\n2024-01-01,Z,6,EUR\n")});
    bench.temporary().run("INSERT INTO price_history (ticker, date, source, close_price, currency) "
                          "VALUES ('X', '2024-01-05', '0first', '7', 'EUR')");
    auto const closes =
        db::PriceStore{bench.database()}.closes({"X", "Y", "Z", "W"}, on("2024-01-04"), on("2024-01-07"));
    CHECK(closes.size() == 3);
    CHECK(closes.at("X") == std::vector<model::Close>{{on("2024-01-03"), "2"_dec, Currency{"EUR"}},
                                                      {on("2024-01-05"), "7"_dec, Currency{"EUR"}}});
    CHECK(closes.at("Y") == std::vector<model::Close>{{on("2024-01-06"), "5"_dec, {}}});
    CHECK(closes.at("Z") == std::vector<model::Close>{{on("2024-01-01"), "6"_dec, Currency{"EUR"}}});
}
