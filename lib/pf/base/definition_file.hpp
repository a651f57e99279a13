#pragma once

#include <string>
#include <vector>

namespace pf::base {

/// A file that defines something, such as a format or a source of prices.
struct DefinitionFile {
    std::string name; ///< of the file, without a folder
    std::string text;
    std::string file; ///< what messages call it
};

/// The `*.toml` of a user's folder, by name; none when there is no such folder.
///
/// \throws Error (config) when the folder cannot be listed, or one of them not be read
[[nodiscard]] std::vector<DefinitionFile> definition_files_in(std::string const& folder);

} // namespace pf::base
