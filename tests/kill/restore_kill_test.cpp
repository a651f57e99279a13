// Restores that are cut short at a random instant.
#include "kill/blows.hpp"
#include "support/backups.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iostream>
#include <iterator>
#include <thread>

using namespace pf;
using db::Backend;
using test::Backups;
using test::Process;
using test::TempDatabase;
using test::Workbench;
using namespace pf::test::kill; // NOLINT: what strikes a program

namespace {

using Tables = std::vector<backup::TableEntry>;

/// As many trades as a restore needs a while for.
std::string trades(int count, int price)
{
    std::string rows;
    for (int i = 0; i < count; ++i) {
        rows += fmt::format("2024-01-{:02}T{:02}:{:02}:00Z,{},T{},3,{},1,EUR\n", i / 1440 + 1, i / 60 % 24, i % 60,
                            i % 5 == 4 ? "SELL" : "BUY", i / 5 % 7, price + i % 11);
    }
    return rows;
}

/// A database that holds one content, and a backup of another one that is restored into it again and again.
class Stage {
public:
    explicit Stage(Backend backend)
        : m_target(backend), m_old(content(backend, 1500, 10)), m_new(content(backend, 2500, 20))
    {
        reset();
        auto const begin = Clock::now();
        finish();
        m_duration = Clock::now() - begin;
    }

    /// Of a restore that nobody disturbs.
    [[nodiscard]] Duration duration() const { return m_duration; }

    /// Makes the database hold the old content.
    void reset()
    {
        auto database = m_target.connect();
        static_cast<void>(Backups::restore(database, m_old.path, true));
        REQUIRE(is_old());
    }

    /// \param command  what the program is started by
    [[nodiscard]] Process start(std::vector<std::string> command = {}) const
    {
        command.insert(command.end(), {test::program("pf-backup"), "restore", m_new.path.string(), "--replace",
                                       "--into", m_target.url(), "--to", (m_backups.folder() / "replaced").string()});
        return Process{command, m_backups.folder() / "output"};
    }

    /// A restore to its end, which must be a good one.
    void finish() const
    {
        auto run = start();
        bool const succeeds = run.wait() == 0;
        REQUIRE_MESSAGE(succeeds, run.output());
        REQUIRE(is_new());
        std::filesystem::remove_all(m_backups.folder() / "replaced");
    }

    [[nodiscard]] bool is_old() const { return tables() == m_old.manifest.tables; }
    [[nodiscard]] bool is_new() const { return tables() == m_new.manifest.tables; }
    [[nodiscard]] db::Database connect() const { return m_target.connect(); }
    [[nodiscard]] std::filesystem::path const& folder() const { return m_backups.folder(); }

private:
    jobs::CreatedBackup content(Backend backend, int count, int price) const
    {
        Workbench workbench{backend};
        test::fill(workbench);
        workbench.import_all({workbench.write_rows("trades.csv", trades(count, price))});
        return m_backups.create(workbench.database());
    }

    [[nodiscard]] Tables tables() const
    {
        auto database = m_target.connect();
        return Backups{}.create(database).manifest.tables;
    }

    Backups m_backups;
    TempDatabase m_target;
    jobs::CreatedBackup m_old;
    jobs::CreatedBackup m_new;
    Duration m_duration{};
};

/// How often the database held the old content afterwards, and how often the new one.
using Tally = std::array<int, 2>;

/// One restore, cut short; then one that is not.
void play(Stage& stage, std::minstd_rand& random, Blow blow, Tally& tally)
{
    auto const longest = stage.duration().count() * 11 / 10;
    auto const delay = Duration{std::uniform_int_distribution<Duration::rep>{0, longest}(random)};
    CAPTURE(static_cast<int>(blow));
    CAPTURE(std::chrono::duration_cast<std::chrono::microseconds>(delay).count());
    stage.reset();
    auto database = stage.connect();
    auto restore = stage.start();
    std::this_thread::sleep_for(delay); // the instant is what is random
    strike(blow, restore, database, "pf-backup");
    int const code = restore.wait();
    if (blow == Blow::stops_server) {
        control_server("-w start");
    }
    if (database.backend() == Backend::postgresql) {
        auto observer = stage.connect();
        wait_for_server_processes(observer, "pf-backup");
    }
    bool const is_new = stage.is_new();
    REQUIRE_MESSAGE((is_new || stage.is_old()), "the database holds neither the old nor the new content");
    CHECK((code != 0 || is_new));
    ++tally.at(is_new ? 1 : 0);
    stage.finish();
}

void play_all(Backend backend, char const* name, int count)
{
    Stage stage{backend};
    std::minstd_rand random{seed()};
    Tally tally{};
    for (int round = 0; round < count; ++round) {
        CAPTURE(seed());
        CAPTURE(round);
        auto const blow = backend == Backend::sqlite ? Blow::kills_program
                          : round == 0               ? Blow::stops_server
                                                     : random_blow(random);
        play(stage, random, blow, tally);
    }
    std::cerr << "restore on " << name << ", seed " << seed() << ", " << count << " rounds: " << tally[0]
              << " times the old content, " << tally[1] << " times the new\n";
}

} // namespace

TEST_CASE("B5: whenever a restore, its server process or the server dies, the old content is whole, or the new")
{
    play_all(Backend::postgresql, "PostgreSQL", rounds());
}

TEST_CASE("B5: on SQLite, whenever a restore is killed, the old content is whole, or the new")
{
    play_all(Backend::sqlite, "SQLite", rounds());
}

TEST_CASE("B5: a disk that is full while a restore writes into SQLite leaves the old content whole, or the new")
{
    Stage stage{Backend::sqlite};
    auto const log = stage.folder() / "trace";
    REQUIRE(stage.start(strace({"-o", log.string(), "-e", "trace=pwrite64"})).wait() == 0);
    std::ifstream lines{log};
    int const writes = static_cast<int>(std::count(std::istreambuf_iterator<char>{lines}, {}, '\n'));
    REQUIRE(writes > 20);
    Tally tally{};
    for (int const from : {1, 2, writes / 8, writes / 4, writes / 2, writes * 3 / 4, writes * 7 / 8, writes - 1}) {
        CAPTURE(from);
        stage.reset();
        auto run =
            stage.start(strace({"-o", "/dev/null", "-e", fmt::format("inject=pwrite64:error=ENOSPC:when={}+", from)}));
        auto const code = run.wait();
        bool const is_new = stage.is_new();
        REQUIRE_MESSAGE((is_new || stage.is_old()), "the database holds neither the old nor the new content");
        CHECK((code != 0 || is_new));
        CHECK_MESSAGE((code == 0 || code == 74), run.output());
        ++tally.at(is_new ? 1 : 0);
        stage.finish();
    }
    CHECK(tally[0] > 2);
}
