#pragma once

#include "pf/http/message.hpp"
#include "pf/http/problem.hpp"

#include <optional>
#include <string_view>

namespace pf::http {

/// A request from its bytes, the empty line at their end included; nothing when they are none, or are one that two
/// programs might read in two ways: a field that goes on in the next line, a line that ends without CR.
/// \return  without its peer
[[nodiscard]] std::optional<Request> read_request(std::string_view head);

/// What is wrong with bytes that are no request: another version of HTTP is named (505), or they are none (400).
[[nodiscard]] ProblemDocument problem_of_head(std::string_view head);

} // namespace pf::http
