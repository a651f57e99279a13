#pragma once

#include "pf/jobs/import/changed_rows.hpp"
#include "pf/jobs/import/write.hpp"

#include <string>
#include <vector>

namespace pf::jobs {

/// A correction that a file makes: an import of its own.
struct Update {
    std::int64_t import_id = 0;
    std::string file;
    std::string sha256;
};

/// Put these rows in the place of what is booked under their ids, or in their lines, in whole events; the caller holds
/// their accounts, and books what is told as touched anew. What was taken out of the books by hand stays out. \param
/// changed  as they stand in the database, but for their ids; those of one line are one event \param by_line  what is
/// stored in the place of those that have no id \param result   receives what is touched, and what came of it
void update_rows(db::Database& database, std::vector<importer::Draft> const& changed, ByFingerprint const& by_line,
                 Update const& update, Days const& days, WrittenFile& result);

} // namespace pf::jobs
