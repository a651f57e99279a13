#pragma once

#include "pf/cli/common.hpp"
#include "pf/cli/interrupt.hpp"
#include "pf/db/database.hpp"
#include "pf/model/account.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pf::jobs {

/// A program's connection to its data; Ctrl-C also stops what the server is doing.
class Connection {
public:
    enum class Schema {
        for_questions,    ///< up to date; where there is no SQLite file it is as if there were an empty one
        for_rows,         ///< up to date, and created when it is missing
        for_new_accounts, ///< the same; a base currency that is given is that of accounts which are made
        as_it_is,         ///< nothing is changed, and nothing is created
    };

    /// A base currency that is given is that of the accounts, unless some may be made.
    /// \throws pf::Error  unavailable, permission, schema; usage, when the base currency is another; no_input, when
    /// there is no such file and none is created
    explicit Connection(cli::Common const& common, Schema schema = Schema::for_questions);

    /// Another database than the settings', as it is; a SQLite file is created when it is missing.
    Connection(cli::Common const& common, db::Target const& target);

    [[nodiscard]] db::Database& database() { return m_database; }

private:
    explicit Connection(db::Database database);

    db::Database m_database;
    db::Canceller m_canceller;
    cli::Interrupt::Hook m_hook;
};

/// For a command that looks at other things before the database: a SQLite file that is missing is only made when the
/// database is asked for, so that a command which ends before leaves none behind.
class LateConnection {
public:
    /// Opens what is there. \throws pf::Error  as `Connection` does
    LateConnection(cli::Common const& common, Connection::Schema schema);

    [[nodiscard]] db::Database& database();

    /// Null: there is none yet.
    [[nodiscard]] db::Database* if_there() { return m_connection ? &m_connection->database() : nullptr; }

private:
    cli::Common const& m_common;
    Connection::Schema m_schema;
    std::optional<Connection> m_connection;
};

/// The database, and in it the portfolio, that a program is told of.
/// \throws pf::Error  see `db::Target::parse`
[[nodiscard]] db::Target target_of(cli::Common const& common);

/// The database as a whole, where portfolios are made, dropped, moved and told apart.
/// \param target  without a portfolio
/// \param way_out  of who asks it of a file
/// \throws pf::Error  config, when it is a file; see `db::Database::open`
[[nodiscard]] db::Database whole_database(db::Target const& target, db::OpenOptions const& options,
                                          std::string const& way_out = "give each a file of its own with --database");

/// How a run of a program presents itself to a database.
[[nodiscard]] db::OpenOptions open_options(cli::Common const& common);

/// The accounts that a report is about: the one of that name, or all when there is none.
[[nodiscard]] std::vector<model::Account> chosen_accounts(db::Database& database, std::string const& name);

/// Their numbers, in the same order.
[[nodiscard]] std::vector<std::int64_t> ids_of(std::vector<model::Account> const& accounts);

} // namespace pf::jobs
