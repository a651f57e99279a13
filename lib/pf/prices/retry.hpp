#pragma once

#include "pf/base/time.hpp"
#include "pf/prices/transfer.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace pf::prices {

/// How often and how long a source is asked again that does not answer.
struct RetryRules {
    int most_tries = 4;
    std::chrono::milliseconds first_wait{1000};      ///< doubles each time
    std::chrono::milliseconds most_waiting{120'000}; ///< of a source, in all
};

/// No connection, a time limit, 408, 429 or a fault of the server: it may be better in a moment.
[[nodiscard]] bool may_get_better(Answer const& answer);

/// What Retry-After says (RFC 9110 §10.2.3): seconds, or a date. Nothing for what is neither, or lies behind us.
[[nodiscard]] std::optional<std::chrono::seconds> parse_retry_after(std::string_view text, Timestamp received_at);

/// How long to wait before another try; nothing: there is none.
/// \param tries     that were made
/// \param waited    for this source so far
/// \param least     what the server asked for
/// \param per_mille  0 to 999, any: so that many programs do not come back in the same moment
[[nodiscard]] std::optional<std::chrono::milliseconds> wait_before_next(int tries, std::chrono::milliseconds waited,
                                                                        std::optional<std::chrono::seconds> least,
                                                                        int per_mille, RetryRules const& rules);

} // namespace pf::prices
