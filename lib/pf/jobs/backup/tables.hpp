#pragma once

#include "pf/backup/inspect.hpp"

#include <filesystem>
#include <string>

namespace pf::jobs {

/// Are the tables those of the schema version that the backup is of? Of a version that this program does not know
/// nobody can tell.
/// \param file  for messages
/// \throws pf::Error  bad_data
void check_tables(backup::Manifest const& manifest, std::string const& file);

/// As `backup::inspect`; a backup with other tables is no good one.
/// \throws pf::Error  io_error, when reading fails
[[nodiscard]] backup::Inspected inspected(std::filesystem::path const& file, backup::Trust const& trust, bool quick,
                                          backup::ReadProgress const& progress);

/// As `backup::verify`, and its tables are those that it must have.
/// \throws pf::Error  as `backup::verify`
[[nodiscard]] backup::Manifest verified(std::filesystem::path const& file, backup::Trust const& trust,
                                        backup::ReadProgress const& progress);

} // namespace pf::jobs
