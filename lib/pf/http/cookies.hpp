#pragma once

#include "pf/http/message.hpp"

#include <string>
#include <string_view>

namespace pf::http {

/// What a browser sends back under a name; empty: nothing. The first of several.
[[nodiscard]] std::string cookie(Request const& request, std::string_view name);

/// With which requests a browser sends it back.
struct CookieRule {
    bool is_strict = false; ///< not when a page of another site led here
    bool is_secure = false; ///< only over TLS
};

/// For `Set-Cookie`: kept for a year, sent with pages of this server alone, not to be seen by scripts.
/// \param value  letters, digits and `-._~`; empty: forget it
[[nodiscard]] std::string new_cookie(std::string_view name, std::string_view value, CookieRule rule);

} // namespace pf::http
