#pragma once

#include "pf/db/correction_store.hpp"
#include "pf/db/database.hpp"
#include "pf/importer/entry.hpp"
#include "pf/model/transaction.hpp"

#include <optional>
#include <set>
#include <string>

namespace pf::jobs {

/// Is the amount quantity × price × multiplier, to 1 % and the fee? A transaction that lacks one of the three does not
/// speak against it.
[[nodiscard]] bool fits(model::Transaction const& transaction, Decimal multiplier);

/// What a row says of its instrument's multiplier: its own column; without one it is 1 where the amount is quantity ×
/// price. Nothing, when it does not tell.
[[nodiscard]] std::optional<Decimal> told_multiplier(importer::Draft const& draft);

/// A transaction of the ticker, of any account, whose amount was made with the multiplier that is to be changed.
/// \param but  those that are about to leave the books
[[nodiscard]] std::optional<model::Transaction> booked_with(db::Database& database, std::string const& ticker,
                                                            Decimal before, Decimal after,
                                                            std::set<db::TransactionKey> const& but = {});

/// How such a transaction is told: `transaction main:3: 1 at 2.5 were 2.5`.
[[nodiscard]] std::string told(db::Database& database, model::Transaction const& transaction);

/// After an instrument has another multiplier: what is held of it is worth another amount on all days.
void revalue(db::Database& database, std::string const& ticker);

} // namespace pf::jobs
