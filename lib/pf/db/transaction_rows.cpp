#include "pf/db/transaction_rows.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"

namespace pf::db {

namespace {

[[noreturn]] void refuse(char const* what, std::string_view text)
{
    throw Error{ExitCode::schema,
                std::string{"the database holds the unknown "} + what + " " + base::quoted(text),
                {},
                "is this program older than the one that wrote it?"};
}

} // namespace

void read_transaction(RowReader& row, model::Transaction& transaction)
{
    transaction.account_id = row.integer();
    transaction.id = row.integer();
    transaction.import_id = row.integer();
    transaction.line_no = row.integer();
    transaction.date = row.timestamp();
    transaction.fingerprint = row.fingerprint();
    transaction.split_numerator = row.optional_integer().value_or(0);
    transaction.split_denominator = row.optional_integer().value_or(0);
    transaction.counter_account_id = row.optional_integer();
    transaction.date_only = row.boolean();
    transaction.type = transaction_type_of(row.text());
    transaction.asset_type = asset_type_of(row.text());
    transaction.ticker = row.optional_text();
    transaction.quantity = row.decimal();
    transaction.price = row.optional_decimal();
    transaction.total_amount = row.optional_decimal();
    transaction.currency = optional_currency(row);
    transaction.fee = row.decimal();
    transaction.fx_rate = row.optional_decimal();
    transaction.counter_ticker = row.optional_text();
    transaction.cost_share = row.optional_decimal();
    transaction.place = row.optional_integer().value_or(0);
    transaction.symbol = row.optional_text();
    transaction.lots = row.optional_text();
    transaction.external_id = row.optional_text();
}

model::TransactionType transaction_type_of(std::string_view text)
{
    auto const type = model::parse_transaction_type(text);
    if (!type) {
        refuse("transaction type", text);
    }
    return *type;
}

model::AssetType asset_type_of(std::string_view text)
{
    auto const type = model::parse_asset_type(text);
    if (!type) {
        refuse("asset type", text);
    }
    return *type;
}

Currency optional_currency(RowReader& row)
{
    auto const code = row.optional_text();
    return code.empty() ? Currency{} : Currency{code};
}

} // namespace pf::db
