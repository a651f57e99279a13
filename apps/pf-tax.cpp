// pf-tax: a tax year by the rules of a country.
#include "pf/cli/commands.hpp"
#include "pf/cli/common.hpp"
#include "pf/cli/help.hpp"
#include "pf/cli/run_main.hpp"
#include "pf/cli/usage.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/jobs/tax/tax_command.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace {

struct Options {
    pf::cli::Common common;
    pf::jobs::TaxWords words;
};

/// What a command does with the database, which is opened before.
template <typename Job>
pf::cli::Commands::Action on_database(Options& options, Job job)
{
    return [&options, job] {
        pf::jobs::Connection connection{options.common};
        return job(connection.database(), options.common, options.words, std::cout);
    };
}

CLI::Option* add_rules(CLI::App& command, pf::jobs::TaxWords& words, std::string const& description)
{
    return command.add_option("--rules", words.rules, description)
        ->type_name("RULES")
        ->check(pf::cli::one_of(pf::jobs::names_of_rules()));
}

void add_year(CLI::App& command, pf::jobs::TaxWords& words)
{
    add_rules(command, words, "Whose rules: uk, us, ca, de, fr, ie, au or generic")->required();
    command.add_option("--year", words.year, "The tax year that begins in 2024, or 2024-25")
        ->type_name("YEAR")
        ->required();
    command.add_option("--in", words.currency, "generic: the currency; else that of the accounts")
        ->type_name("CURRENCY");
    command.add_option("--scope", words.scope, "generic: lots of each account, or of all together")
        ->type_name("SCOPE")
        ->check(pf::cli::one_of({"account", "all"}));
    command.add_option("--begins", words.begins, "generic: when the year begins (01-01)")->type_name("MM-DD");
    command
        .add_option("--exempt", words.exempt, "de: the part of a fund's gains that is exempt, as VWCE=0.30; repeatable")
        ->type_name("TICKER=PART")
        ->allow_extra_args(false);
}

void add_report(pf::cli::Commands& commands, Options& options)
{
    auto& command =
        commands.add("report", "Disposals, their sums and income of a year", on_database(options, pf::jobs::show_tax));
    add_year(command, options.words);
    command.add_option("--method", options.words.method, "Which lots go first, where the rules leave the choice")
        ->type_name("METHOD")
        ->check(pf::cli::such_as({"fifo", "lifo", "hifo", "lofo", "average", "specific"}));
    command.add_option("--output", options.words.output, "table, json, csv or html: a page that needs nothing else")
        ->type_name("FORMAT")
        ->check(pf::cli::one_of({"table", "json", "csv", "html"}));
    options.common.add_table_options(command);
    pf::cli::add_examples(
        command, {{"pf-tax report --rules uk --year 2024-25", "6 April 2024 to 5 April 2025"},
                  {"pf-tax report --rules uk --year 2024-25 --output html > tax.html", "to print, or to keep"},
                  {"pf-tax report --rules us --year 2024 --method hifo", "the dearest lots first"},
                  {"pf-tax report --rules de --year 2024 --exempt VWCE=0.30", "with a fund's partial exemption"}});
}

void add_compare(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("compare", "A year by each method that the rules leave to choose from",
                                 on_database(options, pf::jobs::compare_tax));
    add_year(command, options.words);
    options.common.add_table_options(command);
    pf::cli::add_examples(command, {{"pf-tax compare --rules us --year 2024", "fifo beside lifo, hifo and lofo"}});
}

void add_list(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("rules", "What each set of rules knows, leaves out and follows",
                                 [&options] { return pf::jobs::list_rules(options.common, options.words, std::cout); });
    add_rules(command, options.words, "Only these");
    pf::cli::refuse_without_effect(command, {"--account", "--base-currency"});
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App app{"A tax year by the rules of a country. Not advice.", "pf-tax"};
    Options options;
    options.common.add_to(app);
    pf::cli::Commands commands{app};
    for (auto* const add : {add_report, add_compare, add_list}) {
        add(commands, options);
    }
    pf::cli::add_examples(app, {{"pf-tax report --rules uk --year 2024-25", "disposals, their sums and income"},
                                {"pf-tax compare --rules us --year 2024", "what each method would give"},
                                {"pf-tax rules --rules uk", "what the rules know and leave out"}});
    return pf::cli::run_main(app, argc, argv, [&] { return commands.run(); });
}
