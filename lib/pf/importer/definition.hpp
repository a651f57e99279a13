#pragma once

#include "pf/importer/format.hpp"

#include <string>
#include <string_view>

namespace pf::importer {

/// Read a format definition.
/// \param file  what messages call it
/// \throws pf::Error  config with `file:line`, when it is wrong
[[nodiscard]] Format parse_definition(std::string_view text, std::string const& file);

} // namespace pf::importer
