#include "pf/base/error.hpp"
#include "pf/cli/common.hpp"

#include <CLI/CLI.hpp>
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

using namespace pf;
using cli::Environment;

namespace {

// A configuration directory that lives as long as the test.
class ConfigHome {
public:
    explicit ConfigHome(std::string const& config)
        : m_path(std::filesystem::temp_directory_path() / ("pf-config-test-" + std::to_string(::getpid())))
    {
        std::filesystem::create_directories(m_path / "pf");
        std::ofstream(m_path / "pf" / "config.toml") << config;
    }
    ~ConfigHome() { std::filesystem::remove_all(m_path); }
    ConfigHome(ConfigHome const&) = delete;
    ConfigHome& operator=(ConfigHome const&) = delete;

    [[nodiscard]] Environment::Variables with(Environment::Variables variables) const
    {
        variables["XDG_CONFIG_HOME"] = m_path.string();
        variables.emplace("HOME", "/h");
        return variables;
    }

private:
    std::filesystem::path m_path;
};

// Parses and resolves without the surroundings of the test.
void resolve(cli::Common& common, std::string const& arguments, Environment::Variables const& variables,
             cli::Terminal const& terminal = {})
{
    CLI::App app{"", "pf-test"};
    common.add_to(app);
    app.parse_complete_callback({});
    app.parse(arguments);
    common.resolve(Environment(variables), terminal);
}

std::string refusal(Environment::Variables const& variables)
{
    cli::Common common;
    try {
        resolve(common, "", variables);
    } catch (Error const& error) {
        return std::to_string(static_cast<int>(error.code())) + " " + error.what();
    }
    return "accepted";
}

} // namespace

TEST_CASE("the command line beats the environment, which beats the configuration file, which beats the default")
{
    ConfigHome const home("account = \"configured\"\nbase_currency = \"CHF\"\n");
    cli::Common by_flag;
    resolve(by_flag, "--account flagged", home.with({{"PF_ACCOUNT", "environment"}}));
    CHECK(by_flag.account == "flagged");
    cli::Common by_variable;
    resolve(by_variable, "", home.with({{"PF_ACCOUNT", "environment"}}));
    CHECK(by_variable.account == "environment");
    cli::Common by_file;
    resolve(by_file, "", home.with({}));
    CHECK(by_file.account == "configured");
    CHECK(by_file.base_currency == "CHF");
    cli::Common by_default;
    resolve(by_default, "", {{"HOME", "/h"}});
    CHECK(by_default.account_or_main() == "main");
    CHECK(by_default.base_currency == "EUR");
}

TEST_CASE("the database is by default a file in the data directory")
{
    cli::Common common;
    resolve(common, "", {{"HOME", "/h"}});
    CHECK(common.database == "sqlite:/h/.local/share/pf/portfolio.db");
}

TEST_CASE("a wrong value is refused with the place where it stands")
{
    CHECK(refusal({{"HOME", "/h"}, {"PF_OUTPUT", "xml"}}) == "78 PF_OUTPUT: \"xml\" is not one of table, json, csv");
    CHECK(refusal({{"HOME", "/h"}, {"PF_AUTO_MIGRATE", "maybe"}}) == "78 PF_AUTO_MIGRATE: \"maybe\" is not on or off");
    CHECK(refusal({{"HOME", "/h"}, {"PF_BASE_CURRENCY", "eur"}}) ==
          "78 PF_BASE_CURRENCY: \"eur\" is not a currency code such as EUR");
    ConfigHome const home("log_format = \"yaml\"\n");
    auto const text = refusal(home.with({}));
    CHECK(text.starts_with("78 /"));
    CHECK(text.ends_with("config.toml:1: \"yaml\" is not one of text, json"));
}

TEST_CASE("a wrong value on the command line is a usage error")
{
    cli::Common common;
    try {
        resolve(common, "--base-currency euro", {{"HOME", "/h"}});
        FAIL("accepted");
    } catch (Error const& error) {
        CHECK(error.code() == ExitCode::usage);
        CHECK(error.where() == "--base-currency");
    }
}

TEST_CASE("colours need a terminal, and no one who asks for none")
{
    cli::Terminal terminal;
    terminal.color = true;
    terminal.width = 100;
    cli::Common colored;
    resolve(colored, "", {{"HOME", "/h"}}, terminal);
    CHECK(colored.output.color);
    CHECK(colored.output.width == 100);
    cli::Common flagged;
    resolve(flagged, "--no-color", {{"HOME", "/h"}}, terminal);
    CHECK_FALSE(flagged.output.color);
    ConfigHome const home("color = false\n");
    cli::Common configured;
    resolve(configured, "", home.with({}), terminal);
    CHECK_FALSE(configured.output.color);
    cli::Common piped;
    resolve(piped, "", {{"HOME", "/h"}});
    CHECK_FALSE(piped.output.color);
}

TEST_CASE("switches can be set by the environment")
{
    cli::Common common;
    resolve(common, "", {{"HOME", "/h"}, {"PF_LOG_SQL", "1"}, {"PF_AUTO_MIGRATE", "off"}, {"PF_LOG_FORMAT", "json"}});
    CHECK(common.log_sql);
    CHECK_FALSE(common.auto_migrate);
    CHECK(common.log_format == cli::LogFormat::json);
}
