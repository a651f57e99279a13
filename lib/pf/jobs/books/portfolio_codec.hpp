#pragma once

#include "pf/jobs/books/portfolio.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace pf::jobs {

/// Who may make bytes that are believed, and for what.
struct Seal {
    std::string secret;  ///< what whoever keeps the bytes does not know
    std::string purpose; ///< bytes that were made for another one are none
};

/// What was computed of a portfolio, all but its accounts, as bytes that only this version of the library reads.
[[nodiscard]] std::string encoded(Portfolio const& portfolio, Seal const& seal);

/// Nothing when the bytes are not what `encoded` made with the same seal, whole and unchanged.
[[nodiscard]] std::optional<Portfolio> decoded(std::string_view bytes, Seal const& seal);

} // namespace pf::jobs
