// pf: the front door. It becomes the program that is named, or tells what there is.
#include "pf/cli/commands.hpp"
#include "pf/cli/common.hpp"
#include "pf/cli/front_door.hpp"
#include "pf/cli/help.hpp"
#include "pf/cli/run_main.hpp"
#include "pf/cli/usage.hpp"
#include "pf/jobs/complete/complete.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <string>
#include <vector>

namespace {

using Words = std::vector<std::string>;

/// What shells ask for while somebody types: `pf complete accounts`.
int complete(int argc, char** argv)
{
    CLI::App app{"What a word may be completed to.", "pf"};
    pf::cli::Common common;
    common.add_to(app);
    std::string kind;
    app.add_option("KIND", kind, "Of what")
        ->required()
        ->check(pf::cli::one_of({"accounts", "tickers", "currencies", "imports", "portfolios", "formats", "topics"}));
    return pf::cli::run_main(app, argc, argv, [&] { return pf::jobs::complete(common, kind, std::cout); });
}

void add_programs(pf::cli::Commands& commands, Words const& words)
{
    for (auto const& program : pf::cli::programs_of_pf()) {
        std::string const name{program.name};
        commands.add(name, std::string{program.summary}, [name, &words]() -> pf::cli::Outcome {
            pf::cli::run_program_of_pf(name, {words.begin() + 1, words.end()});
        });
    }
}

} // namespace

int main(int argc, char** argv)
{
    Words const words{argv + 1, argv + argc};
    if (!words.empty() && words.front() == "complete") {
        return complete(argc - 1, argv + 1);
    }
    CLI::App app{"A portfolio from the terminal: 'pf positions' runs pf-positions, and so on.", "pf"};
    app.add_flag("--no-pager")->description("Never start a pager (PF_PAGER, PAGER)")->group(pf::cli::common_group);
    pf::cli::Commands commands{app};
    add_programs(commands, words);
    Words asked;
    commands
        .add("help", "The help of a program, or on a topic: dates, formats, exit-codes ...",
             [&asked] {
                 pf::cli::show_help_on(asked, std::cout);
                 return pf::cli::Outcome::ok();
             })
        .add_option("TOPIC", asked, "A program and its command, or a topic; none: what there is");
    commands.otherwise([&app] {
        std::cout << app.help();
        return pf::cli::Outcome::ok();
    });
    pf::cli::add_examples(app, {{"pf import trades.csv", "bring in a broker's file"},
                                {"pf positions", "what all accounts hold"},
                                {"pf help", "programs and topics"}});
    bool const is_program = !words.empty() && pf::cli::is_program_of_pf(words.front());
    return pf::cli::run_main(app, is_program ? 2 : argc, argv, [&] { return commands.run(); });
}
