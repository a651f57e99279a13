// pf-positions: what is held, what it cost, what it is worth and what sales have realized.
#include "pf/base/error.hpp"
#include "pf/cli/commands.hpp"
#include "pf/cli/common.hpp"
#include "pf/cli/environment.hpp"
#include "pf/cli/help.hpp"
#include "pf/cli/run_main.hpp"
#include "pf/cli/terminal.hpp"
#include "pf/cli/usage.hpp"
#include "pf/jobs/positions/allocation_command.hpp"
#include "pf/jobs/positions/payments.hpp"
#include "pf/jobs/positions/positions_command.hpp"
#include "pf/jobs/run/open.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace {

struct Options {
    pf::cli::Common common;
    pf::jobs::PositionsWords words;
    pf::jobs::PaymentWords payments;
    pf::jobs::AllocationWords allocation;
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

/// Payments are what they are, however lots are booked.
void refuse_booking(pf::jobs::PositionsWords const& words, std::string const& command)
{
    if (!words.as_of.empty() || !words.method.empty() || !words.fees.empty() || !words.scope.empty() ||
        !words.tickers.empty() || words.live) {
        throw pf::Error(pf::ExitCode::usage, "takes none of --as-of, --fees, --live, --method, --scope and --ticker",
                        command, "--from and --to choose days, --account one account");
    }
}

/// What things are worth does not depend on how lots are booked.
void refuse_lots(pf::jobs::PositionsWords const& words)
{
    if (!words.method.empty() || !words.fees.empty() || !words.scope.empty()) {
        throw pf::Error(pf::ExitCode::usage, "takes none of --fees, --method and --scope", "pf-positions allocation",
                        "they change what things cost, not what they are worth");
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
    auto& lots = commands.add("lots", "The open lots", on_database(options, pf::jobs::show_lots));
    auto& realized = commands.add("realized", "The gains that sales have realized, lot by lot",
                                  on_database(options, pf::jobs::show_realized));
    pf::cli::refuse_without_effect(realized, {"--live"});
    for (auto* const command : {&lots, &realized}) {
        command->add_option("--in", options.words.in, "The total in that currency")->type_name("CURRENCY");
    }
    realized.add_option("--year", options.words.year, "Only sales of that calendar year")
        ->type_name("YEAR")
        ->check(pf::cli::whole_number(1000, 9999));
    commands.add("verify", "Book everything anew and compare it with what is stored", [&options] {
        refuse_parts(options.words);
        pf::jobs::Connection connection{options.common};
        return pf::jobs::show_verification(connection.database(), options.common, std::cout);
    });
}

void add_allocation(pf::cli::Commands& commands, Options& options)
{
    auto& wanted = options.allocation;
    auto& command =
        commands.add("allocation", "How what is held is spread, and what would bring it to targets", [&options] {
            refuse_lots(options.words);
            auto const environment = pf::cli::Environment::of_process();
            options.allocation.ascii = !pf::cli::speaks_utf8(environment);
            pf::jobs::Connection connection{options.common};
            return pf::jobs::show_allocation(connection.database(), options.common, options.words, options.allocation,
                                             std::cout);
        });
    command
        .add_option("--by", wanted.by, "By account, asset_type (the default), currency, ticker or a tag of instruments")
        ->type_name("WHAT")
        ->check(pf::cli::such_as({"account", "asset_type", "currency", "ticker"}));
    auto* const target =
        command.add_option("--target", wanted.target, "What the parts are to be: a TOML file")->type_name("FILE");
    command.add_option("--invest", wanted.invest, "Put so much new money where it is lacking, and sell nothing")
        ->type_name("AMOUNT")
        ->needs(target);
    command.add_option("--in", wanted.in, "The total in that currency")->type_name("CURRENCY");
    pf::cli::add_examples(
        command, {{"pf-positions allocation --by currency", "how much is in which currency"},
                  {"pf-positions allocation --target plan.toml --invest 1000", "where to put 1000, for a plan"}});
}

using PaymentJob = pf::cli::Outcome (*)(pf::db::Database&, pf::cli::Common const&, pf::jobs::PaymentWords const&,
                                        std::ostream&);

void add_payments(pf::cli::Commands& commands, Options& options, char const* name, char const* help, PaymentJob job)
{
    auto& command = commands.add(name, help, [&options, name, job] {
        refuse_booking(options.words, std::string{"pf-positions "} + name);
        pf::jobs::Connection connection{options.common};
        return job(connection.database(), options.common, options.payments, std::cout);
    });
    command.add_option("--by", options.payments.by, "A row per month, quarter, year, ticker or account")
        ->type_name("WHAT")
        ->check(pf::cli::one_of({"month", "quarter", "year", "ticker", "account"}));
    command.add_option("--from", options.payments.from, "From that day on")->type_name("DATE");
    command.add_option("--to", options.payments.to, "Up to the end of that day, instead of today")->type_name("DATE");
    command.add_option("--in", options.payments.in, "The total in that currency")->type_name("CURRENCY");
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App app{"Show what is held, what it cost, what it is worth and what sales have realized.", "pf-positions"};
    Options options;
    options.common.add_to(app);
    auto* const method = add_shared_options(app, options.words);
    options.common.add_table_options(app, pf::cli::shared_group);
    options.common.add_unknown_option(app, pf::cli::shared_group);
    app.add_flag("--closed", options.words.closed, "Also positions that are closed");
    auto* const compare =
        app.add_flag("--compare", options.words.compare, "All booking methods side by side")->excludes(method);
    app.add_option("--in", options.words.in, "The total in that currency")->type_name("CURRENCY")->excludes(compare);
    app.add_option("--by", options.words.by,
                   "Groups: a row per account, asset_type, currency, ticker or value of a tag")
        ->type_name("WHAT")
        ->check(pf::cli::such_as({"account", "asset_type", "currency", "ticker"}))
        ->excludes(compare);
    app.add_option("--stale-after", options.words.stale_after,
                   "A price older than so many days from Monday to Friday is stale (5)")
        ->type_name("N")
        ->check(pf::cli::whole_number(0, 10'000));
    pf::cli::Commands commands{app};
    add_commands(commands, options);
    add_allocation(commands, options);
    add_payments(commands, options, "income", "Dividends, interest and rewards, and the tax withheld of them",
                 pf::jobs::show_income);
    add_payments(commands, options, "costs", "Fees and taxes", pf::jobs::show_costs);
    pf::cli::add_examples(app,
                          {{"pf-positions", "what all accounts hold"},
                           {"pf-positions --as-of 2024-12-31", "what they held at the end of 2024"},
                           {"pf-positions --in USD --by currency", "all in one currency, by what it is held in"},
                           {"pf-positions income --by year", "what it paid, and what was withheld"},
                           {"pf-positions --compare", "what each booking method would give"},
                           {"pf-positions realized --year 2024 --output csv", "the year's gains, for a spreadsheet"}});
    return pf::cli::run_main(app, argc, argv, [&] { return commands.run(); });
}
