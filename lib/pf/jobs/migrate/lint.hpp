#pragma once

#include "pf/base/output.hpp"
#include "pf/cli/outcome.hpp"

#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>

namespace pf::jobs {

struct LintSettings {
    std::optional<std::filesystem::path> schema_dir; ///< nothing: the migrations that are built in
    std::string backend;                             ///< `postgresql` or `sqlite`; empty: all that are there
    std::string database;                            ///< URL; a folder without subfolders is for its backend
    OutputStyle output;
};

/// Print what is dangerous in the migrations, each with its place, its reason and what to write instead. No database is
/// opened. Exit code 65 when there is any.
/// \throws pf::Error  what `migration::read_folder` throws; config, when `database` is needed and no URL
cli::Outcome lint(LintSettings const& settings, std::ostream& out);

} // namespace pf::jobs
