#pragma once

#include "pf/base/result.hpp"

#include <string>
#include <string_view>

namespace pf::http {

// What a policy is told, as requests will say it: whatever they cannot say would have no effect.

/// The name of a server without its port, as in the field Host: `pf.home`, `192.168.1.5`, `[::1]`.
[[nodiscard]] Result<std::string> host_name(std::string_view text);

/// Where a page is from, as browsers write it in the field Origin: `http://localhost:3003`, with no path, and with no
/// port that is the usual one.
[[nodiscard]] Result<std::string> origin(std::string_view text);

/// An address of a peer in the one way in which connections write it: `127.0.0.1`, `::1`.
[[nodiscard]] Result<std::string> peer_address(std::string_view text);

} // namespace pf::http
