#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace pf::base {

/// A whole number of minutes, hours, days or weeks: `90m`, `26h`, `30d`, `2w`; at most about 1900 years.
[[nodiscard]] std::optional<std::chrono::seconds> parse_duration(std::string_view text);

/// For people, the two largest units that are not zero: `2 d 4 h`, `26 min`, `12 s`.
[[nodiscard]] std::string shown_duration(std::chrono::seconds duration);

} // namespace pf::base
