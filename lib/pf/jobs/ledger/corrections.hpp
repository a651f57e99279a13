#pragma once

#include "pf/db/correction_store.hpp"
#include "pf/importer/entry.hpp"
#include "pf/model/import_report.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace pf::jobs {

/// What is to be changed in the books, all of it or nothing.
struct Correction {
    std::string what;                        ///< in a word and the transactions' numbers: `edit 12`
    std::string reason;                      ///< the user's; may be empty
    std::vector<model::Transaction> removed; ///< whole events
    std::vector<importer::Draft> added;
    std::string account; ///< for what is added and names none
    std::string note;    ///< of what is added
    bool dry_run = false;
};

struct CorrectionReport {
    std::int64_t import_id = 0; ///< what 'pf-import undo' takes
    std::vector<model::Transaction> removed;
    std::vector<model::Transaction> added;
    model::PositionChanges changes;
    bool dry_run = false;
};

/// Book a correction: an import of its own, which can be undone.
/// \throws pf::Error  bad_data: an account that does not exist or is closed, an id that is known, units that a later
///                    sale needs (naming it); busy
[[nodiscard]] CorrectionReport correct(db::Database& database, Correction const& correction);

} // namespace pf::jobs
