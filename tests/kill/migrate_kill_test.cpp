// Migrations that are cut short at a random instant: by kill -9, by the end of their server process, by a server that
// stops at once. The server of this test is its own (scripts/with-services starts it), so that it may be stopped.
//
//   PF_KILL_ROUNDS=200 PF_KILL_SEED=7 scripts/with-services build/dev/tests/kill-tests
#include "pf/base/text.hpp"
#include "pf/db/session.hpp"

#include "kill/blows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <random>
#include <thread>

using namespace pf;
using db::Backend;
using test::Process;
using namespace pf::test::kill; // NOLINT: what strikes a program

namespace {

constexpr int files = 10;

/// Makes a table, fills it and changes the one before; between the steps the file takes its time, if `pf.pace` says so.
std::string postgresql_file(int version)
{
    std::string const pace = "SELECT pg_sleep(coalesce(current_setting('pf.pace', true), '0')::float8);\n";
    std::string text = fmt::format("CREATE TABLE t{0} (id INT PRIMARY KEY, note TEXT);\n{1}"
                                   "INSERT INTO t{0} SELECT g, 'row ' || g FROM generate_series(1, 20) AS g;\n"
                                   "CREATE INDEX idx_t{0} ON t{0} (note);\n{1}",
                                   version, pace);
    return version == 1 ? text
                        : text + fmt::format("ALTER TABLE t{0} ADD COLUMN later INT;\n{2}"
                                             "UPDATE t{0} SET later = id WHERE id <= {1};\n",
                                             version - 1, version, pace);
}

std::string sqlite_file(int version)
{
    std::string const text = fmt::format(
        "CREATE TABLE t{0} (id INTEGER PRIMARY KEY, note TEXT);\nWITH RECURSIVE r (n) AS (SELECT 1 UNION ALL "
        "SELECT n + 1 FROM r WHERE n < 3000) INSERT INTO t{0} SELECT n, 'row ' || n FROM r;\n"
        "CREATE INDEX idx_t{0} ON t{0} (note);\n",
        version);
    return version == 1 ? text
                        : text + fmt::format("ALTER TABLE t{0} ADD COLUMN later INT;\n"
                                             "UPDATE t{0} SET later = id WHERE id <= {1};\n",
                                             version - 1, version);
}

// Every column, index and row of ours, and the history without what differs from run to run.
constexpr auto postgresql_state = R"(
SELECT concat_ws(E'\n',
  CAST(schema_to_xml_and_xmlschema('public', true, false, '') AS TEXT),
  (SELECT string_agg(indexdef, E'\n' ORDER BY indexdef) FROM pg_indexes WHERE schemaname = 'public'),
  CASE WHEN to_regclass('pf_migrate.history') IS NOT NULL THEN CAST(query_to_xml(
    'SELECT version, name, checksum FROM pf_migrate.history ORDER BY version', false, true, '') AS TEXT) END))";

constexpr auto clear_postgresql =
    "DROP SCHEMA public CASCADE; CREATE SCHEMA public; DROP SCHEMA IF EXISTS pf_migrate CASCADE";

std::string state_on_sqlite(db::Database& database)
{
    std::string text = value(database, "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_master WHERE name "
                                       "NOT LIKE 'pf_migrate%' ORDER BY name)");
    for (int version = 1; version <= files; ++version) {
        auto const name = fmt::format("t{}", version);
        auto const columns =
            value(database, "SELECT group_concat(name, ' || ') FROM pragma_table_info('" + name + "')");
        if (!columns.empty()) {
            text += "\n" + value(database, "SELECT group_concat(concat, ' ') FROM (SELECT id || note || coalesce(" +
                                               columns.substr(columns.rfind(' ') + 1) + ", '') AS concat FROM " + name +
                                               " ORDER BY id)");
        }
    }
    bool const has_history = value(database, "SELECT name FROM sqlite_master WHERE name = 'pf_migrate_history'") != "";
    return has_history ? text + "\n" +
                             value(database, "SELECT group_concat(version || name || checksum) FROM "
                                             "(SELECT * FROM pf_migrate_history ORDER BY version)")
                       : text;
}

/// A database, ten slow files, and what the database looks like after each of them.
class Stage {
public:
    explicit Stage(Backend backend) : m_backend(backend), m_database(std::in_place, backend, nothing)
    {
        for (int version = 1; version <= files; ++version) {
            auto const text = backend == Backend::sqlite ? sqlite_file(version) : postgresql_file(version);
            std::ofstream{m_folder.path() / fmt::format("{:04}_t.sql", version)} << text;
        }
        m_states.push_back(state());
        for (int version = 1; version <= files; ++version) {
            finish({"--steps", "1"});
            m_states.push_back(state());
        }
        clear();
        auto const begin = Clock::now();
        auto run = start({}, true);
        REQUIRE(run.wait() == 0);
        m_duration = Clock::now() - begin;
        REQUIRE(state() == m_states.back());
    }

    /// Of a slow run that nobody disturbs.
    [[nodiscard]] Duration duration() const { return m_duration; }

    /// Makes the database an empty one.
    void clear()
    {
        if (m_backend == Backend::sqlite) {
            m_database.emplace(m_backend, nothing);
        } else {
            connect().session().driver().run_script(clear_postgresql);
        }
    }

    [[nodiscard]] Process start(std::vector<std::string> const& arguments, bool slow) const
    {
        std::vector<std::string> command{"env",
                                         slow ? "PGOPTIONS=-c pf.pace=0.002" : "PGOPTIONS=",
                                         test::program("pf-migrate"),
                                         "up",
                                         "--database",
                                         m_database->url(),
                                         "--schema-dir",
                                         m_folder.path().string()};
        command.insert(command.end(), arguments.begin(), arguments.end());
        return Process{command, m_folder.path() / "output"};
    }

    /// A run to its end, which must be a good one.
    void finish(std::vector<std::string> const& arguments = {}) const
    {
        auto run = start(arguments, false);
        bool const succeeds = run.wait() == 0;
        REQUIRE_MESSAGE(succeeds, run.output());
    }

    [[nodiscard]] db::Database connect() const { return m_database->connect(); }

    [[nodiscard]] std::string state() const
    {
        auto database = connect();
        auto const text = m_backend == Backend::sqlite ? state_on_sqlite(database) : value(database, postgresql_state);
        return std::string{base::trimmed(text)};
    }

    /// The version whose state this is; nothing when it is none of them.
    [[nodiscard]] std::optional<int> version_of(std::string const& state) const
    {
        auto const found = std::find(m_states.begin(), m_states.end(), state);
        return found == m_states.end() ? std::nullopt : std::optional{static_cast<int>(found - m_states.begin())};
    }

private:
    static constexpr auto nothing = test::TempDatabase::Content::nothing;

    Backend m_backend;
    test::TempFolder m_folder;
    std::optional<test::TempDatabase> m_database;
    std::vector<std::string> m_states;
    Duration m_duration{};
};

/// How often the database was found at each version.
using Tally = std::array<int, files + 1>;

/// One run, cut short; then one that is not.
void play(Stage& stage, std::minstd_rand& random, Blow blow, Tally& tally)
{
    auto const delay = Duration{std::uniform_int_distribution<Duration::rep>{0, stage.duration().count()}(random)};
    CAPTURE(static_cast<int>(blow));
    CAPTURE(std::chrono::duration_cast<std::chrono::microseconds>(delay).count());
    stage.clear();
    auto database = stage.connect();
    auto runner = stage.start({}, true);
    std::this_thread::sleep_for(delay); // the instant is what is random
    strike(blow, runner, database, "pf-migrate");
    int const code = runner.wait();
    if (blow == Blow::stops_server) {
        control_server("-w start");
    }
    if (database.backend() == Backend::postgresql) {
        auto observer = stage.connect();
        wait_for_server_processes(observer, "pf-migrate");
    }
    auto const version = stage.version_of(stage.state());
    REQUIRE_MESSAGE(version, "the database is between two versions:\n", stage.state());
    CHECK((code != 0 || *version == files));
    ++tally.at(static_cast<std::size_t>(*version));
    stage.finish();
    CHECK(stage.version_of(stage.state()) == files);
}

void report(char const* what, int played, Tally const& tally)
{
    std::cerr << what << ", seed " << seed() << ", " << played << " rounds; found at version 0 to " << files << ":";
    for (int const count : tally) {
        std::cerr << ' ' << count;
    }
    std::cerr << '\n';
}

} // namespace

TEST_CASE("M1: whenever the runner, its server process or the server dies, a version is whole, and a re-run finishes")
{
    Stage stage{Backend::postgresql};
    std::minstd_rand random{seed()};
    Tally tally{};
    for (int round = 0; round < rounds(); ++round) {
        CAPTURE(seed());
        CAPTURE(round);
        play(stage, random, round == 0 ? Blow::stops_server : random_blow(random), tally);
    }
    report("PostgreSQL", rounds(), tally);
}

TEST_CASE("M1: on SQLite, whenever the runner is killed, a version is whole, and a re-run finishes")
{
    Stage stage{Backend::sqlite};
    std::minstd_rand random{seed()};
    Tally tally{};
    int const played = rounds() / 4;
    for (int round = 0; round < played; ++round) {
        CAPTURE(seed());
        CAPTURE(round);
        play(stage, random, Blow::kills_program, tally);
    }
    report("SQLite", played, tally);
}

TEST_CASE("a server that does not answer yet is waited for; one that refuses is not")
{
    test::TempFolder const folder;
    auto const wait = [&](std::string const& database, std::string const& seconds) {
        return Process{{test::program("pf-migrate"), "wait", "--timeout", seconds, "--database", database},
                       folder.path() / "output"};
    };
    auto const url = test::postgresql_url();
    control_server("-m fast stop");
    auto impatient = wait(url, "0");
    CHECK(impatient.wait() == 69);
    auto patient = wait(url, "60");
    control_server("-w start");
    CHECK(patient.wait() == 0);

    auto const begin = Clock::now();
    auto refused = wait(test::postgresql_url("pf_no_such_database"), "600");
    CHECK(refused.wait() == 69);
    CHECK(refused.output().find("does not exist") != std::string::npos);
    CHECK(Clock::now() - begin < std::chrono::seconds{300});
}
