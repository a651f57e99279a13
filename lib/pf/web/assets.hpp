#pragma once

#include "pf/http/message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pf::web {

/// A file of `web/` as it is served: its name says what is in it, so it is kept forever.
struct Asset {
    std::string name; ///< `app.0123456789abcdef.css`
    std::string_view content;
    std::string_view compressed; ///< by gzip
};

/// All of them.
[[nodiscard]] std::vector<Asset> const& assets();

/// Where a file of `web/` is: `/assets/app.0123456789abcdef.css` for `app.css`.
/// \throws pf::Error  internal, when there is no such file
[[nodiscard]] std::string asset_path(std::string_view file);

/// \return  404 when there is no such asset, with no body
[[nodiscard]] http::Response asset(http::Request const& request, std::string_view name);

} // namespace pf::web
