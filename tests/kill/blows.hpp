// What ends a program at a random instant. The server of these tests is their own (scripts/with-services starts it), so
// that it may be stopped.
//
//   PF_KILL_ROUNDS=200 PF_KILL_SEED=7 scripts/with-services build/dev/tests/kill-tests
#pragma once

#include "pf/db/session.hpp"

#include "support/process.hpp"
#include "support/temp_database.hpp"

#include <chrono>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

namespace pf::test::kill {

using Clock = std::chrono::steady_clock;
using Duration = Clock::duration;

inline std::string setting(char const* name, std::string const& otherwise)
{
    char const* const value = std::getenv(name);
    return value == nullptr ? otherwise : value;
}

/// strace, with what keeps an instrumented program from writing its counters, which would be damaged by what is done
/// here.
inline std::vector<std::string> strace(std::vector<std::string> const& options)
{
    std::vector<std::string> command{"env", "LLVM_PROFILE_FILE=/dev/null", "strace"};
    command.insert(command.end(), options.begin(), options.end());
    return command;
}

inline int rounds()
{
    return std::stoi(setting("PF_KILL_ROUNDS", "20"));
}

inline std::uint32_t seed()
{
    static auto const value =
        static_cast<std::uint32_t>(std::stoul(setting("PF_KILL_SEED", std::to_string(std::random_device{}()))));
    return value;
}

inline std::string value(db::Database& database, std::string const& sql)
{
    auto const rows = database.session().driver().read({"test", sql, sql}, {});
    return rows->next() && !rows->skip_null() ? std::string{rows->text()} : std::string{};
}

/// Waits until no server process of a program is left: it needs a moment to see that its client died.
inline void wait_for_server_processes(db::Database& database, std::string const& program)
{
    auto const deadline = Clock::now() + std::chrono::seconds{20};
    while (value(database, "SELECT CAST(count(*) AS TEXT) FROM pg_sleep(0.002), pg_stat_activity WHERE datname = "
                           "current_database() AND application_name LIKE '" +
                               program + "%'") != "0") {
        REQUIRE_MESSAGE(Clock::now() < deadline, "the server process of the program does not end");
    }
}

enum class Blow { kills_program, ends_server_process, stops_server };

inline Blow random_blow(std::minstd_rand& random)
{
    switch (std::uniform_int_distribution<int>{0, 9}(random)) {
    case 0:
        return Blow::stops_server;
    case 1:
    case 2:
    case 3:
        return Blow::ends_server_process;
    default:
        return Blow::kills_program;
    }
}

/// pg_ctl for the private server.
inline void control_server(std::string const& arguments)
{
    auto const command = setting("PF_TEST_PG_CTL", "false") + " " + arguments + " >/dev/null 2>&1 </dev/null";
    REQUIRE_MESSAGE(std::system(command.c_str()) == 0, "failed: ", command); // NOLINT(concurrency-mt-unsafe)
}

/// \param program  whose server process it is
inline void strike(Blow blow, Process const& running, db::Database& database, std::string const& program)
{
    switch (blow) {
    case Blow::kills_program:
        return running.kill(SIGKILL);
    case Blow::ends_server_process:
        return database.session().driver().run_script("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
                                                      "datname = current_database() AND application_name LIKE '" +
                                                      program + "%'");
    case Blow::stops_server:
        return control_server("-m immediate stop");
    }
}

} // namespace pf::test::kill
