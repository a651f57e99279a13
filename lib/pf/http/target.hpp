#pragma once

#include "pf/base/result.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pf::http {

/// What a request asks for, decoded: valid UTF-8 without control characters.
struct Target {
    std::vector<std::string> segments; ///< of the path; `/` has none
    std::vector<std::pair<std::string, std::string>> query;

    friend bool operator==(Target const&, Target const&) = default;
};

/// \param text  the request's target, `/a/b%20c?x=1&y=`; nothing else, no `http://` before it
[[nodiscard]] Result<Target> parse_target(std::string_view text);

/// As a request writes it.
[[nodiscard]] std::string to_text(Target const& target);

/// A text as part of a path or a query: all but letters, digits and `-._~` is percent-encoded.
[[nodiscard]] std::string percent_encoded(std::string_view text);

} // namespace pf::http
