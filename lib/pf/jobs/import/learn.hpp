#pragma once

#include "pf/base/output.hpp"
#include "pf/cli/ask.hpp"
#include "pf/cli/common.hpp"
#include "pf/cli/outcome.hpp"
#include "pf/importer/proposal.hpp"
#include "pf/jobs/import/input.hpp"

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace pf::jobs {

/// Asks somebody; nothing: the question stays open.
using Asker = std::function<std::optional<std::string>(cli::Question const&)>;

/// Asks at the terminal, when there is one and nobody forbade it. \param file  that is read; `-` is no terminal's
[[nodiscard]] Asker asker_of(cli::Common const& common, std::string const& file);

/// What `pf-import learn FILE` was asked.
struct LearnRequest {
    std::string file;
    container::Choice choice;
    std::string name; ///< of the format; empty: from the file's
    importer::LearnAnswers answers;
    std::string folder;   ///< of the user's own formats; empty: there is none
    bool force = false;   ///< also for a file of a known format, and over a definition that is there
    bool dry_run = false; ///< write nothing
    Asker ask;            ///< empty: nobody is there
};

/// The words of `--column ROLE=HEADER`; `ROLE=` says that the file has none.
/// \throws pf::Error  usage
[[nodiscard]] std::map<importer::Role, std::string> columns_of(std::vector<std::string> const& words);

/// The words of `--word WORD=TYPE`.
/// \throws pf::Error  usage
[[nodiscard]] std::map<std::string, std::string, std::less<>> meanings_of(std::vector<std::string> const& words);

/// What the learned format makes of the file.
struct Trial {
    std::int64_t rows = 0;
    std::int64_t booked = 0;
    std::int64_t ignored = 0;
    std::int64_t rejected = 0;
    std::vector<importer::Entry> first; ///< that book something
    model::IssueList issues;
    std::vector<std::string> unread;
};

struct Learned {
    std::string name;
    importer::LearnTable table;
    importer::Proposal proposal;
    std::string definition; ///< empty: there is not enough for one
    Trial trial;
    std::string path; ///< of the definition that was written; empty: none was
};

/// Propose, ask what is open, read the whole file by it, and write the definition.
/// \throws pf::Error  usage (an answer that does not fit), bad_data (no table, or of a known format), cannot_create
[[nodiscard]] Learned learn(importer::Catalog const& catalog, LearnRequest const& request);

/// `pf-import learn`. JSON: `pf.learn/1`.
[[nodiscard]] cli::Outcome run_learn(importer::Catalog const& catalog, LearnRequest const& request,
                                     OutputStyle const& style, std::ostream& out);

} // namespace pf::jobs
