#pragma once

#include "pf/db/rows.hpp"
#include "pf/model/transaction.hpp"

#include <string_view>

namespace pf::db {

/// The columns that `read_transaction` reads, of the table `transactions AS t`.
inline constexpr std::string_view transaction_columns =
    "t.account_id, t.id, t.import_id, t.line_no, t.transaction_date, t.fingerprint, t.split_numerator, "
    "t.split_denominator, "
    "t.counter_account_id, t.date_only, t.transaction_type, t.asset_type, t.ticker, t.quantity, t.price, "
    "t.total_amount, "
    "t.currency, t.fee, t.fx_rate, t.counter_ticker, t.cost_share, t.place, t.symbol, t.lots, "
    "t.external_id";

/// Everything but the description.
void read_transaction(RowReader& row, model::Transaction& transaction);

/// \throws pf::Error  schema, when the text is none that this program knows
[[nodiscard]] model::TransactionType transaction_type_of(std::string_view text);
[[nodiscard]] model::AssetType asset_type_of(std::string_view text);

/// NULL as none.
[[nodiscard]] Currency optional_currency(RowReader& row);

} // namespace pf::db
