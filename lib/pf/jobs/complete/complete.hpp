#pragma once

#include "pf/cli/common.hpp"
#include "pf/cli/outcome.hpp"

#include <iosfwd>
#include <string>

namespace pf::jobs {

/// What a shell may complete a word to, a line each: `accounts`, `tickers`, `currencies`, `imports` of the database,
/// `portfolios`, or `formats`. Whatever is not there or cannot be read is nothing to complete: no complaint would help
/// somebody who is typing.
[[nodiscard]] cli::Outcome complete(cli::Common const& common, std::string const& kind, std::ostream& out);

} // namespace pf::jobs
