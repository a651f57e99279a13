#pragma once

#include "pf/cli/common.hpp"
#include "pf/cli/outcome.hpp"
#include "pf/db/database.hpp"

#include <iosfwd>
#include <map>
#include <string>
#include <vector>

namespace pf::jobs {

/// What `pf-ledger instruments` is told, as words of the command line.
struct InstrumentWords {
    std::string ticker; ///< or another name of it
    std::string other;  ///< the name, or the ticker that it goes to
    std::string file;   ///< `import` only; `-`: standard input
    /// What `set` sets, by column: `name`, `isin`, `asset_type`, `currency` …; an empty value takes it away.
    std::map<std::string, std::string> values;
    bool dry_run = false;
};

/// The columns that `set` and `import` know, besides `ticker`.
[[nodiscard]] std::vector<std::string> const& instrument_columns();

/// `pf-ledger instruments`: those that transactions are of or that something is known of.
[[nodiscard]] cli::Outcome list_instruments(db::Database& database, cli::Common const& common, std::ostream& out);

/// What is wrong with the words of `set`, whatever is in the database.
/// \throws pf::Error  usage, also when nothing is to be set
void check_words_of_set(InstrumentWords const& words);

/// The same of `alias`. \throws pf::Error  usage
void check_words_of_alias(InstrumentWords const& words);

/// `pf-ledger instruments set`: what an instrument is.
/// \throws pf::Error  bad_data, when a value is none, or the ISIN is another's
[[nodiscard]] cli::Outcome set_instrument(db::Database& database, InstrumentWords const& words);

/// `pf-ledger instruments import`: the same from a CSV file; all of it, or nothing.
/// \throws pf::Error  no_input; bad_data, with all rows that are wrong
[[nodiscard]] cli::Outcome import_instruments(db::Database& database, InstrumentWords const& words);

/// `pf-ledger instruments alias`: `other` is a name of `ticker` from now on.
/// \throws pf::Error  bad_data, when it is another's, or there are transactions of it
[[nodiscard]] cli::Outcome add_alias(db::Database& database, InstrumentWords const& words);

/// `pf-ledger instruments unalias`: the name stands for itself again, and the transactions that came in under it are
/// its own; also the way back from `merge`.
/// \throws pf::Error  bad_data, when it is no name, or units would be missing then
[[nodiscard]] cli::Outcome remove_alias(db::Database& database, cli::Common const& common, InstrumentWords const& words,
                                        std::ostream& out);

/// `pf-ledger instruments merge`: two tickers are one instrument, that of `other`. All accounts are booked anew in the
/// same transaction.
/// \throws pf::Error  bad_data, when they cannot be one: unknown, of other currencies or multipliers, converted into
///                    each other, split twice
[[nodiscard]] cli::Outcome merge_instruments(db::Database& database, cli::Common const& common,
                                             InstrumentWords const& words, std::ostream& out);

/// `pf-ledger instruments rename`: another ticker for the same. \throws pf::Error  bad_data, when it is taken
[[nodiscard]] cli::Outcome rename_instrument(db::Database& database, cli::Common const& common,
                                             InstrumentWords const& words, std::ostream& out);

} // namespace pf::jobs
