// pf-serve: the portfolio over HTTP, read only.
#include "pf/cli/commands.hpp"
#include "pf/cli/common.hpp"
#include "pf/cli/environment.hpp"
#include "pf/cli/help.hpp"
#include "pf/cli/run_main.hpp"
#include "pf/cli/usage.hpp"
#include "pf/jobs/serve/serve_command.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <string>

namespace {

struct Options {
    pf::cli::Common common;
    pf::jobs::serve::ServeWords words;
};

constexpr std::int64_t last_port = 65'535;

void add_port(CLI::App& command, Options& options, std::string const& help)
{
    command.add_option("--port", options.words.port, help)
        ->type_name("PORT")
        ->check(pf::cli::whole_number(0, last_port));
}

void add_web_port(CLI::App& command, std::string const& name, Options& options, std::string const& help)
{
    command.add_option(name, options.words.web_port, help)
        ->type_name("PORT")
        ->check(pf::cli::whole_number(0, last_port));
}

void add_who_may_ask(CLI::App& command, pf::jobs::serve::ServeWords& words)
{
    command.add_option("--listen", words.listen, "At which address; others than 127.0.0.1 need a token")
        ->type_name("ADDRESS");
    command.add_option("--token-file", words.token_file, "Let in only who sends this token (PF_SERVE_TOKEN_FILE)")
        ->type_name("FILE")
        ->envname("PF_SERVE_TOKEN_FILE");
    command
        .add_option("--host", words.hosts, "A name of this server besides localhost; may be repeated (PF_SERVE_HOSTS)")
        ->type_name("NAME")
        ->delimiter(',')
        ->envname("PF_SERVE_HOSTS");
    command
        .add_option("--origin", words.origins, "Pages from there may read answers; may be repeated (PF_SERVE_ORIGINS)")
        ->type_name("URL")
        ->delimiter(',')
        ->envname("PF_SERVE_ORIGINS");
    command
        .add_option("--trusted-proxy", words.proxies, "Believe the X-Forwarded-For of this address; may be repeated")
        ->type_name("ADDRESS");
}

void add_how(CLI::App& command, pf::jobs::serve::ServeWords& words)
{
    add_who_may_ask(command, words);
    command.add_option("--rate", words.rate, "Requests per second from one address; 0: any number (20)")
        ->type_name("N")
        ->check(pf::cli::whole_number(0, 1'000'000));
    command.add_option("--workers", words.workers, "Questions that are answered at the same time (4)")
        ->type_name("N")
        ->check(pf::cli::whole_number(1, 64));
    command.add_flag("--metrics", words.metrics, "Tell figures for Prometheus at /metrics");
}

void add_api(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("api", "Answer questions in JSON and CSV until it is told to end",
                                 [&options] { return pf::jobs::serve::serve_api(options.common, options.words); });
    add_port(command, options, "Where to wait for requests; 0: any that is free (8000)");
    add_how(command, options.words);
    pf::cli::add_examples(
        command, {{"pf-serve api", "on this machine, port 8000"},
                  {"pf-serve api --listen 0.0.0.0 --token-file token --host pf.home", "for the house, with a token"}});
}

void add_web(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("web", "Show the dashboard to browsers until it is told to end",
                                 [&options] { return pf::jobs::serve::serve_web(options.common, options.words); });
    add_web_port(command, "--port", options, "Where to wait for requests; 0: any that is free (3003)");
    add_how(command, options.words);
    pf::cli::add_examples(command, {{"pf-serve web", "then open http://localhost:3003"}});
}

void add_both(pf::cli::Commands& commands, Options& options)
{
    auto& command = commands.add("both", "Do both in one process",
                                 [&options] { return pf::jobs::serve::serve_both(options.common, options.words); });
    add_port(command, options, "Where the API waits for requests; 0: any that is free (8000)");
    add_web_port(command, "--web-port", options, "Where the dashboard does (3003)");
    add_how(command, options.words);
    pf::cli::add_examples(command, {{"pf-serve both", "the API on port 8000, the dashboard on 3003"}});
}

void add_commands(pf::cli::Commands& commands, Options& options)
{
    add_api(commands, options);
    add_web(commands, options);
    add_both(commands, options);
    auto& health = commands.add("health", "For monitoring: does the server on this machine answer?",
                                [&options] { return pf::jobs::serve::check_health(options.words.port, std::cout); });
    add_port(health, options, "Where it waits for requests (8000)");
    commands.add("contract", "What the API promises, as OpenAPI 3.1",
                 [] { return pf::jobs::serve::show_contract(std::cout); });
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App app{"Serve the portfolio over HTTP, read only.", "pf-serve"};
    Options options;
    options.common.add_to(app);
    pf::cli::Commands commands{app};
    add_commands(commands, options);
    pf::cli::add_examples(app, {{"pf-serve web", "the dashboard on http://localhost:3003"},
                                {"pf-serve api", "answer questions on http://127.0.0.1:8000"},
                                {"curl http://127.0.0.1:8000/api/v1/positions", "ask one"}});
    return pf::cli::run_main(app, argc, argv, [&] { return commands.run(); });
}
