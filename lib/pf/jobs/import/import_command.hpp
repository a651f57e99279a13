#pragma once

#include "pf/cli/common.hpp"
#include "pf/cli/outcome.hpp"
#include "pf/db/database.hpp"
#include "pf/importer/importer.hpp"
#include "pf/jobs/import/import_files.hpp"
#include "pf/jobs/run/open.hpp"

#include <iosfwd>
#include <map>
#include <string>
#include <vector>

namespace pf::jobs {

/// The words of `--map-account`: `SOURCE=ACCOUNT`.
/// \throws pf::Error  usage, when one is not written so
[[nodiscard]] std::map<std::string, std::string, std::less<>> account_map_of(std::vector<std::string> const& words);

/// Where the user's own formats are; empty: nowhere.
[[nodiscard]] std::string formats_folder(cli::Common const& common);

/// The built-in formats (or those of `format_dir`) and the user's own, from the configuration folder.
[[nodiscard]] importer::Catalog load_catalog(cli::Common const& common, std::string const& format_dir);

/// `pf-import FILE…`: import, report, and say on stderr what is wrong with which row.
/// \throws pf::Error  as `import_files` does; usage, when no file is named
[[nodiscard]] cli::Outcome run_import(LateConnection& connection, importer::Catalog const& catalog,
                                      cli::Common const& common, ImportRequest request, std::ostream& out);

/// `pf-import formats`
void write_formats(std::ostream& out, importer::Catalog const& catalog, OutputStyle const& style);

/// `pf-import detect FILE`
/// \throws pf::Error  bad_data, when no format or several match
void write_detected(std::ostream& out, importer::Catalog const& catalog, std::string const& file,
                    container::Choice const& choice, OutputStyle const& style);

} // namespace pf::jobs
