#pragma once

#include "pf/jobs/import/read_progress.hpp"
#include "pf/jobs/import/scan.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace pf::jobs {

/// A file that was read from end to end; nothing of it is stored yet.
struct ReadFile {
    ImportInput input;
    FileScan scan;
};

/// What was read: all files of a command.
struct ReadFiles {
    std::vector<ReadFile> files;
    importer::Companions companions;
    model::IssueList issues;   ///< by file and line
    std::int64_t bad_rows = 0; ///< that these are of
};

/// \throws pf::Error  no_input, io_error, bad_data, usage, as `ImportInput::open`
[[nodiscard]] std::vector<ImportInput> open_files(importer::Catalog const& catalog, ImportRequest const& request);

/// Of all files, and all times that an import reads them.
[[nodiscard]] std::int64_t bytes_to_read(std::vector<ImportInput> const& inputs, ImportRequest const& request);

/// \throws pf::Error  bad_data (a file that cannot be read as a table), io_error
[[nodiscard]] ReadFiles read_files(std::vector<ImportInput> inputs, ImportRequest const& request,
                                   ReadProgress& progress);

} // namespace pf::jobs
