#include "pf/base/error.hpp"
#include "pf/cli/config.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace pf;

namespace {

std::vector<std::string> const known{"account", "log_sql"};

struct Refusal {
    ExitCode code;
    std::string text;
    std::string hint;
};

Refusal refusal_of(std::string const& text)
{
    try {
        (void)cli::parse_config(text, "config.toml", known);
    } catch (Error const& error) {
        return {error.code(), error.what(), error.hint()};
    }
    return {ExitCode::ok, "accepted", ""};
}

} // namespace

TEST_CASE("where numbers are texts, each is the shortest that says it")
{
    auto const settings = cli::parse_config("[weights]\na = 0.1\nb = 60\nc = 12.50\nd = \"7 %\"\n", "plan.toml", {},
                                            {"weights"}, cli::Numbers::as_text);
    CHECK(settings.at("weights.a").value == "0.1");
    CHECK(settings.at("weights.b").value == "60");
    CHECK(settings.at("weights.c").value == "12.5");
    CHECK(settings.at("weights.d") == cli::Setting{"7 %", "plan.toml:5"});
}

TEST_CASE("settings know their line")
{
    auto const settings = cli::parse_config("# mine\naccount = \"main\"\nlog_sql = true\n", "config.toml", known);
    CHECK(settings.at("account") == cli::Setting{"main", "config.toml:2"});
    CHECK(settings.at("log_sql") == cli::Setting{"true", "config.toml:3"});
}

TEST_CASE("a table holds keys of the user's own, each with its line")
{
    auto const text = "account = \"main\"\n[symbols]\nAAPL = \"tiingo\"\n\"BRK.B\" = \"tiingo:BRK-B\"\n";
    auto const settings = cli::parse_config(text, "config.toml", known, {"symbols"});
    CHECK(settings.size() == 3);
    CHECK(settings.at("symbols.AAPL") == cli::Setting{"tiingo", "config.toml:3"});
    CHECK(settings.at("symbols.BRK.B") == cli::Setting{"tiingo:BRK-B", "config.toml:4"});
    CHECK_THROWS_WITH_AS((void)cli::parse_config("symbols = \"x\"", "config.toml", known, {"symbols"}),
                         "config.toml:1: symbols must be a table", Error);
    CHECK_THROWS_AS((void)cli::parse_config("[symbol]\nA = \"x\"", "config.toml", known, {"symbols"}), Error);
}

TEST_CASE("an unknown key is refused with its line and the nearest key")
{
    auto const refusal = refusal_of("\nacount = \"main\"\n");
    CHECK(refusal.code == ExitCode::config);
    CHECK(refusal.text == "config.toml:2: unknown key \"acount\"");
    CHECK(refusal.hint == "did you mean account?");
}

TEST_CASE("an unknown key that resembles none gets the list of keys")
{
    CHECK(refusal_of("zzzzzzzzzz = 1").hint == "known keys: account, log_sql");
}

TEST_CASE("a value of another type is refused with its line")
{
    CHECK(refusal_of("account = 3").text == "config.toml:1: account must be a string, or true or false");
    CHECK(refusal_of("[account]\nx = 1").code == ExitCode::config);
}

TEST_CASE("what is not TOML is refused with its line")
{
    auto const refusal = refusal_of("account = \"a\"\nlog_sql = = \n");
    CHECK(refusal.code == ExitCode::config);
    CHECK(refusal.text.starts_with("config.toml:2: not valid TOML: "));
}

TEST_CASE("a configuration file that does not exist sets nothing")
{
    CHECK(cli::read_config("/nowhere/config.toml", known).empty());
}

TEST_CASE("a configuration file that is a directory is refused")
{
    CHECK_THROWS_AS((void)cli::read_config("/", known), Error);
}
