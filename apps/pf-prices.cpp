// pf-prices: fetch closes and exchange rates from sources that are data.
#include "pf/cli/commands.hpp"
#include "pf/cli/common.hpp"
#include "pf/cli/help.hpp"
#include "pf/cli/interrupt.hpp"
#include "pf/cli/metrics.hpp"
#include "pf/cli/run_main.hpp"
#include "pf/cli/usage.hpp"
#include "pf/jobs/import/import_command.hpp"
#include "pf/jobs/prices/fetch.hpp"
#include "pf/jobs/prices/stored.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/transfer/network.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace {

struct Options {
    pf::cli::Common common;
    pf::jobs::FetchWords fetch;
    std::string max_age = "4d";
    pf::jobs::StoredWords stored;
    pf::cli::Metrics metrics{"prices"};
};

/// What has come is imported as any file is.
/// What came is brought in by a connection of its own: there may have been no database before.
pf::model::ImportReport import(pf::cli::Common const& common, pf::importer::Catalog const& formats,
                               std::map<std::string, std::string, std::less<>> const& names, bool dry_run)
{
    pf::jobs::ImportRequest request;
    for (auto const& [path, name] : names) {
        request.files.push_back(path);
    }
    request.names = names;
    request.account = common.account_or_main();
    request.base_currency = pf::Currency{common.base_currency};
    request.gives_currency = !common.given_base_currency().empty();
    request.dry_run = dry_run;
    pf::jobs::Connection connection{common, pf::jobs::Connection::Schema::for_new_accounts};
    return pf::jobs::import_files(connection.database(), formats, request);
}

pf::cli::Outcome fetch(Options const& options)
{
    auto const sources = pf::jobs::load_sources(options.common);
    auto const formats = pf::jobs::load_catalog(options.common, {});
    pf::jobs::Connection connection{options.common};
    pf::transfer::Network network{&pf::cli::Interrupt::check};
    pf::jobs::FetchMeans const means{network, sources, formats, [&](auto const& names, bool dry_run) {
                                         return import(options.common, formats, names, dry_run);
                                     }};
    return pf::jobs::fetch_prices(connection.database(), options.common, options.fetch, means, std::cout);
}

pf::cli::Outcome check(Options const& options)
{
    pf::jobs::Connection connection{options.common};
    return pf::jobs::check_prices(connection.database(), options.common, options.max_age, std::cout);
}

pf::cli::Outcome list(Options const& options)
{
    pf::jobs::Connection connection{options.common};
    return pf::jobs::list_values(connection.database(), options.common, options.stored, std::cout);
}

pf::cli::Outcome remove(Options const& options)
{
    pf::jobs::Connection connection{options.common};
    return pf::jobs::remove_values(connection.database(), options.common, options.stored, std::cout);
}

void add_list(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("list", "The closes and rates that are stored", [&options] { return list(options); });
    command.add_option("NAME", options.stored.names, "Only of these instruments, or pairs as EUR/USD; none: all");
    command.add_option("--from", options.stored.first, "From that day on")->type_name("DATE");
    command.add_option("--to", options.stored.last, "Up to that day")->type_name("DATE");
    auto* const source = command.add_option("--source", options.stored.source, "Only from there")->type_name("NAME");
    command.add_flag("--rates", options.stored.rates, "Exchange rates instead of closes")->excludes(source);
    options.common.add_table_options(command);
    pf::cli::add_examples(command, {{"pf-prices list AAPL --from 2024-01-01", "the closes of one instrument"},
                                    {"pf-prices list --rates EUR/USD", "the rates of one pair"},
                                    {"pf-prices list --output csv", "as a file that can be imported"}});
}

void add_remove(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("remove", "Take wrong closes or rates away", [&options] { return remove(options); });
    command.add_option("NAME", options.stored.names, "Of these instruments, or pairs as EUR/USD")->required();
    command.add_option("--from", options.stored.first, "Of that day")->type_name("DATE")->required();
    command.add_option("--to", options.stored.last, "And of all up to that day")->type_name("DATE");
    auto* const source = command.add_option("--source", options.stored.source, "Only from there")->type_name("NAME");
    command.add_flag("--rates", options.stored.rates, "Exchange rates instead of closes")->excludes(source);
    command.add_flag("--dry-run", options.stored.dry_run, "Report, and change nothing");
    pf::cli::add_examples(command, {{"pf-prices remove AAPL --from 2024-03-01", "one close"},
                                    {"pf-prices remove --rates EUR/USD --from 2024-03-01", "one rate"}});
}

void add_fetch_options(CLI::App& command, pf::jobs::FetchWords& words)
{
    command.add_option("TICKER", words.tickers, "Only of these; none: all that is held, and the rates");
    command.add_option("--source", words.source, "From that source alone")->type_name("NAME");
    command.add_option("--from", words.from, "From that day on, instead of after the last close")->type_name("DATE");
    command.add_option("--to", words.to, "Up to that day, instead of the last one that is over")->type_name("DATE");
    command.add_flag("--catch-up", words.catch_up, "Fill what is missing since the first holding, of sold ones too");
    command.add_flag("--dry-run", words.dry_run, "Ask, report, and store nothing");
    command.add_option("--accept", words.accept, "Take a close five times the last one, or a fifth; may be repeated")
        ->type_name("TICKER")
        ->allow_extra_args(false);
    auto* const base_url =
        command.add_option("--base-url", words.base_url, "Ask this server in the place of the source's")
            ->type_name("URL");
    command.add_flag("--offline", words.offline, "Ask nobody; take the last answers")->excludes(base_url);
    command.add_flag("--to-redis", words.to_redis, "Put the newest prices, also of today, where --live looks");
    command
        .add_option("--retry-base", words.retry_base_ms,
                    "Wait so long before the second try (1000), then twice as long")
        ->type_name("MS")
        ->check(pf::cli::whole_number(0, 60'000));
}

void add_commands(pf::cli::Commands& commands, Options& options)
{
    auto& fetch_command =
        commands.add("fetch", "Get closes and exchange rates, and import them", [&options] { return fetch(options); });
    add_fetch_options(fetch_command, options.fetch);
    options.metrics.add_to(fetch_command);
    pf::cli::add_examples(fetch_command, {{"pf-prices fetch", "what is new, of all that is held"},
                                          {"pf-prices fetch --catch-up", "what is missing since the first holding"},
                                          {"pf-prices fetch AAPL --from 2024-01-01", "one instrument, again"}});
    add_list(commands, options);
    add_remove(commands, options);
    options.common.add_table_options(commands.add("sources", "Where prices and rates can come from", [&options] {
        return pf::jobs::list_sources(options.common, std::cout);
    }));
    auto& check_command = commands.add("check", "For monitoring: are the newest prices and rates fresh?",
                                       [&options] { return check(options); });
    check_command.add_option("--max-age", options.max_age, "Older than this is old: 26h, 4d (4d)")->type_name("AGE");
    options.common.add_table_options(check_command);
    for (auto* const command : {"list", "remove", "sources", "check"}) {
        pf::cli::refuse_without_effect(commands.get(command), {"--account", "--base-currency"});
    }
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App app{"Fetch closes and exchange rates from sources that are data; list and mend what is stored.",
                 "pf-prices"};
    Options options;
    options.common.add_to(app);
    pf::cli::Commands commands{app};
    add_commands(commands, options);
    pf::cli::add_examples(app, {{"pf-prices fetch", "what is new, of all that is held"},
                                {"pf-prices sources", "where it can come from"},
                                {"pf-prices check --max-age 4d", "exit 3 when something is old"},
                                {"pf-prices list AAPL", "what is known of one instrument"}});
    return pf::cli::run_main(
        app, argc, argv, [&] { return commands.run(); }, &options.metrics);
}
