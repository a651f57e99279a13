#pragma once

#include "pf/base/time.hpp"
#include "pf/base/time_zone.hpp"
#include "pf/model/lot.hpp"

namespace pf::lots {

/// The day one calendar year later; for 29 February the last of February.
[[nodiscard]] Date anniversary(Date day);

/// Long-term from the day after the anniversary of the purchase; days are those of the account.
[[nodiscard]] model::Term term_between(Timestamp purchase, Timestamp sale, base::TimeZone const& zone);

} // namespace pf::lots
