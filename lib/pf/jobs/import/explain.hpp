#pragma once

#include "pf/base/output.hpp"
#include "pf/cli/outcome.hpp"
#include "pf/jobs/import/input.hpp"

#include <iosfwd>
#include <map>
#include <string>

namespace pf::jobs {

/// What `pf-import explain FILE --line N` was asked.
struct ExplainRequest {
    std::string file;
    std::int64_t line = 0;
    std::string format; ///< empty: found by the header
    container::Choice choice;
    importer::Said said;
    std::string account = "main";
    std::map<std::string, std::string, std::less<>> account_map;
};

/// A row, and why it became what it did.
struct Explanation {
    std::string file; ///< with the table, where it has several
    std::string format;
    importer::RowTrace trace;
};

/// The row that stands on that line, of the first table of the file that has one.
/// \throws pf::Error  as `ImportInput::open`; bad_data, when no row stands there
[[nodiscard]] Explanation explain(importer::Catalog const& catalog, ExplainRequest const& request);

/// `pf-import explain`. JSON: `pf.explain/1`.
[[nodiscard]] cli::Outcome run_explain(importer::Catalog const& catalog, ExplainRequest const& request,
                                       OutputStyle const& style, std::ostream& out);

} // namespace pf::jobs
