#pragma once

#include "pf/base/result.hpp"
#include "pf/prices/reading.hpp"
#include "pf/prices/transfer.hpp"

#include <string>
#include <string_view>

namespace pf::prices {

/// The source's templates with what is asked for.
/// \param key       of the source; empty: it needs none
/// \param base_url  `http://127.0.0.1:8080` instead of the scheme and host of the URL; empty: as the source says
/// \return  a problem, when the URL is none that may be asked, or a word of a command would be an option
[[nodiscard]] Result<Request> request_of(Question const& question, std::string_view key, std::string const& base_url);

/// A template that holds a currency alone: what the answer is counted in.
[[nodiscard]] std::string filled_currency(std::string const& text, Currency currency);

/// All that is not unreserved (RFC 3986 §2.3) as %XX: how a key stands in a URL.
[[nodiscard]] std::string percent_encoded(std::string_view text);

/// May this be asked? https; http only on this machine: `127.0.0.1`, `[::1]`, `localhost`.
[[nodiscard]] bool is_safe_url(std::string_view url);

/// May an answer of the one send us to the other? Never from outside to this machine, nor from https to http.
[[nodiscard]] bool is_safe_redirect(std::string_view from, std::string_view to);

/// `https://api.example.org:8443`
[[nodiscard]] std::string_view origin_of(std::string_view url);

} // namespace pf::prices
