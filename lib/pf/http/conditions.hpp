#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pf::http {

/// Does `If-None-Match` name this entity tag? Compared weakly (RFC 9110 §13.1.2).
[[nodiscard]] bool names_etag(std::string_view if_none_match, std::string_view etag);

/// The same of a tag whose answer is not known yet: `*` names whatever there is, and may be nothing (RFC 9110 §13.2.1:
/// conditions count where the answer would be 200).
[[nodiscard]] bool lists_etag(std::string_view if_none_match, std::string_view etag);

enum class Media { json, csv };

/// What of these the client wants most, JSON when it does not care; nothing: none of them (RFC 9110 §12.5.1).
[[nodiscard]] std::optional<Media> chosen_media(std::string_view accept);

} // namespace pf::http
