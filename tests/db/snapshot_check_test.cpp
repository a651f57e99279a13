// `pf-snapshot check`: is the newest snapshot of each account fresh?
#include "pf/base/age.hpp"
#include "pf/jobs/snapshot/check.hpp"
#include "pf/jobs/snapshot/take_snapshots.hpp"

#include "support/workbench.hpp"

#include <sstream>

using namespace pf;
using test::Workbench;

namespace {

struct Site {
    explicit Site(db::Backend backend) : bench(backend)
    {
        bench.import_all({bench.write_rows("a.csv", "2024-03-01,BUY,AAPL,10,100,1,EUR\n"),
                          bench.write("p.csv", "date,ticker,close,currency\n2024-03-01,AAPL,100,EUR\n")});
    }

    void take(Date day)
    {
        jobs::TakeRequest request;
        request.date = day;
        CHECK(jobs::take_snapshots(bench.database(), request).taken == 1);
    }

    /// The exit code, and what is said of the account.
    std::string check()
    {
        std::ostringstream out;
        auto const code = jobs::check_snapshots(bench.database(), cli::Common{}, {"26h", 1'000'000}, out).code;
        for (auto const* const state : {"fresh", "stale", "from the future", "never taken"}) {
            if (out.str().find(state) != std::string::npos) {
                return (code == ExitCode::ok ? "ok: " : "issues: ") + std::string{state};
            }
        }
        return out.str();
    }

    Workbench bench;
};

} // namespace

TEST_CASE_TEMPLATE("a check fails when the newest snapshot is too old, or when there is none", Where, PF_BACKENDS)
{
    Site site{Where::backend};
    CHECK(site.check() == "issues: never taken");
    site.take(base::today() - std::chrono::days{3});
    CHECK(site.check() == "issues: stale");
    site.take(base::today());
    CHECK(site.check() == "ok: fresh");
}

TEST_CASE_TEMPLATE("a snapshot of a day to come is not fresh, and hides nothing that is", Where, PF_BACKENDS)
{
    Site site{Where::backend};
    site.take(base::today() + std::chrono::days{3650}); // stored now: the moment alone does not tell
    CHECK(site.check() == "issues: from the future");
    site.take(base::today() - std::chrono::days{3});
    CHECK(site.check() == "issues: stale");
    site.take(base::today());
    CHECK(site.check() == "issues: fresh");
    // What the hint says.
    site.bench.temporary().run("DELETE FROM portfolio_snapshots WHERE snapshot_date > '" +
                               base::to_text(base::today()) + "'");
    CHECK(site.check() == "ok: fresh");
}

TEST_CASE_TEMPLATE("a snapshot that was stored later than now is not fresh", Where, PF_BACKENDS)
{
    Site site{Where::backend};
    auto const day = base::day_of(base::now() + base::clocks_differ + std::chrono::minutes{1});
    site.take(day);
    site.bench.temporary().run("UPDATE portfolio_snapshots SET created_at = '" + base::to_text(base::end_of(day)) +
                               "'");
    CHECK(site.check() == "issues: from the future");
}
