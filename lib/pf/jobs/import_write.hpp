#pragma once

#include "pf/jobs/import_files.hpp"
#include "pf/jobs/import_scan.hpp"
#include "pf/jobs/recompute.hpp"

#include <map>
#include <set>
#include <string>

namespace pf::jobs {

/// Lines of transactions that must not be imported although the file alone gives no reason.
using ExcludedRows = std::set<std::int64_t>;

/// What writing a file needs to know.
struct WriteContext {
    importer::Companions const& companions;
    std::map<std::string, model::Account> const& accounts; ///< by name; rows of others are rejected
    std::string const& default_account;
    ExcludedRows const& excluded;
    std::int64_t import_id = 0;
    std::string file_sha256;
    bool keep_rejected = false; ///< fill `WrittenFile::rejected_rows`
    BytesRead progress;
};

/// What came of it.
struct WrittenFile {
    model::FileReport report;
    FirstChanges touched;
    std::set<std::int64_t> changed_accounts;
    std::optional<Date> first_change; ///< of all rows that were stored, prices and rates included
    bool changed_rates = false;
    std::set<std::string> changed_prices; ///< tickers
    std::string header;
    std::string rejected_rows; ///< as they stand in the file
};

/// Read the file again and store what the database does not hold yet, inside the caller's transaction and locks.
[[nodiscard]] WrittenFile write_file(db::Database& database, ImportInput const& input, FileScan const& scan,
                                     WriteContext const& context);

} // namespace pf::jobs
