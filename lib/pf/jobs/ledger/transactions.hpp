#pragma once

#include "pf/cli/common.hpp"
#include "pf/cli/outcome.hpp"
#include "pf/db/database.hpp"

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace pf::jobs {

/// Which transactions `pf-ledger list` shows, as words of the command line; empty: all.
struct ListWords {
    std::vector<std::string> tickers;
    std::vector<std::string> types;
    std::string first; ///< a day
    std::string last;  ///< a day
    std::string text;  ///< in ticker, description, note or external id, whatever the case of its letters
    std::optional<std::int64_t> import_id;
};

/// `pf-ledger list`: transactions in the order of their moments, with the units that were held after each.
/// \throws pf::Error  usage, when a word is no day or no type; bad_data, when there is no such account
[[nodiscard]] cli::Outcome list_transactions(db::Database& database, cli::Common const& common, ListWords const& words,
                                             std::ostream& out);

/// What `add`, `edit`, `remove`, `move` and `note` are told.
struct CorrectionWords {
    std::string id;                 ///< `12`, or `ACCOUNT:12` where there are several accounts
    std::vector<std::string> ids;   ///< `remove` and `move`: several of them
    std::vector<std::string> words; ///< of the transaction, of its columns, or of the note
    std::string to;                 ///< `move`: the account
    std::string reason;
    bool dry_run = false;
};

/// `pf-ledger show`: all that is known of a transaction, and what stood in its place before.
/// \throws pf::Error  no_input, when there is none
[[nodiscard]] cli::Outcome show_transaction(db::Database& database, cli::Common const& common,
                                            CorrectionWords const& words, std::ostream& out);

/// `pf-ledger add`. \throws pf::Error  usage; bad_data, also when a later sale does not work any more
[[nodiscard]] cli::Outcome add_transaction(db::Database& database, cli::Common const& common,
                                           CorrectionWords const& words, std::ostream& out);

/// `pf-ledger edit`. \throws pf::Error  as `add`; no_input, when there is no such transaction
[[nodiscard]] cli::Outcome edit_transaction(db::Database& database, cli::Common const& common,
                                            CorrectionWords const& words, std::ostream& out);

/// `pf-ledger remove`. \throws pf::Error  as `edit`
[[nodiscard]] cli::Outcome remove_transactions(db::Database& database, cli::Common const& common,
                                               CorrectionWords const& words, std::ostream& out);

/// `pf-ledger move`: to another account. \throws pf::Error  as `edit`
[[nodiscard]] cli::Outcome move_transactions(db::Database& database, cli::Common const& common,
                                             CorrectionWords const& words, std::ostream& out);

/// `pf-ledger note`. \throws pf::Error  no_input, when there is no such transaction
[[nodiscard]] cli::Outcome note_transaction(db::Database& database, cli::Common const& common,
                                            CorrectionWords const& words);

/// `pf-ledger rebuild`: positions, lots, disposals and money anew from the transactions. Shows what positions
/// become.
/// \throws pf::Error  bad_data, when they cannot be booked; there is no such account
[[nodiscard]] cli::Outcome rebuild(db::Database& database, cli::Common const& common, CorrectionWords const& words,
                                   std::ostream& out);

} // namespace pf::jobs
