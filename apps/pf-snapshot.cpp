// pf-snapshot: what the portfolio was worth, day by day.
#include "pf/cli/commands.hpp"
#include "pf/cli/common.hpp"
#include "pf/cli/environment.hpp"
#include "pf/cli/help.hpp"
#include "pf/cli/metrics.hpp"
#include "pf/cli/run_main.hpp"
#include "pf/cli/usage.hpp"
#include "pf/jobs/run/each_portfolio.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/jobs/snapshot/check.hpp"
#include "pf/jobs/snapshot/diff.hpp"
#include "pf/jobs/snapshot/plot.hpp"
#include "pf/jobs/snapshot/returns.hpp"
#include "pf/jobs/snapshot/snapshot_command.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace {

struct Options {
    pf::cli::Common common;
    pf::jobs::TakeWords take;
    pf::jobs::SnapshotWords words;
    pf::jobs::ReturnsWords returns;
    pf::jobs::PlotWords plot;
    pf::jobs::DiffWords diff;
    pf::jobs::CheckWords check;
    std::string if_locked = "fail";
    pf::cli::Metrics metrics{"snapshot"};
};

/// What a command does with the database, which is opened before.
template <typename Job>
pf::cli::Commands::Action on_database(Options& options, Job job)
{
    return [&options, job] {
        pf::jobs::Connection connection{options.common};
        return job(connection.database());
    };
}

void add_take(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("take", "Store what each account is worth at the end of a day",
                                 on_database(options, [&options](auto& database) {
                                     options.take.skip_if_locked = options.if_locked == "skip";
                                     return pf::jobs::take_snapshots(database, options.common, options.take, std::cout);
                                 }));
    command.add_option("--date", options.take.date, "That day instead of today")->type_name("DATE");
    auto* const catch_up =
        command.add_flag("--catch-up", options.take.catch_up, "And the days since the first snapshot that have none");
    command.add_option("--from", options.take.from, "Catch up from that day on instead, or from when an account began")
        ->type_name("DATE")
        ->needs(catch_up);
    command.add_option("--max-days", options.take.max_days, "Catch up with at most so many, the earliest first")
        ->type_name("N")
        ->needs(catch_up)
        ->check(pf::cli::whole_number(1, 1'000'000));
    command.add_flag("--recheck", options.take.recheck,
                     "Compare every stored day, not only those that may have changed");
    command
        .add_option("--stale-after", options.take.stale_after,
                    "A price or rate older than so many days from Monday to Friday is stale (3)")
        ->type_name("N")
        ->check(pf::cli::whole_number(0, 10'000));
    command
        .add_option("--if-locked", options.if_locked, "When another one is at work: fail (exit 75) or skip (exit 0)")
        ->type_name("HOW")
        ->check(pf::cli::one_of({"fail", "skip"}));
    pf::cli::add_examples(command, {{"pf-snapshot take --catch-up", "every day from cron; a missed run does no harm"},
                                    {"pf-snapshot take --date 2024-12-31", "a day in the past"}});
    options.metrics.add_to(command);
    options.common.add_all_portfolios_option(command);
}

CLI::Option* add_currency(CLI::App& command, std::string& in)
{
    return command.add_option("--in", in, "The total in that currency")->type_name("CURRENCY");
}

void add_list(pf::cli::Commands& commands, Options& options)
{
    auto& command =
        commands.add("list", "The stored values, day by day", on_database(options, [&options](auto& database) {
                         return pf::jobs::list_snapshots(database, options.common, options.words, std::cout);
                     }));
    command.add_option("--from", options.words.first, "From that day on")->type_name("DATE");
    command.add_option("--to", options.words.last, "Up to that day")->type_name("DATE");
    add_currency(command, options.words.in);
    options.common.add_table_options(command);
    pf::cli::add_examples(command,
                          {{"pf-snapshot list --from 2024-01-01 --to 2024-12-31", "a year"},
                           {"pf-snapshot list --account main --output csv", "one account, for a spreadsheet"}});
}

void add_show(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("show", "The positions, cash and totals of a day",
                                 on_database(options, [&options](auto& database) {
                                     return pf::jobs::show_snapshot(database, options.common, options.words, std::cout);
                                 }));
    command.add_option("DATE", options.words.date, "Which day")->required();
    auto* const in = add_currency(command, options.words.in);
    command.add_flag("--history", options.words.history, "What was stored of that day before it was restated")
        ->excludes(in);
    options.common.add_table_options(command);
    pf::cli::add_examples(command, {{"pf-snapshot show 2024-12-31", "what was held at the end of 2024"},
                                    {"pf-snapshot show 2024-12-31 --history", "how that value changed since"}});
}

void add_check(pf::cli::Commands& commands, Options& options)
{
    auto& command =
        commands.add("check", "For monitoring: is the newest snapshot of each account fresh?",
                     on_database(options, [&options](auto& database) {
                         return pf::jobs::check_snapshots(database, options.common, options.check, std::cout);
                     }));
    command.add_option("--max-age", options.check.max_age, "Older than this is stale: 90m, 2d (26h)")->type_name("AGE");
    command
        .add_option("--stale-after", options.check.stale_after,
                    "A price older than so many days from Monday to Friday is stale (5)")
        ->type_name("N")
        ->check(pf::cli::whole_number(0, 10'000));
    options.common.add_table_options(command);
    options.common.add_all_portfolios_option(command);
    pf::cli::add_examples(command, {{"pf-snapshot check --max-age 26h", "exit 3 when a daily run was missed"}});
}

void add_day_range(CLI::App& command, pf::jobs::DayWords& words)
{
    command.add_option("--from", words.from, "From that day on, instead of from the beginning")->type_name("DATE");
    command.add_option("--to", words.to, "Up to the end of that day, instead of today")->type_name("DATE");
}

void add_returns(pf::cli::Commands& commands, Options& options)
{
    auto& command =
        commands.add("returns", "Time- and money-weighted returns, drawdown and volatility, from the books",
                     on_database(options, [&options](auto& database) {
                         return pf::jobs::show_returns(database, options.common, options.returns, std::cout);
                     }));
    add_day_range(command, options.returns.days);
    add_currency(command, options.returns.in);
    command.add_option("--by", options.returns.by, "A row per account, ticker, year or month")
        ->type_name("WHAT")
        ->check(pf::cli::one_of({"account", "ticker", "year", "month"}))
        ->capture_default_str();
    command.add_option("--benchmark", options.returns.benchmark, "Beside what that instrument did in the same days")
        ->type_name("TICKER");
    options.common.add_table_options(command);
    pf::cli::add_examples(command, {{"pf-snapshot returns --by year", "each calendar year, and all of them"},
                                    {"pf-snapshot returns --from 2024-01-01 --to 2024-12-31 --by ticker",
                                     "what each instrument did in 2024"}});
}

void add_diff(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("diff", "What made the value change between two days, from the books",
                                 on_database(options, [&options](auto& database) {
                                     return pf::jobs::show_diff(database, options.common, options.diff, std::cout);
                                 }));
    command.add_option("FROM", options.diff.from, "The earlier day")->required();
    command.add_option("TO", options.diff.to, "The later day")->required();
    add_currency(command, options.diff.in);
    options.common.add_table_options(command);
    pf::cli::add_examples(command, {{"pf-snapshot diff 2023-12-31 2024-12-31", "a whole year"}});
}

void add_plot(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("plot", "Draw value and gain, the drawdown or a map of months, from the books",
                                 on_database(options, [&options](auto& database) {
                                     return pf::jobs::show_plot(database, options.common, options.plot,
                                                                pf::cli::Environment::of_process(), std::cout);
                                 }));
    add_day_range(command, options.plot.days);
    add_currency(command, options.plot.in);
    command.add_option("--svg", options.plot.svg, "Draw into this file instead, as a picture")->type_name("FILE");
    auto* const html = command.add_option("--html", options.plot.html, "Draw all into this file instead, as a page")
                           ->type_name("FILE");
    command
        .add_option("--of", options.plot.of, "Draw value (the default), drawdown, or months: returns by month and year")
        ->type_name("WHAT")
        ->check(pf::cli::one_of({"value", "drawdown", "months"}))
        ->excludes(html);
    command.add_option("--height", options.plot.height, "Lines that the chart takes in the terminal")
        ->type_name("N")
        ->check(pf::cli::whole_number(16, 200))
        ->capture_default_str();
    pf::cli::add_examples(command, {{"pf-snapshot plot --from 2024-01-01", "since the beginning of 2024"},
                                    {"pf-snapshot plot --of months", "what each month of each year returned"},
                                    {"pf-snapshot plot --html portfolio.html", "a page for the browser"}});
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App app{"Store what the portfolio is worth, day by day, and show it.", "pf-snapshot"};
    Options options;
    options.common.add_to(app);
    options.common.add_unknown_option(app, pf::cli::shared_group);
    pf::cli::Commands commands{app};
    for (auto* const add : {add_take, add_list, add_show, add_diff, add_plot, add_returns, add_check}) {
        add(commands, options);
    }
    pf::cli::add_examples(app, {{"pf-snapshot take --catch-up", "store today's value, and that of missed days"},
                                {"pf-snapshot list", "the value day by day"},
                                {"pf-snapshot returns --by year", "what it has earned"},
                                {"pf-snapshot plot", "a chart"}});
    auto const run = [&] { return commands.run(); };
    return pf::cli::run_main(
        app, argc, argv, [&] { return pf::jobs::in_each_portfolio(options.common, run, std::cout); }, &options.metrics);
}
