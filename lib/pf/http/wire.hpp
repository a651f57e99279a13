#pragma once

#include "pf/base/time.hpp"
#include "pf/http/message.hpp"

#include <string>

namespace pf::http {

/// A response as it goes over the wire (RFC 9112).
/// \param only_head  the answer to HEAD
/// \param stays      is the connection kept?
[[nodiscard]] std::string wire_text(Response const& response, bool only_head, bool stays, Timestamp now);

/// `Sun, 06 Nov 1994 08:49:37 GMT`
[[nodiscard]] std::string http_date(Timestamp moment);

} // namespace pf::http
