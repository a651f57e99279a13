#pragma once

#include "pf/jobs/books/portfolio.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace pf::jobs {

/// What was computed of a portfolio, all but its accounts, as bytes that only this version of the library reads.
[[nodiscard]] std::string encoded(Portfolio const& portfolio);

/// Nothing when the bytes are not what `encoded` made, whole and unchanged.
[[nodiscard]] std::optional<Portfolio> decoded(std::string_view bytes);

} // namespace pf::jobs
