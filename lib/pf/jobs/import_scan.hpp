#pragma once

#include "pf/db/transaction_store.hpp"
#include "pf/jobs/import_input.hpp"
#include "pf/model/account.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

namespace pf::jobs {

/// What a file holds for one account.
struct AccountScan {
    Timestamp first = Timestamp::max(); ///< of its transactions
    Timestamp last = Timestamp::min();
    std::int64_t first_line = 0;             ///< of the first row that names the account
    std::unordered_set<std::string> tickers; ///< of its transactions
};

/// A file, read once from end to end, before anything is written.
struct FileScan {
    std::map<std::string, AccountScan> accounts; ///< by name
    std::int64_t rows = 0;
    bool has_rows_of_no_account = false; ///< ignored, rejected, prices or rates: they count in the command's account
    bool has_market_data = false;        ///< prices or exchange rates
    std::vector<model::Issue> issues;
    std::optional<importer::RepeatedKeys> repeated; ///< of a file too large to remember all of its rows
};

/// Called now and then with the bytes read of this file; may throw to stop.
using BytesRead = std::function<void(std::int64_t)>;

/// Read all rows of the file: every issue, the accounts, their dates and tickers.
/// \param is_large  read it twice, and fill `FileScan::repeated`
/// \param progress  counts the bytes of both times
[[nodiscard]] FileScan scan(ImportInput const& input, importer::Companions const& companions,
                            std::string const& default_account, bool is_large, BytesRead const& progress);

/// The account that a draft goes to, by name.
[[nodiscard]] std::string const& account_of(importer::Draft const& draft, std::string const& default_account);

} // namespace pf::jobs
