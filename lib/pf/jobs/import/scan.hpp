#pragma once

#include "pf/db/transaction_store.hpp"
#include "pf/jobs/import/file_order.hpp"
#include "pf/jobs/import/input.hpp"
#include "pf/model/account.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace pf::jobs {

/// What the rows of one word call the same instrument besides.
struct OtherName {
    std::string name;
    std::int64_t line = 0; ///< of the first such row
};

/// What a row says of its instrument's multiplier.
struct ToldMultiplier {
    std::string also_named; ///< another name of the instrument, by the same row
    Decimal multiplier;
};

/// What a file holds for one account.
struct AccountScan {
    Timestamp first = Timestamp::max(); ///< of its transactions
    Timestamp last = Timestamp::min();
    std::int64_t first_line = 0;        ///< of the first row that names the account
    std::int64_t rows = 0;              ///< that name it
    std::vector<std::uint32_t> tickers; ///< of its transactions, ascending places in `FileScan::words`
    std::unordered_map<std::string, std::vector<OtherName>> other_names;     ///< by the source's word
    std::map<std::pair<std::string, std::string>, std::int64_t> conversions; ///< from word to word; the first line
};

/// A file, read once from end to end, before anything is written.
struct FileScan {
    std::map<std::string, AccountScan> accounts; ///< by name
    std::vector<std::string> words;              ///< the source's, for the instruments of its transactions
    std::map<std::pair<std::string, std::string>, std::int64_t> rows_of_both; ///< that name two accounts
    std::map<std::string, ToldMultiplier> multipliers; ///< by the source's word, but for 1; of the first such row
    std::int64_t rows = 0;
    std::int64_t bad_rows = 0;           ///< with issues
    std::string sha256;                  ///< of the bytes that were read
    bool has_rows_of_no_account = false; ///< ignored, rejected, prices or rates: they count in the command's account
    bool has_market_data = false;        ///< prices or exchange rates
    bool has_ids = false;                ///< rows that are known by their source's ids
    importer::Settled settled;           ///< how it is to be read
    FileOrder order;                     ///< of its events in time
    std::set<std::string, std::less<>> mapped_accounts; ///< by the source's names
    std::optional<importer::RepeatedKeys> repeated;     ///< of a file too large to remember all of its rows
};

/// Called now and then with the bytes read of this file; may throw to stop.
using BytesRead = std::function<void(std::int64_t)>;

/// What scanning a file needs to know.
struct ScanContext {
    importer::Companions const& companions;
    std::string const& default_account;
    std::map<std::string, std::string, std::less<>> const& account_map;
    importer::Said const& said;
    bool ids_identify = false;
    bool is_large = false;    ///< read it twice, and fill `FileScan::repeated`
    model::IssueList& issues; ///< those of the file are appended
};

/// Read all rows of the file: every issue, the accounts, their dates and tickers.
/// \param progress  counts the bytes of both times
/// \throws pf::Error  bad_data (no table), io_error (it was changed between both times)
[[nodiscard]] FileScan scan(ImportInput const& input, ScanContext const& context, BytesRead const& progress);

/// The account that a draft goes to, by name.
[[nodiscard]] std::string const& account_of(importer::Draft const& draft, std::string const& default_account);
[[nodiscard]] std::string const& account_of(importer::Statement const& statement, std::string const& default_account);

} // namespace pf::jobs
