#pragma once

#include "pf/jobs/migrate/migrate_command.hpp"

#include <iosfwd>
#include <string>

namespace pf::jobs {

/// What the commands of `pf-migrate portfolio` were told.
struct PortfolioWords {
    std::string name;
    bool with_data = false; ///< drop what it holds as well
    bool dry_run = false;
};

/// Make a portfolio and its tables, on one of the machines of a cluster where there is one; of a portfolio that is
/// there, bring the schema up to date. \throws pf::Error  config, when the name is none or the database a file;
/// cannot_create; permission; see `up`
cli::Outcome create_portfolio(MigrateSettings const& settings, PortfolioWords const& words);

/// Drop a portfolio. What it holds is backed up first.
/// \throws pf::Error  no_input, when it is not there; usage, when it holds data and `with_data` was not said; busy
cli::Outcome drop_portfolio(MigrateSettings const& settings, PortfolioWords const& words);

/// Print the portfolios of the database: `pf.portfolios/1`.
cli::Outcome list_portfolios(MigrateSettings const& settings, std::ostream& out);

} // namespace pf::jobs
