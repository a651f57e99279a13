// What `pf-snapshot take` stores, leaves alone, and restates.
#include "pf/db/snapshot_store.hpp"
#include "pf/jobs/books/timeline.hpp"
#include "pf/jobs/snapshot/snapshots.hpp"
#include "pf/jobs/snapshot/take_snapshots.hpp"

#include "db/random_history.hpp"

#include <algorithm>

using namespace pf;
using namespace pf::test;

namespace {

jobs::TakeReport take(Workbench& bench, std::string_view date, bool catch_up = false, std::string const& account = {})
{
    jobs::TakeRequest request;
    request.account = account;
    request.date = on(date);
    request.catch_up = catch_up;
    return jobs::take_snapshots(bench.database(), request);
}

/// What the rows say, whenever and from whatever version of the data they were written.
std::string rows(Workbench& bench)
{
    return bench.dump({"portfolio_snapshots"}, {"created_at", "restated_at", "data_version", "superseded"});
}

std::string all_of(Workbench& bench)
{
    return bench.dump({"portfolio_snapshots"}, {});
}

std::string values(Workbench& bench, std::string const& account = {})
{
    std::string text;
    for (auto const& stored : jobs::load_snapshots(bench.database(), {account}).of_accounts) {
        auto const& value = stored.snapshot.total_value;
        text += base::to_text(stored.snapshot.date).substr(5) + " " + std::to_string(stored.snapshot.account_id) + " " +
                (value ? value->to_text() : "?") + (stored.restated_at ? " restated" : "") + "\n";
    }
    return text;
}

std::string history(Workbench& bench, std::string_view date)
{
    std::string text;
    for (auto const& entry : db::SnapshotStore{bench.database()}.history({1, 2}, on(date))) {
        CHECK(entry.stored_at < entry.superseded_at);
        text += std::to_string(entry.snapshot.account_id) + " " +
                (entry.snapshot.total_value ? entry.snapshot.total_value->to_text() : "?") + "\n";
    }
    return text;
}

void fill(Workbench& bench)
{
    bench.import_all({bench.write("a.csv", "date,type,ticker,quantity,price,fee,currency\n"
                                           "2024-03-01,BUY,AAPL,10,100,1,EUR\n"
                                           "2024-03-29,BUY,SAP,2,100,0,EUR\n"
                                           "2024-12-30,SELL,AAPL,5,120,1,EUR\n"),
                      bench.write("p.csv", "date,ticker,close,currency\n"
                                           "2024-03-01,AAPL,100,EUR\n2024-03-29,AAPL,110,EUR\n"
                                           "2024-03-29,SAP,101,EUR\n2024-12-31,AAPL,130,USD\n"
                                           "2025-01-02,SAP,140,EUR\n"),
                      bench.write("f.csv", "date,base,quote,rate\n2024-12-31,EUR,USD,1.25\n")});
}

} // namespace

TEST_CASE_TEMPLATE("S1: taking a day again writes nothing", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    fill(bench);
    auto const first = take(bench, "2024-03-30");
    CHECK(first.taken == 1);
    CHECK(first.snapshots.at(0).account == "main");
    CHECK(first.snapshots.at(0).snapshot.total_value == "1302"_dec);
    auto const before = all_of(bench);
    auto const again = take(bench, "2024-03-30");
    CHECK(again.taken == 0);
    CHECK(again.restated == 0);
    CHECK(again.unchanged == 1);
    CHECK(all_of(bench) == before);
    jobs::TakeRequest recheck;
    recheck.date = on("2024-03-30");
    recheck.recheck = true;
    CHECK(jobs::take_snapshots(bench.database(), recheck).unchanged == 1);
    CHECK(all_of(bench) == before);
}

TEST_CASE_TEMPLATE("an account has no snapshot before its first transaction", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    CHECK(take(bench, "2024-03-30").snapshots.empty());
    fill(bench);
    bench.add_account("ira");
    CHECK(take(bench, "2024-02-29").taken == 0);
    CHECK(take(bench, "2024-03-01").taken == 1);
    CHECK(values(bench) == "03-01 1 1000\n");
}

TEST_CASE_TEMPLATE("S3: catching up across year ends and changes of the clock equals daily runs", Where, PF_BACKENDS)
{
    Workbench daily{Where::backend};
    Workbench late{Where::backend};
    Workbench slow{Where::backend};
    for (auto* const bench : {&daily, &late, &slow}) {
        fill(*bench);
    }
    auto const first = on("2024-03-28"); // clocks change on the 31st in Europe
    auto const last = on("2025-01-03");
    for (auto day = first; day <= last; day += std::chrono::days{1}) {
        static_cast<void>(take(daily, base::to_text(day)));
    }
    static_cast<void>(take(late, "2024-03-28"));
    static_cast<void>(take(late, "2024-10-27")); // and back on that day
    CHECK(take(late, "2025-01-03", true).taken == 280);
    CHECK(rows(late) == rows(daily));
    static_cast<void>(take(slow, "2024-03-28"));
    jobs::TakeRequest request;
    request.date = last;
    request.catch_up = true;
    request.max_days = 100;
    CHECK(jobs::take_snapshots(slow.database(), request).still_missing == 180);
    CHECK(jobs::take_snapshots(slow.database(), request).still_missing == 80);
    CHECK(jobs::take_snapshots(slow.database(), request).still_missing == 0);
    CHECK(rows(slow) == rows(daily));
}

TEST_CASE_TEMPLATE("S4: a late import, a corrected price and an undo restate what they change, and keep what was said",
                   Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    fill(bench);
    static_cast<void>(take(bench, "2024-03-29"));
    static_cast<void>(take(bench, "2024-03-31", true));
    CHECK(values(bench) == "03-29 1 1302\n03-30 1 1302\n03-31 1 1302\n");
    auto const untouched = [&] {
        return *bench.temporary().value("SELECT CAST(superseded AS TEXT) FROM "
                                        "portfolio_snapshots WHERE snapshot_date = "
                                        "'2024-03-29'");
    };

    auto const late = bench.import_all({bench.write_rows("late.csv", "2024-03-30,BUY,SAP,1,100,0,EUR\n")});
    auto const report = take(bench, "2024-03-31");
    CHECK(report.restated == 2);
    CHECK(report.snapshots.at(0).previous_value == "1302"_dec);
    CHECK(values(bench) == "03-29 1 1302\n03-30 1 1403 restated\n03-31 1 1403 restated\n");
    CHECK(history(bench, "2024-03-30") == "1 1302\n");
    CHECK(untouched() == "[]");
    auto const before = all_of(bench);
    CHECK(take(bench, "2024-03-31").restated == 0);
    CHECK(all_of(bench) == before);

    bench.import_all({bench.write("fix.csv", "date,ticker,close,currency\n2024-03-31,AAPL,120,EUR\n")});
    CHECK(take(bench, "2024-03-29").restated == 1); // whatever day is taken
    CHECK(values(bench) == "03-29 1 1302\n03-30 1 1403 restated\n03-31 1 1503 restated\n");

    static_cast<void>(jobs::undo_import(bench.database(), late.files.at(0).import_id));
    CHECK(take(bench, "2024-03-31").restated == 2);
    CHECK(values(bench) == "03-29 1 1302\n03-30 1 1302 restated\n03-31 1 1402 restated\n");
    CHECK(history(bench, "2024-03-30") == "1 1302\n1 1403\n");
    CHECK(history(bench, "2024-03-31") == "1 1302\n1 1403\n1 1503\n");
}

TEST_CASE_TEMPLATE("S4: what one account's import changes in another one is restated there, each account by itself",
                   Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.add_account("ira", "EUR", model::BookingMethod::fifo);
    bench.import_all({bench.write("a.csv", "date,type,ticker,quantity,price,fee,currency,account,to_account\n"
                                           "2024-02-02,BUY,AAPL,10,100,0,EUR,main,\n"
                                           "2024-02-03,TRANSFER,AAPL,5,,,EUR,main,ira\n"),
                      bench.write("p.csv", "date,ticker,close,currency\n2024-02-01,AAPL,100,EUR\n")});
    static_cast<void>(take(bench, "2024-02-04"));
    bench.import_all({bench.write("late.csv", "date,type,ticker,quantity,price,fee,currency,account\n"
                                              "2024-02-01,BUY,AAPL,5,10,0,EUR,main\n")});
    CHECK(take(bench, "2024-02-04", false, "main").restated == 1);
    CHECK(take(bench, "2024-02-04", false, "main").restated == 0);
    auto const ira = take(bench, "2024-02-04", false, "ira"); // the cheap ones went there
    CHECK(ira.restated == 1);
    CHECK(ira.snapshots.at(0).snapshot.total_cost == "50"_dec);
    CHECK(ira.snapshots.at(0).previous_value == "500"_dec);
}

TEST_CASE_TEMPLATE("S4: after any imports, undos and prices what is stored is what follows from all of them", Where,
                   PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.add_account("ira", "USD", model::BookingMethod::hifo);
    check_some([&] {
        empty(bench);
        Runner runner{bench};
        std::size_t files = 0;
        for (auto const& step : any_steps()) {
            runner.run(step);
            if (step.kind == 2) {
                bench.import_all({bench.write("p" + std::to_string(files++) + ".csv", prices_text(step.rows))});
            }
            if (step.pick % 3 == 0) {
                static_cast<void>(take(bench, day_text(step.pick % 28), step.kind % 2 == 0,
                                       step.kind == 3   ? "ira"
                                       : step.kind == 4 ? "main"
                                                        : ""));
            }
        }
        static_cast<void>(take(bench, "2024-02-29"));
        auto const stored = db::SnapshotStore{bench.database()}.rows({1, 2}, on("2024-01-01"), on("2024-12-31"));
        RC_CLASSIFY(stored.size() > 4, "several days");
        std::map<std::int64_t, Date> begun;
        for (auto const& [key, row] : stored) {
            begun.try_emplace(key.first, key.second);
        }
        auto const accounts = db::AccountStore{bench.database()}.list();
        jobs::load_timeline(bench.database(), {accounts, on("2024-02-01"), on("2024-02-29"), {}, begun})
            .visit(on("2024-02-01"), on("2024-02-29"), [&](model::Snapshot const& snapshot, auto const&) {
                auto const row = stored.find({snapshot.account_id, snapshot.date});
                RC_ASSERT(row == stored.end() || row->second.sha256 == db::SnapshotText{snapshot}.sha256);
            });
    });
}

TEST_CASE_TEMPLATE("what is stored of a day reads back as it was computed", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.add_account("ira", "USD", model::BookingMethod::average);
    check_some([&] {
        any_history(bench);
        import_any_prices(bench);
        auto const day = day_text(any_below(28));
        static_cast<void>(take(bench, day));
        auto const stored = db::SnapshotStore{bench.database()}.of_day({1, 2}, on(day));
        auto const accounts = db::AccountStore{bench.database()}.list();
        std::size_t seen = 0;
        jobs::load_timeline(bench.database(), {accounts, on(day), on(day), {}, {}})
            .visit(on(day), on(day), [&](model::Snapshot const& snapshot, auto const&) {
                auto const found = std::ranges::find_if(stored, [&](auto const& candidate) {
                    return candidate.snapshot.account_id == snapshot.account_id;
                });
                RC_ASSERT(found != stored.end());
                RC_ASSERT(found->snapshot == snapshot);
                ++seen;
            });
        RC_ASSERT(seen == stored.size());
        RC_CLASSIFY(seen > 0 && !stored.front().snapshot.positions.empty(), "positions");
        RC_CLASSIFY(seen > 0 && !stored.front().snapshot.cash.empty(), "cash");
    });
}

TEST_CASE_TEMPLATE("a value that is out of range is unknown, counted and named, and the next day is valued again",
                   Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    fill(bench);
    bench.import_all({bench.write("fix.csv", "date,ticker,close,currency\n2024-03-30,AAPL,99999999999999999999,EUR\n"
                                             "2024-03-31,AAPL,100,EUR\n")});
    auto const day = take(bench, "2024-03-30");
    REQUIRE(day.snapshots.size() == 1);
    CHECK_FALSE(day.snapshots.front().snapshot.total_value);
    CHECK(day.snapshots.front().snapshot.unpriced == 1);
    CHECK(take(bench, "2024-03-31").snapshots.front().snapshot.total_value);
}

TEST_CASE_TEMPLATE("S1: a failure leaves what was stored", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    fill(bench);
    static_cast<void>(take(bench, "2024-03-29"));
    auto const before = all_of(bench);
    bench.import_all({bench.write("fix.csv", "date,ticker,close,currency\n2024-03-29,AAPL,120,EUR\n"
                                             "2024-03-30,AAPL,100,EUR\n")});
    bench.temporary().run("CREATE UNIQUE INDEX one_day ON portfolio_snapshots (account_id)"); // of two the second fails
    CHECK_THROWS_AS(static_cast<void>(take(bench, "2024-03-30")), Error);
    CHECK(all_of(bench) == before);
    bench.temporary().run("DROP INDEX one_day");
    CHECK(take(bench, "2024-03-30").restated == 1);
    CHECK(values(bench) == "03-29 1 1402 restated\n03-30 1 1202\n");
}
