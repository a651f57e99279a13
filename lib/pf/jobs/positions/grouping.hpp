#pragma once

#include "pf/base/error.hpp"
#include "pf/db/database.hpp"
#include "pf/jobs/positions/holdings.hpp"
#include "pf/model/instrument_tags.hpp"
#include "pf/report/positions.hpp"

#include <map>
#include <string>
#include <vector>

namespace pf::jobs {

/// The group of what has no value of the tag; no tag's value can be called that.
constexpr char const* untagged = "(untagged)";

/// What groups are of.
struct Grouping {
    std::string by;                                   ///< `account`, `asset_type`, `currency`, `ticker`, or a tag
    std::map<std::string, model::TagValues> tagged{}; ///< of the tag, by ticker
};

/// \param code, where  of the error, when it is neither one of these words nor a tag that an instrument has
[[nodiscard]] Grouping grouping_of(db::Database& database, std::string const& by, ExitCode code,
                                   std::string const& where);

/// Whether there can be a group of this name: a type of asset, a currency, an account that there is. What is no word of
/// ours, a ticker or the value of a tag, may come into being.
[[nodiscard]] bool may_be(db::Database& database, Grouping const& grouping, std::string const& group);

/// Names that `may_be` is told of most often; none where there are too many.
[[nodiscard]] std::vector<std::string> known_groups(db::Database& database, Grouping const& grouping);

/// Positions and money that have the same account, asset type or currency, or are of one ticker; positions whose
/// instruments have the same value of a tag, each with its part of all amounts, beside them what has none, and money
/// as `CASH`.
/// \return  by key; their totals add up to that of the holdings
[[nodiscard]] std::vector<report::PositionGroup> groups_of(Holdings const& holdings, Grouping const& grouping);

} // namespace pf::jobs
