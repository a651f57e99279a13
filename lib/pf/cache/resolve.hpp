#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace pf::cache {

/// The numeric address of a host; nothing when it has none or the name servers do not answer in time, for which
/// `getaddrinfo` itself would wait many seconds.
[[nodiscard]] std::optional<std::string> resolve(std::string const& host, std::chrono::nanoseconds limit);

} // namespace pf::cache
