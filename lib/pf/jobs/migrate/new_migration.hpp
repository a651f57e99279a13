#pragma once

#include "pf/base/output.hpp"
#include "pf/cli/outcome.hpp"

#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>

namespace pf::jobs {

struct NewMigration {
    std::optional<std::filesystem::path> schema_dir; ///< nothing: `schema`, when there is such a folder
    std::string name;                                ///< `add_title`
    OutputStyle output;
};

/// Create `NNNN_name.sql` with the next number and empty sections, in the subfolders `postgresql` and `sqlite` or,
/// where there are none, in the folder itself; print the paths. Nothing is overwritten, and either all files are made
/// or none. \throws pf::Error  usage, when the name cannot be one or no folder is named; no_input, when there is no
/// such folder;
///                    cannot_create
cli::Outcome new_migration(NewMigration const& wanted, std::ostream& out);

} // namespace pf::jobs
