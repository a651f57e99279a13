#pragma once

#include <optional>
#include <string>

namespace pf::cli {

/// The content of a small file; nothing, with errno set, when it cannot be read.
[[nodiscard]] std::optional<std::string> file_text(std::string const& path);

} // namespace pf::cli
