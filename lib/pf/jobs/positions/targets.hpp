#pragma once

#include "pf/valuation/allocation.hpp"

#include <map>
#include <string>
#include <string_view>

namespace pf::jobs {

/// What parts of a portfolio are to be.
struct Targets {
    std::string by;            ///< `account`, `asset_type`, `currency`, `ticker` or a tag; empty: the file does not say
    std::string by_origin{};   ///< `FILE:LINE` that says it
    valuation::Values weights; ///< not negative, together exactly 1
    std::map<std::string, std::string> origins{}; ///< of each weight, `FILE:LINE`
};

/// `by = "ticker"`, and a table `[weights]` of groups, as parts of 1 or of 100, with or without `%`.
/// \param file  what messages call it
/// \throws pf::Error  bad_data with `file:line`: not TOML, no weight, one that is none, or they do not add up
[[nodiscard]] Targets parse_targets(std::string_view text, std::string const& file);

/// The same of a file. \throws pf::Error  also no_input, when there is none
[[nodiscard]] Targets read_targets(std::string const& file);

} // namespace pf::jobs
