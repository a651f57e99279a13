#include "pf/cli/common.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/cli/help.hpp"
#include "pf/cli/usage.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <random>

namespace pf::cli {
namespace {

std::vector<std::string> const config_keys{"account",    "allow_unknown",   "auto_backup",   "auto_migrate",
                                           "backup_dir", "backup_key_file", "base_currency", "color",
                                           "database",   "log_format",      "log_sql",       "output",
                                           "portfolio",  "rates_source",    "redis",         "report_currency"};
std::vector<std::string> const config_tables{"symbols"};

// Where one value may stand.
struct Source {
    std::string flag;
    std::string given; ///< on the command line; empty: not given
    std::string variable;
    std::string key;
    bool secret = false; ///< may also stand in the file that `VARIABLE_FILE` names
};

class Finder {
public:
    Finder(Environment const& environment, Settings const& settings) : m_environment(environment), m_settings(settings)
    {
    }

    [[nodiscard]] std::optional<Setting> find(Source const& source) const
    {
        if (!source.given.empty()) {
            return Setting{source.given, source.flag};
        }
        auto const variable =
            source.secret ? m_environment.find_secret(source.variable) : m_environment.find(source.variable);
        if (variable) {
            return Setting{*variable, source.variable};
        }
        auto const found = m_settings.find(source.key);
        return found == m_settings.end() ? std::nullopt : std::optional(found->second);
    }

private:
    Environment const& m_environment;
    Settings const& m_settings;
};

[[noreturn]] void refuse(Setting const& setting, std::string const& expected)
{
    bool const flag = setting.origin.starts_with("--");
    throw Error(flag ? ExitCode::usage : ExitCode::config, base::quoted(setting.value) + " is not " + expected,
                setting.origin);
}

bool to_bool(Setting const& setting)
{
    auto const word = base::to_lower(setting.value);
    if (word == "on" || word == "true" || word == "1" || word == "yes") {
        return true;
    }
    if (word == "off" || word == "false" || word == "0" || word == "no") {
        return false;
    }
    refuse(setting, "on or off");
}

OutputFormat to_output_format(Setting const& setting)
{
    if (setting.value == "table") {
        return OutputFormat::table;
    }
    if (setting.value == "json") {
        return OutputFormat::json;
    }
    if (setting.value == "csv") {
        return OutputFormat::csv;
    }
    refuse(setting, "one of table, json, csv");
}

LogFormat to_log_format(Setting const& setting)
{
    if (setting.value == "text") {
        return LogFormat::text;
    }
    if (setting.value == "json") {
        return LogFormat::json;
    }
    refuse(setting, "one of text, json");
}

std::string to_currency(Setting const& setting)
{
    auto const& code = setting.value;
    auto const is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    auto const is_allowed = [&](char c) { return is_capital(c) || (c >= '0' && c <= '9'); };
    if (code.size() < 3 || code.size() > 10 || !is_capital(code.front()) ||
        !std::all_of(code.begin(), code.end(), is_allowed)) {
        refuse(setting, "a currency code such as EUR");
    }
    return code;
}

std::string default_database(Environment const& environment)
{
    auto const directory = environment.data_directory();
    if (!directory) {
        throw Error(ExitCode::config, "there is no home directory to keep the database in", {},
                    "pass --database or set DATABASE_URL, HOME or XDG_DATA_HOME");
    }
    return "sqlite:" + (*directory / "portfolio.db").string();
}

// libpq itself knows PGPASSWORD but not PGPASSWORD_FILE. The value must not appear in a connection string, which could
// be shown, so it goes where libpq looks for it.
void hand_password_to_libpq(Environment const& environment)
{
    if (!environment.find("PGPASSWORD_FILE")) {
        return;
    }
    if (auto const password = environment.find_secret("PGPASSWORD")) {
        ::setenv("PGPASSWORD", password->c_str(), 1);
    }
}

std::string random_run_id()
{
    std::random_device device;
    return fmt::format("{:06x}", device() & 0xffffffU);
}

} // namespace

void Common::add_to(CLI::App& app)
{
    auto const option = [&app](std::string const& name, std::string& value, std::string const& type,
                               std::string const& description) {
        return app.add_option(name, value, description)->type_name(type)->group(common_group);
    };
    auto const flag = [&app](std::string const& name, bool& value, std::string const& description) {
        return app.add_flag(name, value, description)->group(common_group);
    };
    option("--database", m_given.database, "URL", "sqlite:PATH or postgresql://... (DATABASE_URL)");
    option("--portfolio", m_given.portfolio, "NAME", "One of several in a PostgreSQL database (PF_PORTFOLIO)");
    option("--redis", m_given.redis, "URL", "Redis server, optional (REDIS_URL)");
    option("--account", m_given.account, "NAME", "Account to work on (PF_ACCOUNT)");
    option("--base-currency", m_given.base_currency, "CODE", "Of accounts created by this run (PF_BASE_CURRENCY)");
    option("--output", m_given.output, "FORMAT", "table, json or csv (PF_OUTPUT)")
        ->check(one_of({"table", "json", "csv"}));
    flag("--csv-safe", m_given.csv_safe, "With --output csv: no text that a spreadsheet takes for a formula");
    flag("--no-color", m_given.no_color, "No colours (NO_COLOR)");
    auto* quiet_flag = flag("--quiet,-q", quiet, "Errors only on stderr");
    flag("--verbose,-v", verbose, "Say more on stderr")->excludes(quiet_flag);
    option("--log-format", m_given.log_format, "FORMAT", "text or json on stderr (PF_LOG_FORMAT)")
        ->check(one_of({"text", "json"}));
    flag("--log-sql", m_given.log_sql, "Log statements and their durations (PF_LOG_SQL)");
    flag("--no-input", no_input, "Never ask");
    flag("--no-pager", m_given.no_pager, "Never start a pager (PF_PAGER, PAGER)");
    app.parse_complete_callback([this, &app] { start(app); });
}

void Common::add_table_options(CLI::App& command, std::string const& group)
{
    auto const option = [&](char const* name, std::string& value, char const* type, char const* description) {
        return command.add_option(name, value, description)->type_name(type)->group(group);
    };
    option("--columns", m_given.columns, "NAMES", "Only these columns, in this order: ticker,value");
    option("--sort", m_given.sort, "NAMES", "By these columns; -NAME: from the largest down");
    option("--limit", m_given.limit, "N", "At most so many rows")->check(whole_number(0));
}

void Common::add_table_options(CLI::App& command)
{
    add_table_options(command, "Options");
}

void Common::add_all_portfolios_option(CLI::App& command)
{
    command.add_flag("--all-portfolios", all_portfolios, "Once in each portfolio of the PostgreSQL database");
}

void Common::add_unknown_option(CLI::App& command, std::string const& group)
{
    command
        .add_flag("--allow-unknown", m_given.allow_unknown,
                  "Prices, rates or costs that are unknown are no reason for exit 3 (PF_ALLOW_UNKNOWN)")
        ->group(group);
}

TableChoice Common::table_choice() const
{
    TableChoice choice;
    auto const names = [](std::string const& words) {
        std::vector<std::string> parts;
        for (auto const part : base::split(words, ',')) {
            parts.emplace_back(base::trimmed(part));
        }
        return words.empty() ? std::vector<std::string>{} : parts;
    };
    choice.columns = names(m_given.columns);
    choice.sort = names(m_given.sort);
    if (auto const limit = base::parse_integer(m_given.limit)) {
        choice.limit = static_cast<std::size_t>(*limit);
    }
    return choice;
}

void Common::start(CLI::App const& app)
{
    m_tool = app.get_name();
    run_id = random_run_id();
    auto const environment = Environment::of_process();
    auto const terminal = Terminal::of_process(environment);
    resolve(environment, terminal);
    hand_password_to_libpq(environment);
    set_up_logging(log_settings(terminal));
}

LogSettings Common::log_settings(Terminal const& terminal) const
{
    Level const threshold = quiet ? Level::error : verbose || log_sql ? Level::debug : Level::info;
    return {log_format, threshold, m_tool, run_id, terminal.can_rewrite_line};
}

void Common::resolve(Environment const& environment, Terminal const& terminal)
{
    m_terminal = terminal;
    config_directory = environment.config_directory();
    auto const settings =
        config_directory ? read_config(*config_directory / "config.toml", config_keys, config_tables) : Settings();
    Finder const finder(environment, settings);
    auto const apply = [&finder](Source const& source, auto const& use) {
        if (auto const setting = finder.find(source)) {
            use(*setting);
        }
    };
    apply({"--log-format", m_given.log_format, "PF_LOG_FORMAT", "log_format"},
          [&](Setting const& setting) { log_format = to_log_format(setting); });
    apply({"--database", m_given.database, "DATABASE_URL", "database", true},
          [&](Setting const& setting) { database = setting.value; });
    apply({"--portfolio", m_given.portfolio, "PF_PORTFOLIO", "portfolio"},
          [&](Setting const& setting) { portfolio = setting.value == "public" ? "" : setting.value; });
    apply({"--redis", m_given.redis, "REDIS_URL", "redis", true},
          [&](Setting const& setting) { redis = setting.value; });
    apply({"--account", m_given.account, "PF_ACCOUNT", "account"},
          [&](Setting const& setting) { account = setting.value; });
    apply({"--base-currency", m_given.base_currency, "PF_BASE_CURRENCY", "base_currency"},
          [&](Setting const& setting) { base_currency = to_currency(setting); });
    apply({"", "", "PF_REPORT_CURRENCY", "report_currency"},
          [&](Setting const& setting) { report_currency = to_currency(setting); });
    apply({"--output", m_given.output, "PF_OUTPUT", "output"},
          [&](Setting const& setting) { output.format = to_output_format(setting); });
    apply({"--log-sql", m_given.log_sql ? "on" : "", "PF_LOG_SQL", "log_sql"},
          [&](Setting const& setting) { log_sql = to_bool(setting); });
    apply({"--allow-unknown", m_given.allow_unknown ? "on" : "", "PF_ALLOW_UNKNOWN", "allow_unknown"},
          [&](Setting const& setting) { allow_unknown = to_bool(setting); });
    apply({"", "", "PF_AUTO_MIGRATE", "auto_migrate"},
          [&](Setting const& setting) { auto_migrate = to_bool(setting); });
    apply({"", "", "PF_AUTO_BACKUP", "auto_backup"}, [&](Setting const& setting) { auto_backup = to_bool(setting); });
    auto const data = environment.data_directory();
    backup_directory = data ? *data / "backups" : std::filesystem::path{};
    apply({"", "", "PF_BACKUP_DIR", "backup_dir"}, [&](Setting const& setting) { backup_directory = setting.value; });
    apply({"", "", "PF_BACKUP_KEY_FILE", "backup_key_file"},
          [&](Setting const& setting) { backup_key_file = setting.value; });
    cache_directory = environment.cache_directory();
    apply({"", "", "PF_RATES_SOURCE", "rates_source"}, [&](Setting const& setting) { rates_source = setting; });
    read_symbols(settings);
    bool color_wanted = !m_given.no_color;
    apply({"", "", "PF_COLOR", "color"},
          [&](Setting const& setting) { color_wanted = color_wanted && to_bool(setting); });
    output.color = terminal.color && color_wanted;
    output.width = terminal.width;
    output.csv_safe = m_given.csv_safe;
    output.choice = table_choice();
    if (output.csv_safe && output.format != OutputFormat::csv) {
        throw Error(ExitCode::usage, "--csv-safe has no effect without --output csv", {}, "add it, or leave this out");
    }
    if (database.empty()) {
        database = default_database(environment);
    }
}

void Common::read_symbols(Settings const& settings)
{
    constexpr std::string_view prefix = "symbols.";
    for (auto const& [key, setting] : settings) {
        if (key.starts_with(prefix)) {
            symbols.emplace(key.substr(prefix.size()), setting);
        }
    }
}

Progress Common::progress(std::string label) const
{
    bool const shown = m_terminal.can_rewrite_line && !quiet && log_format == LogFormat::text;
    return {std::move(label), m_terminal.stderr_width, shown};
}

} // namespace pf::cli
