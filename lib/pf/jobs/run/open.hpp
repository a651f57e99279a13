#pragma once

#include "pf/cli/common.hpp"
#include "pf/cli/interrupt.hpp"
#include "pf/db/database.hpp"
#include "pf/model/account.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace pf::jobs {

/// A program's connection to its data; Ctrl-C also stops what the server is doing.
class Connection {
public:
    enum class Schema {
        up_to_date,       ///< a base currency that is given is that of the accounts, or refused
        for_new_accounts, ///< the same, but it is that of accounts which are made
        as_it_is,         ///< nothing is changed, and nothing is created
    };

    /// \throws pf::Error  unavailable, permission, schema; usage, when the base currency is another; no_input, when
    /// there is no such file and none is created
    explicit Connection(cli::Common const& common, Schema schema = Schema::up_to_date);

    /// Another database than the settings', as it is; a SQLite file is created when it is missing.
    Connection(cli::Common const& common, db::Target const& target);

    [[nodiscard]] db::Database& database() { return m_database; }

private:
    explicit Connection(db::Database database);

    db::Database m_database;
    db::Canceller m_canceller;
    cli::Interrupt::Hook m_hook;
};

/// How a run of a program presents itself to a database.
[[nodiscard]] db::OpenOptions open_options(cli::Common const& common);

/// The accounts that a report is about: the one of that name, or all when there is none.
[[nodiscard]] std::vector<model::Account> chosen_accounts(db::Database& database, std::string const& name);

/// Their numbers, in the same order.
[[nodiscard]] std::vector<std::int64_t> ids_of(std::vector<model::Account> const& accounts);

} // namespace pf::jobs
