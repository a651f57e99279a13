// Backups on disks that fail and in processes that die: the real program, its system calls made to fail by strace, or
// really killed; a full file system, and a server that stops in the middle.
//
//   PF_KILL_ROUNDS=200 PF_KILL_SEED=7 scripts/with-services build/dev/tests/kill-tests --test-case='B*'
#include "pf/backup/folder.hpp"
#include "pf/backup/inspect.hpp"
#include "pf/base/error.hpp"

#include "kill/blows.hpp"

#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <thread>

using namespace pf;
using db::Backend;
using test::Process;
using namespace pf::test::kill; // NOLINT: what strikes a program
namespace fs = std::filesystem;

namespace {

constexpr int trades = 12'000; // enough for tables that wait in a file

std::string content_of(fs::path const& file)
{
    std::ifstream stream{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

/// A folder of files, with their bytes.
using Snapshot = std::map<std::string, std::string>;

Snapshot backups_in(fs::path const& folder)
{
    Snapshot files;
    for (auto const& file : backup::list_folder(folder)) {
        files[file.path.filename().string()] = content_of(file.path);
    }
    return files;
}

bool has_leftovers(fs::path const& folder)
{
    for (auto const& entry : fs::directory_iterator{folder}) {
        auto const name = entry.path().filename().string();
        if (!backup::parse_file_name(name) && name != ".pf-backup.lock") {
            return true;
        }
    }
    return false;
}

/// A database with trades, a folder with one backup of it, and runs that must not harm that.
class Scene {
public:
    explicit Scene(Backend backend) : m_database(backend), m_backups(m_folder.path() / "backups")
    {
        std::minstd_rand random{1};
        std::ofstream csv{m_folder.path() / "trades.csv"};
        csv << "date,type,ticker,quantity,price,fee,currency\n";
        for (int i = 0; i < trades; ++i) {
            csv << fmt::format("2024-01-{:02}T{:02}:{:02}:{:02}Z,BUY,T{},{}.{},{}.{},1,EUR\n", 1 + i / 1000,
                               i / 100 % 24, i % 60, i / 60 % 60, i % 7, 1 + random() % 100, random() % 100'000,
                               1 + random() % 500, random() % 10'000);
        }
        csv.close();
        finish({test::program("pf-import"), "--database", m_database.url(), "--quiet",
                (m_folder.path() / "trades.csv").string()});
        auto const begin = Clock::now();
        finish(create());
        m_duration = Clock::now() - begin;
        m_first = backups_in(m_backups);
        REQUIRE(m_first.size() == 1);
    }

    [[nodiscard]] std::vector<std::string> create(fs::path const& folder) const
    {
        return {test::program("pf-backup"), "create", "--database", m_database.url(), "--to", folder.string()};
    }
    [[nodiscard]] std::vector<std::string> create() const { return create(m_backups); }

    [[nodiscard]] Process start(std::vector<std::string> const& command) const
    {
        return Process{command, m_folder.path() / "output"};
    }

    void finish(std::vector<std::string> const& command) const
    {
        auto run = start(command);
        auto const code = run.wait();
        REQUIRE_MESSAGE(code == 0, run.output());
    }

    /// A run with a system call that fails or kills; what strace calls it.
    [[nodiscard]] Process start_faulty(std::string const& injection) const
    {
        auto command = strace({"-o", "/dev/null", "-e", "inject=" + injection});
        auto const run = create();
        command.insert(command.end(), run.begin(), run.end());
        return start(command);
    }

    /// Whatever has happened: what has the name of a backup is one, the first is as it was, and success is only told
    /// when there is one more.
    void check(int code, std::string const& what)
    {
        auto const files = backups_in(m_backups);
        for (auto const& [name, bytes] : m_first) {
            CHECK_MESSAGE((files.contains(name) && files.at(name) == bytes), what);
        }
        for (auto const& file : files) {
            auto const path = m_backups / file.first;
            CHECK_NOTHROW_MESSAGE(static_cast<void>(backup::verify(path, {}, [](std::uint64_t, std::uint64_t) {})),
                                  what, ": ", file.first);
        }
        CHECK_MESSAGE((code != 0 || files.size() == m_count + 1), what);
        m_count = files.size();
    }

    /// The next run is as if nothing had been, and leaves nothing of it.
    void check_recovery()
    {
        finish(create());
        CHECK_FALSE(has_leftovers(m_backups));
        check(0, "the run after it");
    }

    [[nodiscard]] test::TempDatabase& database() { return m_database; }
    [[nodiscard]] fs::path const& backups() const { return m_backups; }
    [[nodiscard]] fs::path const& folder() const { return m_folder.path(); }
    [[nodiscard]] Clock::duration duration() const { return m_duration; }

private:
    test::TempFolder m_folder;
    test::TempDatabase m_database;
    fs::path m_backups;
    Clock::duration m_duration{};
    Snapshot m_first;
    std::size_t m_count = 1;
};

/// Without ptrace nothing here would be proven, so it is no reason to pass.
void need_strace(Scene const& scene)
{
    auto run = scene.start({"strace", "-o", "/dev/null", "true"});
    auto const code = run.wait();
    REQUIRE_MESSAGE(code == 0, "strace is needed, and permission to use it (ptrace): ", run.output());
}

/// How often the program writes until it has told of its backup, that included. An instrumented one goes on to complain
/// that there is no place for its counters.
int count_writes(Scene const& scene)
{
    auto const log = scene.folder() / "trace";
    auto command = strace({"-o", log.string(), "-e", "trace=write"});
    auto const run = scene.create(scene.folder() / "elsewhere");
    command.insert(command.end(), run.begin(), run.end());
    scene.finish(command);
    std::ifstream lines{log};
    int count = 0;
    for (std::string line; std::getline(lines, line) && !line.starts_with("write(2,");) {
        ++count;
    }
    return count + 1;
}

bool can_mount()
{
    return std::system("unshare -rm mount -t tmpfs tmpfs /mnt >/dev/null 2>&1") == 0; // NOLINT(concurrency-mt-unsafe)
}

} // namespace

TEST_CASE("B1: a disk that is full at any write is told, and leaves no file")
{
    Scene scene{Backend::sqlite};
    need_strace(scene);
    auto const writes = count_writes(scene);
    REQUIRE(writes > 8);
    for (int from = 1; from < writes; ++from) { // the last one is the program's own message
        auto run = scene.start_faulty(fmt::format("write:error=ENOSPC:when={}+", from));
        auto const code = run.wait();
        CHECK_MESSAGE(code == 74, from);
        scene.check(code, fmt::format("full from write {} on", from));
    }
    CHECK_FALSE(has_leftovers(scene.backups()));
    scene.check_recovery();
}

TEST_CASE("B1: a disk that refuses to keep the file, a name or the folder is told, and leaves no incomplete file")
{
    Scene scene{Backend::sqlite};
    need_strace(scene);
    struct Fault {
        std::string injection;
        std::string message;
        bool leaves_backup = false;
    };
    for (auto const& fault : std::vector<Fault>{
             {"fsync:error=EIO:when=1", "the backup cannot be written to the disk: Input/output error"},
             {"fsync:error=EIO:when=2", "the backup is complete, but its name cannot be written to the disk", true},
             {"/rename.*:error=EACCES", "the backup cannot be given its name: Permission denied"},
             {"statfs:error=EIO", "the folder cannot be examined: Input/output error"},
             {"flock:error=ENOLCK", "the folder cannot be locked: No locks available"}}) {
        auto const before = backups_in(scene.backups()).size();
        auto run = scene.start_faulty(fault.injection);
        auto const code = run.wait();
        CHECK_MESSAGE(code == 74, fault.injection, run.output());
        CHECK_MESSAGE(run.output().find(fault.message) != std::string::npos, fault.injection, run.output());
        CHECK(backups_in(scene.backups()).size() == before + (fault.leaves_backup ? 1 : 0));
        CHECK_FALSE(has_leftovers(scene.backups()));
        scene.check(code, fault.injection);
    }
    scene.check_recovery();
}

TEST_CASE("B1, B8: a run that is killed at any write, before it syncs, renames or ends, holds up nothing")
{
    Scene scene{Backend::sqlite};
    need_strace(scene);
    std::vector<std::string> blows{"fsync:signal=KILL:when=1", "fsync:signal=KILL:when=2", "/rename.*:signal=KILL",
                                   "flock:signal=KILL", "exit_group:signal=KILL"};
    auto const writes = count_writes(scene);
    for (int number = 1; number <= writes; number += 2) {
        blows.push_back(fmt::format("write:signal=KILL:when={}", number));
    }
    for (auto const& blow : blows) {
        auto run = scene.start_faulty(blow);
        auto const code = run.wait();
        CHECK_MESSAGE(code == -SIGKILL, blow, run.output());
        scene.check(code, blow);
    }
    scene.check_recovery();
}

TEST_CASE("B1, B8: a run that is killed at any moment holds up nothing")
{
    Scene scene{Backend::sqlite};
    std::minstd_rand random{seed()};
    auto const longest = std::chrono::duration_cast<std::chrono::microseconds>(scene.duration()).count() * 11 / 10;
    int killed = 0;
    for (int round = 0; round < rounds(); ++round) {
        auto run = scene.start(scene.create());
        std::this_thread::sleep_for(
            std::chrono::microseconds{std::uniform_int_distribution<std::int64_t>{0, longest}(random)});
        run.kill(SIGKILL);
        auto const code = run.wait();
        killed += code == 0 ? 0 : 1;
        scene.check(code, fmt::format("round {}", round));
    }
    std::cerr << "backup on SQLite, seed " << seed() << ", " << rounds() << " rounds: " << killed << " killed\n";
    CHECK(killed > 0);
    scene.check_recovery();
}

TEST_CASE("B1: Ctrl-C removes what was written so far")
{
    Scene scene{Backend::sqlite};
    need_strace(scene);
    for (auto const* const call : {"write:signal=INT:when=3", "fsync:signal=TERM:when=1"}) {
        auto run = scene.start_faulty(call);
        auto const code = run.wait();
        CHECK_MESSAGE((code == 130 || code == 143), call, run.output());
        CHECK_FALSE(has_leftovers(scene.backups()));
        scene.check(code, call);
    }
}

TEST_CASE("B1: on a file system that is too small nothing is left, wherever it fills up")
{
    Scene scene{Backend::sqlite};
    REQUIRE_MESSAGE(can_mount(), "a file system of its own is needed: unshare -rm mount -t tmpfs");
    auto const size = fs::file_size(backup::list_folder(scene.backups()).front().path);
    auto const mounted = scene.folder() / "small";
    fs::create_directory(mounted);
    // What the kernel answers about free space is replaced by "plenty", so that the disk really fills up.
    constexpr auto lie =
        "statfs:poke_exit=@arg2=9419020100000000001000000000000040420f000000000040420f000000000040420f00";
    for (auto const kilobytes : {16 + size / 2048, 16 + size / 1024, 16 + size * 3 / 2048}) {
        auto const script = fmt::format("mount -t tmpfs -o size={}k tmpfs '{}' && cd '{}' || exit; "
                                        "strace -o /dev/null -e inject={} \"$@\"; code=$?; ls -A; exit $code",
                                        kilobytes, mounted.string(), mounted.string(), lie);
        std::vector<std::string> command{"unshare", "-rm", "sh", "-c", script, "sh"};
        auto const create = scene.create(mounted);
        command.insert(command.end(), create.begin(), create.end());
        auto run = scene.start(command);
        auto const code = run.wait();
        auto const output = run.output();
        CHECK_MESSAGE(code == 74, kilobytes, " kB: ", output);
        CHECK_MESSAGE(output.find("No space left on device") != std::string::npos, output);
        CHECK_MESSAGE(output.find(".partial") == std::string::npos, output);
        CHECK_MESSAGE(output.ends_with("\n.pf-backup.lock\n"), output);
    }
}

TEST_CASE("B1: a server that stops in mid-COPY is an error, and leaves no file")
{
    Scene scene{Backend::postgresql};
    need_strace(scene);
    auto run = scene.start_faulty("recvfrom:delay_enter=20000"); // a slow reader, whom the server has to wait for
    auto const deadline = Clock::now() + std::chrono::seconds{60};
    while (scene.database().value(
               "SELECT '1' FROM pg_sleep(0.002) WHERE EXISTS (SELECT FROM pg_stat_activity WHERE "
               "datname = current_database() AND state = 'active' AND query LIKE 'COPY (SELECT%')") != "1") {
        REQUIRE_MESSAGE(Clock::now() < deadline, "no COPY was seen: ", run.output());
    }
    control_server("-m immediate stop");
    auto const code = run.wait();
    control_server("-w start");
    CHECK_MESSAGE(code == 69, run.output());
    CHECK_FALSE(has_leftovers(scene.backups()));
    scene.check(code, "stopped server");
    scene.check_recovery();
}
