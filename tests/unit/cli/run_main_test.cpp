#include "pf/base/text.hpp"
#include "pf/cli/common.hpp"
#include "pf/cli/help.hpp"
#include "pf/cli/interrupt.hpp"
#include "pf/cli/run_main.hpp"

#include <CLI/CLI.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <functional>
#include <iostream>
#include <new>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

using namespace pf;

namespace {

struct Ended {
    int code = -1;
    std::string out;
    std::string err;
};

std::string read_back(std::FILE* file)
{
    std::string text;
    std::array<char, 4096> chunk{};
    std::rewind(file);
    while (auto const length = std::fread(chunk.data(), 1, chunk.size(), file)) {
        text.append(chunk.data(), length);
    }
    std::fclose(file);
    return text;
}

struct Program {
    CLI::App app{"Do something.", "pf-test"};
    cli::Common common;
    std::vector<std::string> files;
    std::vector<std::string> tickers;
    std::string id;
    int year = 0;

    Program()
    {
        common.add_to(app);
        app.add_option("--ticker", tickers, "Only these")->type_name("TICKER")->group(cli::shared_group);
        app.add_option("--year", year, "Calendar year, of which there is so much to say that a line does not hold it")
            ->type_name("YEAR")
            ->check(CLI::Range(1900, 2100));
        app.add_subcommand("list", "List things");
        app.add_subcommand("show", "Show one")->add_option("ID", id, "Which")->required();
        cli::add_examples(app, {{"pf-test list", "list them"}});
    }
};

// The program runs in a process of its own, as users run it: signals, streams and exit code are real.
Ended run(
    std::vector<std::string> arguments, std::function<cli::Outcome(Program&)> const& work,
    std::function<void()> const& surroundings = [] {}, std::function<void(Program&)> const& set_up = [](Program&) {})
{
    std::FILE* out = std::tmpfile();
    std::FILE* err = std::tmpfile();
    std::cout << std::flush;
    pid_t const child = ::fork();
    if (child == 0) {
        ::dup2(::fileno(out), STDOUT_FILENO);
        ::dup2(::fileno(err), STDERR_FILENO);
        ::setenv("HOME", "/h", 1);
        for (auto const* name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "COLUMNS", "PF_LOG_FORMAT", "DATABASE_URL"}) {
            ::unsetenv(name);
        }
        surroundings();
        Program program;
        set_up(program);
        std::vector<char*> argv{const_cast<char*>("pf-test")};
        for (auto& argument : arguments) {
            argv.push_back(argument.data());
        }
        int const code =
            cli::run_main(program.app, static_cast<int>(argv.size()), argv.data(), [&] { return work(program); });
        std::exit(code); // not _exit: coverage is written at exit
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status), read_back(out), read_back(err)};
}

cli::Outcome print_database(Program& program)
{
    std::cout << program.common.database << '\n';
    return cli::Outcome::ok();
}

} // namespace

TEST_CASE("the result is on stdout and nothing on stderr")
{
    auto const ended = run({"--database", "sqlite:x"}, print_database);
    CHECK(ended.code == 0);
    CHECK(ended.out == "sqlite:x\n");
    CHECK(ended.err.empty());
}

TEST_CASE("P1: common options stand before or after a subcommand")
{
    CHECK(run({"--database", "sqlite:x", "list"}, print_database).out == "sqlite:x\n");
    CHECK(run({"list", "--database", "sqlite:x"}, print_database).out == "sqlite:x\n");
    CHECK(run({"list", "--database=sqlite:x", "-v"}, print_database).out == "sqlite:x\n");
    auto const tickers = run({"--ticker", "A", "list"},
                             [](Program& program) { return cli::Outcome::ok(std::to_string(program.tickers.size())); });
    CHECK(tickers.err.starts_with("1 ("));
    auto const after = run({"list", "--ticker", "A", "--ticker", "B"},
                           [](Program& program) { return cli::Outcome::ok(std::to_string(program.tickers.size())); });
    CHECK(after.err.starts_with("2 ("));
}

TEST_CASE("what belongs to the program alone is refused before a subcommand, not ignored")
{
    auto const option = run({"--year", "2024", "list"}, print_database);
    CHECK(option.code == 64);
    CHECK(option.err == "pf-test list: unknown option \"--year\"\nhint: see 'pf-test list --help'\n");
    auto const argument = run(
        {"a.csv", "list"}, print_database, [] {},
        [](Program& program) { program.app.add_option("FILE", program.files, "Files"); });
    CHECK(argument.code == 64);
    CHECK(argument.err == "pf-test list: unexpected argument \"a.csv\"\nhint: see 'pf-test list --help'\n");
}

TEST_CASE("P2: a failed command leaves nothing on stdout, and says where, what and what to do")
{
    auto const ended = run({}, [](Program&) -> cli::Outcome {
        std::cout << "half a resu";
        throw Error(ExitCode::bad_data, "quantity \"1,5\" is not a decimal", "a.csv:3", "pass another format");
    });
    CHECK(ended.code == 65);
    CHECK(ended.out.empty());
    CHECK(ended.err == "a.csv:3: quantity \"1,5\" is not a decimal\nhint: pass another format\n");
}

TEST_CASE("an error without a place names the program")
{
    auto const ended = run({}, [](Program&) -> cli::Outcome { throw Error(ExitCode::busy, "locked"); });
    CHECK(ended.code == 75);
    CHECK(ended.err == "pf-test: locked\n");
}

TEST_CASE("an unexpected exception is a bug, exit 70")
{
    auto const ended = run({}, [](Program&) -> cli::Outcome { throw std::runtime_error("boo\x1b[31m"); });
    CHECK(ended.code == 70);
    CHECK(ended.err.find("internal error: boo\\x1b[31m") != std::string::npos);
    CHECK(ended.err.find("this is a bug") != std::string::npos);
    CHECK(run({}, [](Program&) -> cli::Outcome { throw 42; }).code == 70);
    CHECK(run({}, [](Program&) -> cli::Outcome { throw std::bad_alloc(); }).code == 70);
}

TEST_CASE("a mistyped option or command names the nearest")
{
    auto const option = run({"--databse", "x"}, print_database);
    CHECK(option.code == 64);
    CHECK(option.err == "pf-test: unknown option \"--databse\"\nhint: did you mean --database? see 'pf-test --help'\n");
    auto const command = run({"lst"}, print_database);
    CHECK(command.code == 64);
    CHECK(command.err == "pf-test: unknown command \"lst\"\nhint: did you mean list? see 'pf-test --help'\n");
    auto const argument = run({"show", "1", "2"}, print_database);
    CHECK(argument.err == "pf-test show: unexpected argument \"2\"\nhint: see 'pf-test show --help'\n");
    auto const missing = run({"show"}, print_database);
    CHECK(missing.code == 64);
    CHECK(missing.err == "pf-test show: ID is required\nhint: see 'pf-test show --help'\n");
}

TEST_CASE("a value that an option does not take is named with those it takes")
{
    for (auto const& arguments : {std::vector<std::string>{"--output", "xml"}, {"list", "--output", "xml"}}) {
        auto const ended = run(arguments, print_database);
        CHECK(ended.code == 64);
        CHECK(ended.err.find("--output: \"xml\" is not one of table, json, csv\n") != std::string::npos);
    }
}

TEST_CASE("help wins, on stdout, and ends with examples and exit codes")
{
    auto const ended = run({"--help"}, print_database);
    CHECK(ended.code == 0);
    CHECK(ended.out.starts_with("Usage: pf-test [OPTIONS] [COMMAND]\n\nDo something.\n"));
    CHECK(ended.out.find("\nExamples:\n  pf-test list\n") != std::string::npos);
    CHECK(ended.out.ends_with(std::string(cli::exit_code_help())));
    auto const sub = run({"show", "--help"}, print_database);
    CHECK(sub.out.starts_with("Usage: pf-test show [OPTIONS] ID\n"));
    CHECK(sub.out.find("Examples:") == std::string::npos);
}

TEST_CASE("the help fits 80 columns and names values without their checks")
{
    auto const text = run({"--help"}, print_database).out;
    CHECK(text.find("  --year YEAR                 Calendar year, of which there is so much to say\n"
                    "                              that a line does not hold it\n") != std::string::npos);
    for (auto const line : base::split(text, '\n')) {
        CHECK(line.size() <= 80);
    }
}

TEST_CASE("a command that is required and missing, or mistyped, is said to be")
{
    auto const demand = [](Program& program) { program.app.require_subcommand(1); };
    auto const missing = run(
        {}, print_database, [] {}, demand);
    CHECK(missing.err == "pf-test: COMMAND is required\nhint: see 'pf-test --help'\n");
    auto const mistyped = run(
        {"shw"}, print_database, [] {}, demand);
    CHECK(mistyped.err == "pf-test: unknown command \"shw\"\nhint: did you mean show? see 'pf-test --help'\n");
    CHECK(run(
              {"--databse", "x"}, print_database, [] {}, demand)
              .err.find("did you mean --database?") != std::string::npos);
}

TEST_CASE("the version is one line")
{
    CHECK(run({"--version"}, print_database).out == "pf-test " + std::string(cli::version()) + "\n");
    CHECK(run({"list", "--version"}, print_database).out == "pf-test " + std::string(cli::version()) + "\n");
}

TEST_CASE("a summary is the last line on stderr, unless quiet")
{
    auto const work = [](Program&) { return cli::Outcome::ok("imported 3 rows", {{"rows", std::int64_t{3}}}); };
    CHECK(run({}, work).err.starts_with("imported 3 rows ("));
    CHECK(run({"--quiet"}, work).err.empty());
}

TEST_CASE("issues give exit 3")
{
    auto const ended = run({"-q"}, [](Program&) {
        cli::print_complaints({{"a:1", "x", "h"}, {"a:2", "y", "h"}, {"", "z", ""}});
        return cli::Outcome::issues();
    });
    CHECK(ended.code == 3);
    CHECK(ended.err == "a:1: x\na:2: y\nhint: h\nz\n");
}

TEST_CASE("with --log-format json every line on stderr is one object")
{
    auto const ended = run({"--log-format", "json"}, [](Program&) {
        cli::log(cli::Level::warning, "stale", "line\nbreak \x1b and \xff",
                 {{"rows", std::int64_t{3}}, {"flag", true}});
        return cli::Outcome::ok();
    });
    CHECK(ended.err.find(R"("level":"warning","tool":"pf-test","run_id":")") != std::string::npos);
    CHECK(ended.err.find(R"("event":"stale","message":"line\nbreak \u001b and )") != std::string::npos);
    CHECK(ended.err.find(R"("rows":3,"flag":true})") != std::string::npos);
    CHECK(ended.err.find(R"("event":"run_end","message":"done )") != std::string::npos);
    CHECK(std::count(ended.err.begin(), ended.err.end(), '\n') == 2);
}

TEST_CASE("P3: a signal during the work ends it with 128 + its number and says that nothing was changed")
{
    for (int const signal : {SIGINT, SIGTERM}) {
        auto const ended = run({}, [signal](Program&) -> cli::Outcome {
            std::raise(signal);
            cli::Interrupt::check();
            return cli::Outcome::ok();
        });
        CHECK(ended.code == 128 + signal);
        CHECK(ended.err == "interrupted; nothing was changed\n");
    }
}

TEST_CASE("P3: an error that a cancelled statement causes is reported as the interruption it is")
{
    static bool called = false;
    auto const ended = run({}, [](Program&) -> cli::Outcome {
        cli::Interrupt::Hook const hook([](void* flag) { *static_cast<bool*>(flag) = true; }, &called);
        std::raise(SIGINT);
        throw Error(ExitCode::unavailable, called ? "canceling statement" : "the hook was not called");
    });
    CHECK(ended.code == 130);
    CHECK(ended.err == "interrupted; nothing was changed\n");
}

TEST_CASE("P3: a signal that comes when the work is done changes nothing")
{
    auto const ended = run({}, [](Program& program) {
        std::raise(SIGTERM);
        return print_database(program);
    });
    CHECK(ended.code == 0);
    CHECK(ended.out == "sqlite:/h/.local/share/pf/portfolio.db\n");
}

TEST_CASE("P3: a second signal ends the program at once")
{
    auto const ended = run({}, [](Program&) -> cli::Outcome {
        std::raise(SIGINT);
        std::raise(SIGINT);
        return cli::Outcome::ok();
    });
    CHECK(ended.code == 130);
    CHECK(ended.err == "interrupted\n");
}

TEST_CASE("P3: a reader that has gone is no error message")
{
    auto const ended = run({}, print_database, [] {
        std::array<int, 2> ends{};
        REQUIRE(::pipe(ends.data()) == 0);
        ::close(ends[0]);
        ::dup2(ends[1], STDOUT_FILENO);
    });
    CHECK(ended.code == 128 + SIGPIPE);
    CHECK(ended.err.empty());
}

TEST_CASE("a result that cannot be written is an error, exit 74")
{
    auto const full = [] { ::dup2(::open("/dev/full", O_WRONLY), STDOUT_FILENO); };
    auto const ended = run({}, print_database, full);
    CHECK(ended.code == 74);
    CHECK(ended.err == "stdout: cannot write: No space left on device\n"
                       "hint: what the command did is done; only its output is lost\n");
}

TEST_CASE("P4: works without HOME")
{
    auto const ended = run({"--database", "sqlite:x"}, print_database, [] { ::unsetenv("HOME"); });
    CHECK(ended.code == 0);
}

TEST_CASE("a name that PostgreSQL shows holds program and run")
{
    auto const ended = run({}, [](Program& program) {
        std::cout << program.common.application_name();
        return cli::Outcome::ok();
    });
    CHECK(ended.out.starts_with("pf-test/"));
    CHECK(ended.out.size() == std::string("pf-test/3f9a2c").size());
}

TEST_CASE("the password file is handed to libpq")
{
    auto const ended = run(
        {},
        [](Program&) {
            std::cout << std::getenv("PGPASSWORD");
            return cli::Outcome::ok();
        },
        [] {
            std::FILE* file = std::tmpfile();
            std::fputs("secret\n", file);
            std::fflush(file);
            ::setenv("PGPASSWORD_FILE", ("/proc/self/fd/" + std::to_string(::fileno(file))).c_str(), 1);
        });
    CHECK(ended.out == "secret");
}
