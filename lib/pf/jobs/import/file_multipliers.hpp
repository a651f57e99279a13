#pragma once

#include "pf/db/instrument_store.hpp"
#include "pf/jobs/import/file_names.hpp"

#include <map>
#include <optional>
#include <string>

namespace pf::jobs {

/// What the instruments of a command's files multiply quantity × price with.
struct FileMultipliers {
    db::Multipliers known;                     ///< by ticker, with what the files teach; of all others it is 1
    std::map<std::string, std::string> booked; ///< by ticker, what in the books speaks against what the files tell

    /// What is wrong with a row that says otherwise, by column, value, reason and hint; nothing, when it fits.
    [[nodiscard]] std::optional<model::Issue> issue_of(importer::Draft const& draft, FileNames const& names) const;

    /// Is the amount, odd by the row alone, quantity × price × what is known of the instrument?
    [[nodiscard]] bool explain(importer::Draft const& draft, FileNames const& names) const;
};

/// Store what the files teach, inside the caller's transaction.
/// \return  nothing, when another command has taught otherwise meanwhile: try again
[[nodiscard]] std::optional<FileMultipliers> learn_multipliers(db::Database& database, FileNames const& names,
                                                               ReadFiles const& read, std::int64_t first_import_id);

} // namespace pf::jobs
