#pragma once

#include "pf/base/output.hpp"
#include "pf/cli/config.hpp"
#include "pf/cli/environment.hpp"
#include "pf/cli/log.hpp"
#include "pf/cli/progress.hpp"
#include "pf/cli/terminal.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace pf::cli {

/// What every program can be told. A value comes from the first of: command line, environment, configuration file,
/// default. Once the command line is parsed (in `run_main`), the public members hold what counts.
class Common {
public:
    std::string database;               ///< `sqlite:PATH` or `postgresql://…`; may hold a password
    std::string portfolio;              ///< of that database; empty: what it has without being asked
    bool all_portfolios = false;        ///< the same in each of them
    std::string redis;                  ///< empty: none
    std::optional<std::string> account; ///< nothing: not named
    std::string base_currency = "EUR";  ///< of accounts that this run creates
    std::string report_currency;        ///< of totals; empty: not configured
    OutputStyle output;
    bool quiet = false;
    bool verbose = false;
    bool log_sql = false;
    bool no_input = false;
    bool allow_unknown = false; ///< what is unknown is shown and named, and no reason for exit 3
    bool auto_migrate = true;   ///< bring an older schema up to date first
    bool auto_backup = true;    ///< and back up what is there before
    LogFormat log_format = LogFormat::text;
    std::string run_id;                                    ///< six random hex digits
    std::optional<std::filesystem::path> config_directory; ///< where `config.toml` and `formats/` are
    std::filesystem::path backup_directory;                ///< empty: there is no home to keep backups in
    std::optional<std::filesystem::path> backup_key_file;  ///< what encrypts backups; nothing: they are not encrypted
    std::optional<std::filesystem::path> cache_directory;  ///< for what can be had again
    std::map<std::string, Setting> symbols;      ///< `[symbols]`: by ticker, the source and symbol of its prices
    Setting rates_source{"ecb", "rates_source"}; ///< where exchange rates come from

    Common() = default;
    Common(Common const&) = delete; // `app` keeps pointers to the members
    Common& operator=(Common const&) = delete;

    /// Add the options. Call it before `run_main`; it outlives the parsing.
    void add_to(CLI::App& app);

    /// Add those that choose rows and columns, to a command that shows a table and changes nothing: a wrong column is
    /// found after the work.
    /// \param group  of the help; `shared_group` for a program whose commands all take them
    void add_table_options(CLI::App& command, std::string const& group);
    void add_table_options(CLI::App& command);

    /// Add `--all-portfolios`, to commands that cron and administrators run.
    void add_all_portfolios_option(CLI::App& command);

    /// Add `--allow-unknown`, to commands that end with 3 when something they show is unknown.
    void add_unknown_option(CLI::App& command, std::string const& group);

    /// The values that count, from the parsed options and these.
    /// \throws pf::Error  config with where the value stands; usage, when it stands on the command line
    void resolve(Environment const& environment, Terminal const& terminal);

    /// The account to work on: the named one, else `main`.
    [[nodiscard]] std::string account_or_main() const { return account.value_or("main"); }

    /// What `--base-currency` says on the command line; empty: nothing.
    [[nodiscard]] std::string const& given_base_currency() const { return m_given.base_currency; }

    /// What `--account` says on the command line; empty: nothing.
    [[nodiscard]] std::string const& given_account() const { return m_given.account; }

    /// `pf-import`
    [[nodiscard]] std::string const& tool() const { return m_tool; }

    /// `pf-import/3f9a2c`, for PostgreSQL's application_name.
    [[nodiscard]] std::string application_name() const { return m_tool + "/" + run_id; }

    [[nodiscard]] Progress progress(std::string label) const;

private:
    struct Given {
        std::string database;
        std::string portfolio;
        std::string redis;
        std::string account;
        std::string base_currency;
        std::string output;
        std::string log_format;
        bool no_color = false;
        bool csv_safe = false;
        bool log_sql = false;
        bool allow_unknown = false;
        bool no_pager = false;
        std::string columns;
        std::string sort;
        std::string limit;
    };

    void start(CLI::App const& app);
    [[nodiscard]] TableChoice table_choice() const;
    void read_symbols(Settings const& settings);
    [[nodiscard]] LogSettings log_settings(Terminal const& terminal) const;

    Given m_given;
    std::string m_tool;
    Terminal m_terminal;
};

} // namespace pf::cli
