#include "pf/cli/run_main.hpp"

#include "pf/cli/environment.hpp"
#include "pf/cli/generate.hpp"
#include "pf/cli/held_output.hpp"
#include "pf/cli/help.hpp"
#include "pf/cli/interrupt.hpp"
#include "pf/cli/pager.hpp"
#include "pf/cli/terminal.hpp"
#include "pf/cli/usage.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <iostream>
#include <new>
#include <sys/resource.h>
#include <system_error>
#include <unistd.h>

namespace pf::cli {
namespace {

using Clock = std::chrono::steady_clock;

int const closed_pipe = 128 + SIGPIPE;

int code_of(ExitCode code)
{
    return static_cast<int>(code);
}

int fail(std::string const& tool, Error const& error)
{
    print_complaints({{error.where().empty() ? tool : error.where(), error.message(), error.hint(), error.details()}});
    return code_of(error.code());
}

int fail_internal(std::string const& tool, std::string const& what)
{
    return fail(tool, Error(ExitCode::internal, "internal error: " + what, {},
                            "this is a bug; please report it with the command line and this message"));
}

/// What the system refuses is no fault of ours.
Error error_of(std::system_error const& error)
{
    auto const& code = error.code();
    if (code == std::errc::permission_denied || code == std::errc::operation_not_permitted ||
        code == std::errc::read_only_file_system) {
        return Error(ExitCode::permission, error.what());
    }
    if (code == std::errc::no_such_file_or_directory || code == std::errc::not_a_directory) {
        return Error(ExitCode::no_input, error.what());
    }
    return Error(ExitCode::io_error, error.what());
}

int report_interruption(int signal)
{
    log(Level::error, "interrupted", "interrupted; nothing was changed", {{"signal", std::int64_t{signal}}});
    return 128 + signal;
}

std::int64_t peak_kilobytes()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

std::string shown_seconds(std::chrono::milliseconds elapsed)
{
    return fmt::format("{}.{:02} s", elapsed.count() / 1000, elapsed.count() % 1000 / 10);
}

void log_end(Outcome const& outcome, Clock::time_point start)
{
    auto const elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
    auto const memory = peak_kilobytes();
    Fields fields = outcome.fields;
    fields.emplace_back("exit_code", std::int64_t{code_of(outcome.code)});
    fields.emplace_back("duration_ms", std::int64_t{elapsed.count()});
    fields.emplace_back("max_rss_kb", memory);
    auto const summary = outcome.summary.empty() ? std::string("done") : outcome.summary;
    log(outcome.summary.empty() && !logs_json() ? Level::debug : Level::info, "run_end",
        fmt::format("{} ({}, {} MB)", summary, shown_seconds(elapsed), (memory + 1023) / 1024), fields);
}

// Until the options are known, the environment says how messages look.
void set_up_early_logging(CLI::App const& app)
{
    auto const environment = Environment::of_process();
    LogSettings settings;
    settings.tool = app.get_name();
    settings.terminal = Terminal::of_process(environment).can_rewrite_line;
    settings.format = environment.find("PF_LOG_FORMAT") == "json" ? LogFormat::json : LogFormat::text;
    set_up_logging(settings);
}

// \return  an exit code when the program has nothing more to do
std::optional<int> parse(CLI::App& app, int argc, char** argv)
{
    prepare(app);
    add_generate_option(app);
    try {
        app.parse(joined_values({argv + 1, argv + argc}));
    } catch (CLI::CallForHelp const&) {
        std::cout << app.help();
        return 0;
    } catch (CLI::CallForVersion const& version) {
        std::cout << version.what() << '\n';
        return 0;
    } catch (GenerateRequest const& request) {
        std::cout << generated(app, request.kind);
        return 0;
    } catch (CLI::ParseError const& error) {
        throw usage_error(app, error);
    }
    refuse_lost_options(app);
    refuse_mistyped_command(app);
    return std::nullopt;
}

/// A stream that the caller closed stays closed: otherwise the next file or connection gets its number, and is read or
/// written in its place.
void occupy_closed_streams()
{
    for (int const descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(descriptor, F_GETFD) == -1) { // the lowest free number is this one
            [[maybe_unused]] auto const opened = ::open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
        }
    }
}

/// What shows a long result, where somebody at a terminal would have to scroll back.
std::optional<std::string> wanted_pager(CLI::App const& app, Environment const& environment, Terminal const& terminal)
{
    auto const* const refusal = app.get_option_no_throw("--no-pager");
    bool const is_refused = refusal == nullptr || refusal->count() > 0;
    return is_refused ? std::nullopt : pager_command(environment, terminal.stdout_is_terminal);
}

void show(HeldOutput& output, std::optional<std::string> const& command, Terminal const& terminal)
{
    if (!command || !output.is_longer_than(terminal.height, terminal.width)) {
        return output.release(STDOUT_FILENO, "stdout");
    }
    Pager const pager{*command};
    if (!pager.descriptor()) {
        return output.release(STDOUT_FILENO, "stdout");
    }
    try {
        output.release(*pager.descriptor(), *command);
    } catch (BrokenPipe const&) {
        output.discard(); // who left has seen enough
    }
}

int run(CLI::App& app, int argc, char** argv, std::function<Outcome()> const& function, HeldOutput& output)
{
    auto const start = Clock::now();
    if (auto const code = parse(app, argc, argv)) {
        output.release(STDOUT_FILENO, "stdout");
        return *code;
    }
    auto const environment = Environment::of_process();
    auto const terminal = Terminal::of_process(environment);
    auto const pager = wanted_pager(app, environment, terminal);
    if (pager) {
        output.keep_flushed();
    }
    auto const outcome = function();
    Interrupt::disarm();
    show(output, pager, terminal);
    log_end(outcome, start);
    return code_of(outcome.code);
}

int run_guarded(CLI::App& app, int argc, char** argv, std::function<Outcome()> const& function)
{
    auto const tool = app.get_name();
    HeldOutput output(std::cout);
    output.release_flushed(STDOUT_FILENO, "stdout");
    try {
        return run(app, argc, argv, function, output);
    } catch (BrokenPipe const&) {
        return closed_pipe;
    } catch (Error const& error) {
        auto const signal = Interrupt::signal();
        return signal ? report_interruption(*signal) : fail(tool, error);
    } catch (std::bad_alloc const&) {
        return fail(tool, Error(ExitCode::internal, "out of memory"));
    } catch (std::system_error const& error) { // of the standard library's files and folders, threads and locks
        auto const signal = Interrupt::signal();
        return signal ? report_interruption(*signal) : fail(tool, error_of(error));
    } catch (std::exception const& error) {
        auto const signal = Interrupt::signal();
        return signal ? report_interruption(*signal) : fail_internal(tool, error.what());
    } catch (...) {
        return fail_internal(tool, "an exception of unknown type");
    }
}

/// \return  the exit code, which tells of it when the figures could not be written
int with_metrics(Metrics const& metrics, RunRecord record, std::string const& tool)
{
    int const code = record.exit_code;
    try {
        metrics.write(std::move(record));
        return code;
    } catch (Error const& error) {
        auto const reported = fail(tool, error);
        return code == 0 ? reported : code;
    }
}

} // namespace

int run_main(CLI::App& app, int argc, char** argv, std::function<Outcome()> const& function, Metrics const* metrics)
{
    occupy_closed_streams();
    std::signal(SIGXFSZ, SIG_IGN); // what is written beyond the limit fails, and is told as any other full disk
    set_up_early_logging(app);
    Interrupt::install();
    auto const start = Clock::now();
    Fields fields;
    int const code = run_guarded(app, argc, argv, [&] {
        auto outcome = function();
        fields = outcome.fields;
        return outcome;
    });
    if (metrics == nullptr || !metrics->is_wanted()) {
        return code;
    }
    auto const elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
    return with_metrics(*metrics, {{}, base::now(), elapsed, code, fields}, app.get_name());
}

} // namespace pf::cli
