// Are the backups good, recent, and have they been tried?
#include "pf/backup/drill_state.hpp"
#include "pf/db/postgres/scratch.hpp"
#include "pf/jobs/backup/check.hpp"
#include "pf/jobs/backup/drill.hpp"
#include "pf/jobs/backup/folder.hpp"
#include "pf/jobs/backup/prune.hpp"

#include "support/backups.hpp"

#include <fstream>
#include <functional>
#include <sstream>

using namespace pf;
using db::Backend;
using test::Backups;
using test::Workbench;

namespace {

/// A database with content and a folder of backups, as the programs see them.
struct Site {
    explicit Site(Backend backend) : workbench(backend)
    {
        test::fill(workbench);
        common.database = workbench.temporary().url();
        common.portfolio = workbench.temporary().target().portfolio;
        place.folder = backups.folder();
    }

    jobs::CreatedBackup create() { return backups.create(workbench.database()); }

    cli::Outcome drill() { return jobs::drill(common, place, {}, out); }

    cli::Outcome check(std::string const& max_age, std::string const& max_drill_age = {})
    {
        return jobs::check_freshness(common, place, jobs::Ages::of(max_age, max_drill_age), out);
    }

    /// Scratch databases on the server, and files in the folder of backups that are none.
    std::string left_behind()
    {
        std::string found;
        if (workbench.database().backend() == Backend::postgresql) {
            // Those of other tests that run meanwhile are held, or have names that no drill gives.
            for (auto const& name : db::postgres::left_behind(workbench.database())) {
                found += name.starts_with("pf_scratch_00000000") ? "" : name + " ";
            }
        }
        for (auto const& entry : std::filesystem::directory_iterator{place.folder}) {
            auto const name = entry.path().filename().string();
            found += name.ends_with(".tar.zst") || name == ".pf-backup.lock" || name == "pf-drill.json" ? "" : name;
        }
        return found;
    }

    Workbench workbench;
    Backups backups;
    cli::Common common;
    jobs::BackupPlace place;
    std::ostringstream out;
};

/// Cut a backup short, under the name of a later moment.
void add_damaged(Site const& site, std::filesystem::path const& good)
{
    auto const bytes = Workbench::read(good.string());
    std::ofstream{site.place.folder / "pf-20991231T235959Z.tar.zst", std::ios::binary}
        << bytes.substr(0, bytes.size() / 2);
}

std::string error_of(std::function<cli::Outcome()> const& work)
{
    try {
        static_cast<void>(work());
    } catch (Error const& error) {
        return error.message();
    }
    return "no error";
}

} // namespace

TEST_CASE_TEMPLATE("B7: a drill restores the newest good backup, notes when, and leaves no scratch database", Where,
                   PF_BACKENDS)
{
    Site site{Where::backend};
    auto const created = site.create();
    auto const before = site.workbench.dump();
    CHECK_FALSE(backup::read_drill_state(site.place.folder));
    auto const begin = std::chrono::floor<std::chrono::seconds>(base::now());
    CHECK(site.drill().code == ExitCode::ok);
    auto const state = backup::read_drill_state(site.place.folder);
    REQUIRE(state);
    CHECK(state->file == created.path.filename().string());
    CHECK(state->rows == created.manifest.rows());
    CHECK(state->drilled_at >= begin);
    CHECK(state->drilled_at <= base::now());
    CHECK(site.left_behind() == "");
    CHECK(site.workbench.dump() == before);
}

TEST_CASE_TEMPLATE("B7: a damaged newer backup is named, and the one before it is tried", Where, PF_BACKENDS)
{
    Site site{Where::backend};
    auto const created = site.create();
    add_damaged(site, created.path);
    CHECK(site.drill().code == ExitCode::issues);
    CHECK(backup::read_drill_state(site.place.folder)->file == created.path.filename().string());
}

TEST_CASE_TEMPLATE("B7: a drill that finds wrong books fails, notes nothing, and leaves no scratch database", Where,
                   PF_BACKENDS)
{
    Site site{Where::backend};
    site.workbench.temporary().run("UPDATE positions SET quantity = '12345' WHERE ticker = 'VWCE'");
    static_cast<void>(site.create());
    CHECK(error_of([&] { return site.drill(); }) == "it restores as it was taken, but its books are not right");
    CHECK_FALSE(backup::read_drill_state(site.place.folder));
    CHECK(site.left_behind() == "");
}

TEST_CASE("B7: without a good backup there is no drill")
{
    Site site{Backend::sqlite};
    CHECK(error_of([&] { return site.drill(); }) == "there is no good backup to try");
    add_damaged(site, site.create().path);
    std::filesystem::remove_all(site.place.folder);
    CHECK(error_of([&] { return site.drill(); }) == "there is no good backup to try");
}

TEST_CASE("B10: a check fails when the newest good backup is too old, or when there is none")
{
    Site site{Backend::sqlite};
    CHECK(site.check("26h").code == ExitCode::issues);
    static_cast<void>(site.backups.forged(4, {"id"}, {"1"}, base::now() - std::chrono::hours{27}));
    CHECK(site.check("26h").code == ExitCode::issues);
    CHECK(site.check("28h").code == ExitCode::ok);
    static_cast<void>(site.create());
    CHECK(site.check("26h").code == ExitCode::ok);
}

TEST_CASE("B10: a damaged newest backup makes a check fail, whatever its age")
{
    Site site{Backend::sqlite};
    add_damaged(site, site.create().path);
    CHECK(site.check("26h").code == ExitCode::issues);
}

TEST_CASE("B10: a check fails when the last drill is too long ago, or when there was none")
{
    Site site{Backend::sqlite};
    static_cast<void>(site.create());
    CHECK(site.check("26h", "30d").code == ExitCode::issues);
    static_cast<void>(site.drill());
    CHECK(site.check("26h", "30d").code == ExitCode::ok);
    backup::write_drill_state(site.place.folder, {"pf-1.tar.zst", base::now() - std::chrono::days{31}, 1});
    CHECK(site.check("26h", "30d").code == ExitCode::issues);
    CHECK(site.check("26h", "32d").code == ExitCode::ok);
}

TEST_CASE("B10: what is from the future is not fresh, and hides nothing that is")
{
    Site site{Backend::sqlite};
    auto const future = base::now() + std::chrono::days{3650};
    auto const ahead = site.backups.forged(4, {"id"}, {"1"}, future);
    CHECK(site.check("26h").code == ExitCode::issues);
    CHECK(site.out.str().find("in the future") != std::string::npos);
    CHECK(jobs::find_newest(site.place.folder, {}, site.common).good->path == ahead);
    auto const made = site.create().path;
    CHECK(site.check("26h").code == ExitCode::issues); // it is still there
    CHECK(jobs::find_newest(site.place.folder, {}, site.common).good->path == made);
    std::filesystem::remove(ahead);
    CHECK(site.check("26h").code == ExitCode::ok);
    backup::write_drill_state(site.place.folder, {"pf-1.tar.zst", future, 1});
    CHECK(site.check("26h").code == ExitCode::ok);
    CHECK(site.check("26h", "30d").code == ExitCode::issues);
}

TEST_CASE_TEMPLATE("B7: a backup from the future is named, and the newest of the others is tried", Where, PF_BACKENDS)
{
    Site site{Where::backend};
    auto const created = site.create();
    static_cast<void>(site.backups.forged(4, {"id"}, {"1"}, base::now() + std::chrono::days{3650}));
    CHECK(site.drill().code == ExitCode::issues);
    CHECK(backup::read_drill_state(site.place.folder)->file == created.path.filename().string());
}

TEST_CASE("B3: pruning after a backup removes neither it nor, because of one from the future, the last before it")
{
    Site site{Backend::sqlite};
    auto const before = site.create().path;
    auto const ahead = site.backups.forged(4, {"id"}, {"1"}, base::now() + std::chrono::days{3650});
    backup::RetentionRules rules;
    rules.last = 2;
    auto const made = site.create().path;
    static_cast<void>(jobs::prune_now(site.common, site.place, rules, made.filename().string()));
    for (auto const& file : {before, ahead, made}) {
        CHECK(std::filesystem::exists(file));
    }
    rules.last = 1;
    static_cast<void>(jobs::prune_now(site.common, site.place, rules, made.filename().string()));
    CHECK_FALSE(std::filesystem::exists(before));
    CHECK(std::filesystem::exists(made));
}

TEST_CASE("B3: pruning without yes changes nothing, and with it leaves what is damaged or not ours")
{
    Site site{Backend::sqlite};
    auto const first = site.create().path;
    auto const second = site.create().path;
    add_damaged(site, first);
    std::ofstream{site.place.folder / "notes.txt"} << "mine";
    auto const listing = [&] {
        std::set<std::string> names;
        for (auto const& entry : std::filesystem::directory_iterator{site.place.folder}) {
            names.insert(entry.path().filename().string());
        }
        return names;
    };
    auto expected = listing();
    backup::RetentionRules rules;
    rules.last = 1;
    CHECK(jobs::prune(site.common, site.place, rules, false, site.out).code == ExitCode::issues);
    CHECK(listing() == expected);
    CHECK(jobs::prune(site.common, site.place, rules, true, site.out).code == ExitCode::issues);
    expected.erase(first.filename().string());
    CHECK(listing() == expected);
    CHECK(expected.contains(second.filename().string()));
    CHECK(error_of([&] { return jobs::prune(site.common, site.place, {}, true, site.out); }) ==
          "no rule says which backups to keep");
}
