#pragma once

#include "pf/jobs/import/read_files.hpp"
#include "pf/model/account.hpp"

#include <map>
#include <string>

namespace pf::jobs {

using AccountsByName = std::map<std::string, model::Account>;

/// \throws pf::Error  no_input, when the command's account does not exist and may not be created
[[nodiscard]] AccountsByName known_accounts(db::Database& database, ImportRequest const& request);

/// Does it exist and is it open, or may it be created?
[[nodiscard]] bool takes_rows(std::string const& name, AccountsByName const& accounts, ImportRequest const& request);

/// Under which account that is stored which is of none, as prices are: that of the command, unless it would be opened
/// for this alone while there are others.
[[nodiscard]] std::string account_of_the_rest(ReadFiles const& read, AccountsByName const& accounts,
                                              ImportRequest const& request);

/// An issue for each account that a file names and that does not exist, unless it may be created, or is closed.
/// \throws pf::Error  bad_data, when it is the command's account
void complain_of_accounts(ReadFiles& read, AccountsByName const& accounts, ImportRequest const& request);

/// Open the accounts that the command and its files name, where they may be created.
/// \return  all accounts as they are now; `known`, when none was created
/// \throws pf::Error  usage, when a base currency was given that no account needs and one contradicts
[[nodiscard]] AccountsByName with_created_accounts(db::Database& database, AccountsByName const& known,
                                                   ReadFiles const& read, ImportRequest const& request);

} // namespace pf::jobs
