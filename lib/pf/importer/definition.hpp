#pragma once

#include "pf/importer/format.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pf::importer {

/// A broker's words, beside a definition: lists by kind, in one or several languages.
struct WordFile {
    std::string text;
    std::string file; ///< what messages call it
};

/// Read a format definition.
/// \param file   what messages call it
/// \param words  they join the definition's lists of the same names
/// \throws pf::Error  config with `file:line`, when it is wrong
[[nodiscard]] Format parse_definition(std::string_view text, std::string const& file, std::vector<WordFile> words = {});

} // namespace pf::importer
