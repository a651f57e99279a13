#pragma once

#include "pf/base/output.hpp"
#include "pf/cli/outcome.hpp"
#include "pf/importer/format_coverage.hpp"
#include "pf/jobs/import/input.hpp"

#include <iosfwd>
#include <string>
#include <vector>

namespace pf::jobs {

/// A sample as a format reads it.
struct CheckedSample {
    std::string file;
    importer::FormatCoverage::Counts counts;
    std::vector<std::string> detected;  ///< formats that it is taken for
    std::vector<std::string> also_fits; ///< others, which know fewer of its columns
    std::vector<std::string> unread;    ///< columns that the format does not know, with numbers
};

/// What `pf-import check-format` finds out.
struct CheckedFormat {
    std::string format;
    std::vector<CheckedSample> samples;
    importer::FormatCoverage coverage;
    model::IssueList issues;

    /// Is every row booked or ignored, and every sample known for what it is?
    [[nodiscard]] bool is_good() const;
};

/// \throws pf::Error  usage, when there is no such format; bad_data, when a sample is not of it
[[nodiscard]] CheckedFormat check_format(importer::Catalog const& catalog, std::string const& name,
                                         std::vector<std::string> const& samples);

/// `pf-import check-format NAME SAMPLE…`. JSON: `pf.check_format/1`.
[[nodiscard]] cli::Outcome run_check_format(importer::Catalog const& catalog, std::string const& name,
                                            std::vector<std::string> const& samples, OutputStyle const& style,
                                            std::ostream& out);

} // namespace pf::jobs
