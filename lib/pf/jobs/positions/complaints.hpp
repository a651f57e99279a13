#pragma once

#include "pf/cli/common.hpp"
#include "pf/cli/outcome.hpp"
#include "pf/db/database.hpp"
#include "pf/jobs/books/portfolio.hpp"
#include "pf/jobs/positions/holdings.hpp"

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

/// What is said beside figures of positions.
namespace pf::jobs {

/// Behind what is counted as unknown.
constexpr char const* where_it_is_said = "; 'pf-positions' says what is missing, and what brings it in";

/// What is dated after today is not there yet.
void tell_what_lies_beyond(PortfolioRequest const& request);

/// Somebody who expected something most likely looks into another database.
void tell_where_nothing_is(db::Database const& database, Holdings const& holdings);

/// Sales that another method or day does not find covered are named; what is shown leaves them out.
/// \return  how many, as of all complaints here
[[nodiscard]] std::size_t complain(std::vector<lots::Oversell> const& oversells);

/// A ticker that was asked for and that no transaction has is most likely mistyped.
[[nodiscard]] std::size_t complain_of_unknown_tickers(db::Database& database, PortfolioRequest const& request);

/// Those whose totals are out of range.
/// \param base  counts where it is shown
[[nodiscard]] std::set<Currency> too_large(report::Totals const& own, report::Totals const& base, bool has_foreign);

/// A sum of figures that are all known may have more digits than a figure of ours.
[[nodiscard]] std::size_t complain_of_large(std::set<Currency> const& currencies);
[[nodiscard]] std::size_t complain_of_large(Holdings const& holdings);

/// Unknown prices and costs are no errors, but the exit code tells of them.
/// \param noun, lack  what is unknown: `lot` and ` with an unknown price`
[[nodiscard]] cli::Outcome outcome(cli::Common const& common, std::int64_t unknown, std::size_t complaints,
                                   std::string const& noun, std::string const& lack);

[[nodiscard]] cli::Outcome outcome_of(cli::Common const& common, Holdings const& holdings, std::size_t complaints);

} // namespace pf::jobs
