// pf-positions: what is held, what it cost, what it is worth and what sales have realized.
#include "pf/base/error.hpp"
#include "pf/cli/commands.hpp"
#include "pf/cli/common.hpp"
#include "pf/cli/help.hpp"
#include "pf/cli/run_main.hpp"
#include "pf/cli/usage.hpp"
#include "pf/jobs/positions/positions_command.hpp"
#include "pf/jobs/run/open.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace {

struct Options {
    pf::cli::Common common;
    pf::jobs::PositionsWords words;
};

/// \return  `--method`
CLI::Option* add_shared_options(CLI::App& app, pf::jobs::PositionsWords& words)
{
    auto const group = pf::cli::shared_group;
    auto* const as_of =
        app.add_option("--as-of", words.as_of, "As it was at the end of that day")->type_name("DATE")->group(group);
    app.add_flag("--live", words.live, "Value with quotes from Redis that are newer than the last close")
        ->excludes(as_of)
        ->group(group);
    auto* const method =
        app.add_option("--method", words.method, "Book all by fifo, lifo, hifo, lofo, average or specific")
            ->type_name("METHOD")
            ->check(pf::cli::one_of({"fifo", "lifo", "hifo", "lofo", "average", "specific"}))
            ->group(group);
    app.add_option("--fees", words.fees, "separate: keep fees out of cost and proceeds")
        ->type_name("HOW")
        ->check(pf::cli::one_of({"in-basis", "separate"}))
        ->group(group);
    app.add_option("--scope", words.scope, "all: a sale takes lots of any account, as if all were one")
        ->type_name("SCOPE")
        ->check(pf::cli::one_of({"account", "all"}))
        ->group(group);
    app.add_option("--ticker", words.tickers, "Only these; may be repeated")->type_name("TICKER")->group(group);
    return method;
}

/// The stored books are one whole; a part of them, or another view, cannot be compared with anything.
void refuse_parts(pf::jobs::PositionsWords const& words)
{
    if (!words.as_of.empty() || !words.method.empty() || !words.fees.empty() || !words.scope.empty() ||
        !words.tickers.empty() || words.live) {
        throw pf::Error(pf::ExitCode::usage, "takes none of --as-of, --fees, --live, --method, --scope and --ticker",
                        "pf-positions verify", "it compares whole accounts; --account names one");
    }
}

/// What a command does with the database, which is opened before.
template <typename Job>
pf::cli::Commands::Action on_database(Options& options, Job job)
{
    return [&options, job] {
        pf::jobs::Connection connection{options.common};
        return job(connection.database(), options.common, options.words, std::cout);
    };
}

void add_commands(pf::cli::Commands& commands, Options& options)
{
    commands.otherwise(on_database(options, pf::jobs::show_positions));
    commands.add("lots", "The open lots", on_database(options, pf::jobs::show_lots));
    commands
        .add("realized", "The gains that sales have realized, lot by lot",
             on_database(options, pf::jobs::show_realized))
        .add_option("--year", options.words.year, "Only sales of that calendar year")
        ->type_name("YEAR")
        ->check(pf::cli::whole_number(1000, 9999));
    commands.add("verify", "Book everything anew and compare it with what is stored", [&options] {
        refuse_parts(options.words);
        pf::jobs::Connection connection{options.common};
        return pf::jobs::show_verification(connection.database(), options.common, std::cout);
    });
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App app{"Show what is held, what it cost, what it is worth and what sales have realized.", "pf-positions"};
    Options options;
    options.common.add_to(app);
    auto* const method = add_shared_options(app, options.words);
    app.add_flag("--closed", options.words.closed, "Also positions that are closed");
    app.add_flag("--compare", options.words.compare, "All booking methods side by side")->excludes(method);
    app.add_option("--stale-after", options.words.stale_after,
                   "A price older than so many days from Monday to Friday is stale (5)")
        ->type_name("N")
        ->check(pf::cli::whole_number(0, 10'000));
    pf::cli::Commands commands{app};
    add_commands(commands, options);
    pf::cli::add_examples(app,
                          {{"pf-positions", "what all accounts hold"},
                           {"pf-positions --as-of 2024-12-31", "what they held at the end of 2024"},
                           {"pf-positions --compare", "what each booking method would give"},
                           {"pf-positions realized --year 2024 --output csv", "the year's gains, for a spreadsheet"}});
    return pf::cli::run_main(app, argc, argv, [&] { return commands.run(); });
}
