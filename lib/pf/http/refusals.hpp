#pragma once

#include "pf/http/message.hpp"
#include "pf/http/problem.hpp"

#include <cstdint>

namespace pf::http {

/// What the server refuses by itself: the service writes the document when it finishes the answer. The connection ends
/// with it.
[[nodiscard]] Response refusal(ProblemDocument problem);

/// Connections, of one address or in all.
[[nodiscard]] ProblemDocument too_many();

/// A head of more bytes than that.
[[nodiscard]] ProblemDocument too_long(std::uint32_t most_bytes);

/// The server gave up waiting for a worker, and says no more than that.
[[nodiscard]] ProblemDocument too_slow();

} // namespace pf::http
