#pragma once

#include "pf/cli/common.hpp"
#include "pf/cli/outcome.hpp"

#include <functional>
#include <iosfwd>

namespace pf::jobs {

/// Do a program's work, and with `--all-portfolios` once in each portfolio of the database that is the role's, one
/// after the other. What goes wrong in one is told, and keeps nothing from the others; the exit code is then that of
/// the first.
/// \param common  names the portfolio that it is in while `work` runs
/// \param out     a line that names each portfolio stands before what is done in it
/// \throws pf::Error  usage, when `--portfolio` names one, or the output is CSV, which holds one table; see `work`
cli::Outcome in_each_portfolio(cli::Common& common, std::function<cli::Outcome()> const& work, std::ostream& out);

} // namespace pf::jobs
