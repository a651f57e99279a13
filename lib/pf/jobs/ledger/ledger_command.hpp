#pragma once

#include "pf/cli/common.hpp"
#include "pf/cli/outcome.hpp"
#include "pf/db/database.hpp"
#include "pf/jobs/run/backup_before.hpp"

#include <iosfwd>
#include <string>

namespace pf::jobs {

/// Which movements of money `pf-ledger cash` shows, as words of the command line; empty: all.
struct CashWords {
    std::string currency;
    std::string first; ///< a day
    std::string last;  ///< a day
};

/// `pf-ledger cash`: what moved money, and what was there after it. Exit 3 when an amount is unknown.
/// \throws pf::Error  usage, when a word is not a day or a currency; bad_data, when there is no such account
[[nodiscard]] cli::Outcome show_cash(db::Database& database, cli::Common const& common, CashWords const& words,
                                     std::ostream& out);

/// `pf-ledger check`: where what sources say is held is not what is booked. Exit 3 when there is such a difference.
/// \throws pf::Error  bad_data, when there is no such account
[[nodiscard]] cli::Outcome check_balances(db::Database& database, cli::Common const& common, std::ostream& out);

/// What `pf-ledger accounts add` and `set` say of an account besides its currency; empty: as it is, or by default.
struct AccountWords {
    std::string name;
    std::string new_name; ///< `rename` only
    std::string method;
    std::string keeps_cash;
    std::string time_zone;
    std::string allow_short;        ///< `yes` or `no`
    bool with_transactions = false; ///< `remove` only
    bool dry_run = false;
};

/// What is wrong with the words of `add`, whatever is in the database.
/// \throws pf::Error  usage, when there is no such zone; bad_data, when that is no name of an account
void check_words(AccountWords const& words);

/// The same of `set`.
/// \throws pf::Error  usage, also when nothing is to be set
void check_words_of_set(cli::Common const& common, AccountWords const& words);

/// `pf-ledger accounts`
[[nodiscard]] cli::Outcome list_accounts(db::Database& database, cli::Common const& common, std::ostream& out);

/// `pf-ledger accounts add`
/// \throws pf::Error  bad_data, when there is one of that name
[[nodiscard]] cli::Outcome add_account(db::Database& database, cli::Common const& common, AccountWords const& words);

/// `pf-ledger accounts set`: the account is booked anew in the same transaction, and its snapshots are restated by the
/// next `pf-snapshot take`. Shows what positions become.
/// \throws pf::Error  bad_data, when there is no such account, or when it would then sell what it does not hold; busy
[[nodiscard]] cli::Outcome set_account(db::Database& database, cli::Common const& common, AccountWords const& words,
                                       std::ostream& out);

/// `pf-ledger accounts rename`
/// \throws pf::Error  bad_data, when there is no such account, or one of the new name
[[nodiscard]] cli::Outcome rename_account(db::Database& database, AccountWords const& words);

/// `pf-ledger accounts close`: it takes no new rows until it is reopened.
/// \throws pf::Error  bad_data, when there is no such account, or it still holds something
[[nodiscard]] cli::Outcome close_account(db::Database& database, AccountWords const& words);

/// `pf-ledger accounts reopen`
/// \throws pf::Error  bad_data, when there is no such account
[[nodiscard]] cli::Outcome reopen_account(db::Database& database, AccountWords const& words);

/// `pf-ledger accounts remove`
/// \param backup  taken before transactions go with it
/// \throws pf::Error  bad_data, when there is no such account, it has transactions and they were not said to go, or
///                    another account's transfers lead to it
[[nodiscard]] cli::Outcome remove_account(db::Database& database, AccountWords const& words, BackupBefore backup);

} // namespace pf::jobs
