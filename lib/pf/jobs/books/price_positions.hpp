#pragma once

#include "pf/db/database.hpp"
#include "pf/db/transaction_store.hpp"
#include "pf/model/account.hpp"

#include <set>
#include <string>
#include <vector>

namespace pf::jobs {

/// Store what the positions of these tickers are worth today, for views: the last price of each in the position's
/// currency, the value and what is not realized, in it and in base currency, by the rates of the day. What nobody knows
/// becomes unknown.
void price_positions(db::Database& database, std::set<std::string> const& tickers);

/// The same of these alone, which have just been booked and so have no value yet: what has no price stays so. The
/// caller holds their accounts: rows of others are not touched, which an import may be writing.
void price_positions(db::Database& database, std::set<db::Instrument> const& instruments);

/// The same for all that is held, money too: rates have changed.
void price_positions(db::Database& database);

/// What the money of these accounts is worth today in their base currencies; the caller holds them.
void price_cash(db::Database& database, std::vector<model::Account> const& accounts);

} // namespace pf::jobs
