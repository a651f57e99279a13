#pragma once

#include "pf/base/spill.hpp"
#include "pf/jobs/books/cash.hpp"
#include "pf/jobs/books/recompute.hpp"
#include "pf/jobs/import/file_multipliers.hpp"
#include "pf/jobs/import/file_names.hpp"
#include "pf/jobs/import/import_files.hpp"
#include "pf/jobs/import/scan.hpp"

#include <map>
#include <set>
#include <string>

namespace pf::jobs {

/// Lines of transactions that must not be imported although the file alone gives no reason.
using ExcludedRows = std::set<std::int64_t>;

class Gaps;

/// What writing a file needs to know.
struct WriteContext {
    importer::Companions const& companions;
    std::map<std::string, model::Account> const& accounts; ///< by name; rows of others are rejected
    std::string const& default_account;
    std::map<std::string, std::string, std::less<>> const& account_map;
    ExcludedRows const& excluded;
    ExcludedRows const& as_income; ///< returned capital of what is not held: income, until the purchases are known
    FileNames const& names;
    FileMultipliers const& multipliers;
    Gaps const& gaps;           ///< of rows that are left out
    model::IssueList& left_out; ///< receives those that rest on them
    std::int64_t import_id = 0;
    std::int64_t update_import_id = 0; ///< of what takes the place of stored rows; 0: they stay
    bool keeps_twins = false;          ///< rows that seem to be stored already, in other detail, are booked
    bool remembers_twins = false;      ///< or known from now on, without being booked
    model::IssueList& held_back;       ///< receives them otherwise
    model::IssueList& remarks;         ///< receives what is odd about rows that were booked
    model::IssueList& changed;         ///< receives what is stored with other content
    bool may_reject = false;           ///< rows are left out, and kept in `WrittenFile::rejected_rows`
    BytesRead progress;
};

/// What came of it.
struct WrittenFile {
    model::FileReport report;
    FirstChanges touched;
    std::set<std::int64_t> changed_accounts;
    std::set<std::int64_t> balanced_accounts; ///< of which the file says anew what they hold
    std::set<std::int64_t> rebooked_accounts; ///< those whose stored rows changed
    std::map<std::int64_t, AddedMoney> money; ///< by account; what new rows moved
    std::optional<Date> first_change;         ///< of all rows that were stored, prices and rates included
    bool changed_rates = false;
    std::set<std::string> changed_prices;     ///< tickers
    std::vector<model::Issue> contradictions; ///< rows that say another multiplier than what is known
    ExcludedRows contradicting;               ///< their lines
    std::int64_t contradicting_rows = 0;
    std::string header;
    base::Spill rejected_rows; ///< as they stand in the file
};

/// Read the file again and store what the database does not hold yet, inside the caller's transaction and locks.
/// \throws pf::Error  io_error, when the file is not what was scanned, or a row is to be rejected and may not be
[[nodiscard]] WrittenFile write_file(db::Database& database, ImportInput const& input, FileScan const& scan,
                                     WriteContext const& context);

} // namespace pf::jobs
