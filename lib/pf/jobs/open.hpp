#pragma once

#include "pf/cli/common.hpp"
#include "pf/cli/interrupt.hpp"
#include "pf/db/database.hpp"
#include "pf/model/account.hpp"

#include <string>
#include <vector>

namespace pf::jobs {

/// A program's connection to its data: the schema is up to date, the account `main` exists, and Ctrl-C also stops what
/// the server is doing.
class Connection {
public:
    /// \throws pf::Error  unavailable, permission, schema …
    explicit Connection(cli::Common const& common);

    [[nodiscard]] db::Database& database() { return m_database; }

private:
    db::Database m_database;
    db::Canceller m_canceller;
    cli::Interrupt::Hook m_hook;
};

/// The accounts that a report is about: the one of that name, or all when there is none.
[[nodiscard]] std::vector<model::Account> chosen_accounts(db::Database& database, std::string const& name);

} // namespace pf::jobs
