// What made values change, and series of values, over random histories.
#include "pf/jobs/books/timeline.hpp"
#include "pf/valuation/changes.hpp"
#include "pf/valuation/value_series.hpp"

#include "db/random_history.hpp"

#include <map>

using namespace pf;
using namespace pf::test;

namespace {

valuation::Timeline timeline_of(Workbench& bench, Date first, Date last)
{
    return jobs::load_timeline(bench.database(), {db::AccountStore{bench.database()}.list(), first, last, {}});
}

void import_random(Workbench& bench)
{
    any_history(bench);
    bench.import_all({bench.write("prices.csv", prices_text(any_draws())),
                      bench.write("rates.csv", "date,base,quote,rate\n2024-01-30,USD,EUR,0.9\n"
                                               "2024-02-10,USD,EUR,0.93\n2024-02-20,USD,EUR,0.87\n")});
}

/// What an account's snapshots say of the time between two days.
struct Expected {
    std::optional<Decimal> opening = Decimal{};
    std::optional<Decimal> closing;
    std::optional<Decimal> flows = Decimal{};
};

} // namespace

TEST_CASE_TEMPLATE("the parts of all rows add up to the change of the account, and their flows to its flows", Where,
                   PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.add_account("ira", "USD", model::BookingMethod::hifo);
    check_some([&] {
        import_random(bench);
        auto const from = on("2024-01-31") + std::chrono::days{*rc::gen::inRange(0, 20)};
        auto const to = from + std::chrono::days{*rc::gen::inRange(1, 10)};
        auto const timeline = timeline_of(bench, from, to);
        std::map<std::int64_t, valuation::ChangeLedger> ledgers;
        std::map<std::int64_t, Expected> expected;
        timeline.visit(from, to, [&](model::Snapshot const& snapshot, auto const&) {
            auto& of_account = expected[snapshot.account_id];
            of_account.closing = snapshot.total_value;
            if (snapshot.date == from) {
                of_account.opening = snapshot.total_value;
                ledgers.emplace(snapshot.account_id, valuation::ChangeLedger{timeline.rates(), from, snapshot});
                return;
            }
            of_account.flows = lots::sum(of_account.flows, snapshot.net_flows);
            ledgers.try_emplace(snapshot.account_id, timeline.rates(), from, std::nullopt).first->second.add(snapshot);
        });
        for (auto const& history : timeline.accounts()) {
            auto const ledger = ledgers.find(history.account.id);
            if (ledger == ledgers.end()) {
                continue;
            }
            Expected sums{Decimal{}, Decimal{}, Decimal{}};
            valuation::ChangeParts parts;
            for (auto const& row :
                 ledger->second.finished(valuation::sundries_of(history, from + std::chrono::days{1}, to))) {
                auto const sum = row.parts.sum();
                RC_ASSERT(!sum || sum == lots::difference(row.closing, row.opening));
                sums.opening = lots::sum(sums.opening, row.opening);
                sums.closing = lots::sum(sums.closing, row.closing);
                parts = parts + row.parts;
            }
            auto const& wanted = expected.at(history.account.id);
            RC_ASSERT(sums.opening == wanted.opening);
            RC_ASSERT(sums.closing == wanted.closing);
            RC_ASSERT(!parts.flows || !wanted.flows || parts.flows == wanted.flows);
            RC_ASSERT(!parts.trades || parts.trades == Decimal{});
            RC_ASSERT(!parts.sum() || parts.sum() == lots::difference(wanted.closing, wanted.opening));
            RC_CLASSIFY(parts.sum().has_value() && wanted.opening != wanted.closing);
        }
    });
}

TEST_CASE_TEMPLATE("series of accounts have the values and the net flows of their snapshots", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.add_account("ira", "USD", model::BookingMethod::hifo);
    check_some([&] {
        import_random(bench);
        auto const first = on("2024-02-03");
        auto const last = on("2024-02-28");
        valuation::SeriesCollector collector{valuation::SeriesCollector::By::account, valuation::AccountScope::all,
                                             first, last};
        std::vector<model::Snapshot> snapshots;
        timeline_of(bench, first - std::chrono::days{1}, last)
            .visit(first - std::chrono::days{1}, last, [&](model::Snapshot const& snapshot, auto const&) {
                collector.add(snapshot);
                snapshots.push_back(snapshot);
            });
        for (auto const& snapshot : snapshots) {
            auto const& series = collector.series().at({snapshot.base_currency, snapshot.account_id, {}});
            if (snapshot.date < first) {
                RC_ASSERT(series.opening == snapshot.total_value);
                continue;
            }
            auto const& day = series.days.at(static_cast<std::size_t>((snapshot.date - first).count()));
            RC_ASSERT(day.day == snapshot.date);
            RC_ASSERT(day.value == snapshot.total_value);
            auto const net = lots::difference(day.inflow, day.outflow);
            RC_ASSERT(!net || net == snapshot.net_flows);
            RC_ASSERT(!net || !(day.inflow->is_negative() || day.outflow->is_negative()));
        }
    });
}
