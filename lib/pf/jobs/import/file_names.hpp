#pragma once

#include "pf/jobs/import/read_files.hpp"
#include "pf/model/instrument_names.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace pf::jobs {

/// Two words of one row: what it calls the instrument and what besides, or what it converts from and into.
using WordPair = std::pair<std::string, std::string>;

/// What the words of the files of a command stand for.
struct FileNames {
    model::InstrumentNames names;      ///< with what the files teach
    std::vector<model::Issue> issues;  ///< rows that contradict that; the first of each kind
    std::set<WordPair> contradictions; ///< of such rows

    /// Can it not be booked as what it says?
    [[nodiscard]] bool contradict(importer::Draft const& draft) const;

    /// Put our tickers in the place of the source's words, which it keeps.
    void resolve(importer::Draft& draft) const;
};

/// Rows that say what cannot be.
struct ContradictingRows {
    std::vector<std::set<std::int64_t>> lines; ///< of each file
    std::int64_t count = 0;
};

/// The rows of all files that contradict them; reads the files once more.
[[nodiscard]] ContradictingRows rows_that_contradict(FileNames const& names, ReadFiles const& read,
                                                     ImportRequest const& request, ReadProgress& progress);

/// \param known            what the database knows
/// \param first_import_id  of the first file; each has the next
[[nodiscard]] FileNames file_names(model::InstrumentNames known, ReadFiles const& read, std::int64_t first_import_id);

} // namespace pf::jobs
