#pragma once

#include "pf/container/container.hpp"
#include "pf/db/database.hpp"
#include "pf/importer/importer.hpp"
#include "pf/model/import_report.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace pf::jobs {

/// Told how far reading is, in bytes of all files and all times they are read; may throw to stop everything.
using ImportProgress = std::function<void(std::int64_t done, std::int64_t total)>;

/// What `pf-import FILE…` was asked to do.
struct ImportRequest {
    std::vector<std::string> files;                              ///< paths; `-` is standard input
    std::map<std::string, std::string, std::less<>> names;       ///< what a file is called instead of its path
    std::string account = "main";                                ///< for rows that name none
    std::map<std::string, std::string, std::less<>> account_map; ///< a source's accounts, and ours
    std::set<std::string> told_accounts;                         ///< those of the source that are to be remembered
    importer::Said said;                                         ///< of files that do not say it themselves
    std::string format;                                          ///< empty: found by each file's header
    container::Choice choice;                                    ///< of the tables of files that hold several
    Currency base_currency;                                      ///< of accounts that are created
    bool gives_currency = false;  ///< it was said in the command: it has an effect, or is refused
    bool create_accounts = false; ///< accounts that rows name may be created
    bool dry_run = false;         ///< do everything, then roll back
    bool update = false;          ///< rows with an id that is booked with other content take its place
    bool keep = false;            ///< book rows that seem to be stored already, in another export's detail
    bool same = false;            ///< or remember that they are: they are known when they come again
    bool strict_balances = false; ///< import nothing, when what a file says is held is not what is booked
    bool partial = false;         ///< import the good rows, write the bad ones to `reject_file`
    std::string reject_file;      ///< empty: the file's name with `.rejected.csv`
    /// To know which rows a file repeats, a larger one is read once more instead of remembering all of its rows.
    std::int64_t most_bytes_remembered = std::int64_t{64} << 20U;
    ImportProgress progress; ///< may be empty
};

/// The database that rows go to.
using DatabaseOnDemand = std::function<db::Database&()>;

/// Bring files into the database exactly once: all of them, or nothing. It is asked for when they have been read.
/// Rows that cannot be booked are in `issues`; nothing is thrown for them.
/// \throws pf::Error  no_input, bad_data (a file that cannot be read as a table), unavailable, busy, cannot_create …
[[nodiscard]] model::ImportReport import_files(DatabaseOnDemand const& database, importer::Catalog const& catalog,
                                               ImportRequest const& request);
[[nodiscard]] model::ImportReport import_files(db::Database& database, importer::Catalog const& catalog,
                                               ImportRequest const& request);

} // namespace pf::jobs
