#pragma once

#include "pf/base/result.hpp"
#include "pf/model/instrument.hpp"

#include <map>
#include <optional>
#include <string>

namespace pf::jobs {

/// Put these values into their columns; an empty one takes away what is known.
/// \return  what is wrong with the first that is none, and its column
[[nodiscard]] std::optional<std::pair<std::string, Problem>>
set_values(model::InstrumentDetails& details, std::map<std::string, std::string> const& values);

} // namespace pf::jobs
