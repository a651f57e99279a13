// Snapshots by several processes at once, and by processes that are killed: the real program is started.
#include "pf/db/session.hpp"

#include "db/start.hpp"

#include <csignal>
#include <filesystem>
#include <functional>
#include <memory>

using namespace pf;
using db::Backend;
using test::Process;
using test::wait_until;
using test::Workbench;

namespace {

Process start(Workbench& bench, std::vector<std::string> const& arguments, std::string const& name = "run")
{
    return test::start("pf-snapshot", bench, arguments, name);
}

std::function<bool()> is_true(Workbench& bench, std::string const& condition)
{
    auto const observer = std::make_shared<db::Database>(bench.temporary().connect());
    return [observer, condition] {
        auto const reader = observer->session().driver().read({"test", "SELECT COUNT(*) " + condition, ""}, {});
        return reader->next() && reader->integer() > 0;
    };
}

/// Has a run taken the lock, and does it wait for what `Blocker` holds?
std::function<bool()> is_blocked(Workbench& bench)
{
    if (bench.database().backend() == Backend::postgresql) {
        return is_true(bench, "FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
    }
    auto const file = bench.temporary().url().substr(7) + "-snapshot.lock";
    return [file] {
        std::error_code error;
        auto const size = std::filesystem::file_size(file, error);
        return !error && size > 0;
    };
}

/// A connection that holds all accounts: whoever takes a snapshot waits until it is gone.
class Blocker {
public:
    explicit Blocker(Workbench& bench) : m_database(bench.temporary().connect()), m_atomic(m_database)
    {
        if (m_database.backend() == Backend::postgresql) {
            m_database.session().driver().run_script("SELECT id FROM accounts FOR UPDATE");
        }
    }

private:
    db::Database m_database;
    db::Atomic m_atomic;
};

void fill(Workbench& bench)
{
    bench.import_all({bench.write_rows("a.csv", "2024-03-01,BUY,AAPL,10,100,1,EUR\n"),
                      bench.write("p.csv", "date,ticker,close,currency\n2024-03-01,AAPL,100,EUR\n")});
}

std::int64_t snapshots(Workbench& bench)
{
    return bench.number("SELECT COUNT(*) FROM portfolio_snapshots");
}

/// Is a run in the middle of writing?
std::function<bool()> is_writing(Workbench& bench)
{
    if (bench.database().backend() == Backend::postgresql) {
        return is_true(bench, "FROM pg_stat_progress_copy WHERE tuples_processed > 10");
    }
    auto const log = bench.temporary().url().substr(7) + "-wal";
    return [log] {
        std::error_code error;
        auto const size = std::filesystem::file_size(log, error);
        return !error && size > 1'000'000;
    };
}

} // namespace

TEST_CASE_TEMPLATE("S2: of two at once one works, the other names it and ends with 75, or skips", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    fill(bench);
    auto blocker = std::make_unique<Blocker>(bench);
    auto first = start(bench, {"take", "--date", "2024-03-01"}, "first");
    wait_until("the first one waits", is_blocked(bench));
    auto second = start(bench, {"take", "--date", "2024-03-01"}, "second");
    CHECK(second.wait() == 75);
    CHECK(second.output().find("another pf-snapshot is at work: pf-snapshot/") != std::string::npos);
    CHECK(second.output().find("process " + (Where::backend == Backend::sqlite ? std::to_string(first.pid()) : "")) !=
          std::string::npos);
    auto skipping = start(bench, {"take", "--date", "2024-03-01", "--if-locked", "skip"}, "skipping");
    CHECK(skipping.wait() == 0);
    CHECK(skipping.output().find("nothing to do") != std::string::npos);
    CHECK(snapshots(bench) == 0);
    blocker.reset();
    CHECK(first.wait() == 0);
    CHECK(snapshots(bench) == 1);
}

TEST_CASE_TEMPLATE("S2: a killed run frees the lock", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    fill(bench);
    {
        Blocker const blocker{bench};
        auto victim = start(bench, {"take", "--date", "2024-03-01"}, "victim");
        wait_until("the victim waits", is_blocked(bench));
        victim.kill(SIGKILL);
        CHECK(victim.wait() == -SIGKILL);
    }
    if (Where::backend == Backend::postgresql) { // the server notices when the statement is over
        auto const locks = is_true(bench, "FROM pg_locks WHERE locktype = 'advisory' AND database = "
                                          "(SELECT oid FROM pg_database WHERE datname = current_database())");
        wait_until("the lock is free", [&] { return !locks(); });
    }
    auto next = start(bench, {"take", "--date", "2024-03-01"});
    CHECK(next.wait() == 0);
    CHECK(snapshots(bench) == 1);
}

TEST_CASE_TEMPLATE("S1: a run that is killed while it writes leaves what was stored, and the next one does it all",
                   Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    std::string rows;
    std::string prices = "date,ticker,close,currency\n";
    for (int i = 0; i < 300; ++i) {
        rows += "2014-01-01,BUY,T" + std::to_string(i) + ",10,100,1,EUR\n";
        prices += "2014-01-01,T" + std::to_string(i) + ",101,EUR\n";
    }
    bench.import_all({bench.write_rows("a.csv", rows), bench.write("p.csv", prices)});
    CHECK(start(bench, {"take", "--date", "2014-01-01"}).wait() == 0);
    std::vector<std::string> const command{"take", "--catch-up", "--date", "2015-12-31", "--stale-after", "1000"};
    bench.temporary().run(Where::backend == Backend::sqlite ? "PRAGMA wal_checkpoint(TRUNCATE)" : "CHECKPOINT");
    auto victim = start(bench, command, "victim");
    wait_until("the victim writes", is_writing(bench));
    victim.kill(SIGKILL);
    CHECK(victim.wait() == -SIGKILL);
    CHECK(snapshots(bench) == 1);
    // 75: the server still cleans up after the victim.
    wait_until("the next one does it all", [&] { return start(bench, command).wait() == 0; });
    CHECK(snapshots(bench) == 730);
}
