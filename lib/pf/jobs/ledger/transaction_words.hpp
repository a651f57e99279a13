#pragma once

#include "pf/jobs/ledger/canonical_row.hpp"

#include <string>
#include <vector>

namespace pf::jobs {

/// A transaction in words, as people say it: `buy 10 VWCE @ 94.42 EUR fee 0.40 on 2023-01-10`,
/// `exchange 2550 CHF to 3000 USD fee 2`, `split 2:1 VWCE`, or by columns of the format `pf`: `type=BUY quantity=10`.
/// Both may be mixed.
/// \throws pf::Error  usage, naming the word that has no meaning where it stands
[[nodiscard]] CanonicalRow row_of_words(std::vector<std::string> const& words);

/// The row with other values: `column=value` each; an empty value empties the column. An amount that was quantity times
/// price times multiplier stays so when these change.
/// \throws pf::Error  usage, when one is none
[[nodiscard]] CanonicalRow changed_row(CanonicalRow const& before, std::vector<std::string> const& assignments);

} // namespace pf::jobs
