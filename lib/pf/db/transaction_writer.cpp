#include "pf/base/time.hpp"
#include "pf/db/session.hpp"
#include "pf/db/transaction_store.hpp"

namespace pf::db {

namespace {

Table const& transactions_table()
{
    static Table const table{"transactions",
                             {"account_id",
                              "id",
                              "import_id",
                              "line_no",
                              "transaction_date",
                              "created_at",
                              "fingerprint",
                              "split_numerator",
                              "split_denominator",
                              "counter_account_id",
                              "date_only",
                              "transaction_type",
                              "asset_type",
                              "ticker",
                              "quantity",
                              "price",
                              "total_amount",
                              "currency",
                              "fee",
                              "fx_rate",
                              "counter_ticker",
                              "cost_share",
                              "place",
                              "symbol",
                              "lots",
                              "raw_description",
                              "external_id"},
                             {"account_id", "id"}};
    return table;
}

std::optional<std::int64_t> unless_zero(std::int64_t value)
{
    return value == 0 ? std::nullopt : std::optional{value};
}

} // namespace

struct TransactionStore::Writer::Impl {
    std::unique_ptr<RowWriter> rows;
    Timestamp created_at;
};

TransactionStore::Writer::Writer(Database& database)
    : m_impl(new Impl{database.session().driver().write(transactions_table()), base::now()})
{
}

TransactionStore::Writer::Writer(Writer&&) noexcept = default;
TransactionStore::Writer::~Writer() = default;

void TransactionStore::Writer::add(model::Transaction const& transaction)
{
    auto& row = *m_impl->rows;
    row.integer(transaction.account_id);
    row.integer(transaction.id);
    row.integer(transaction.import_id);
    row.integer(transaction.line_no);
    row.timestamp(transaction.date);
    row.timestamp(m_impl->created_at);
    row.fingerprint(transaction.fingerprint);
    row.optional_integer(unless_zero(transaction.split_numerator));
    row.optional_integer(unless_zero(transaction.split_denominator));
    row.optional_integer(transaction.counter_account_id);
    row.boolean(transaction.date_only);
    row.text(to_text(transaction.type));
    row.text(to_text(transaction.asset_type));
    row.optional_text(transaction.ticker);
    row.decimal(transaction.quantity);
    row.optional_decimal(transaction.price);
    row.optional_decimal(transaction.total_amount);
    row.optional_text(transaction.currency.code());
    row.decimal(transaction.fee);
    row.optional_decimal(transaction.fx_rate);
    row.optional_text(transaction.counter_ticker);
    row.optional_decimal(transaction.cost_share);
    row.optional_integer(unless_zero(transaction.place));
    row.optional_text(transaction.symbol);
    row.optional_text(transaction.lots);
    row.optional_text(transaction.description);
    row.optional_text(transaction.external_id);
    row.end_row();
}

void TransactionStore::Writer::finish()
{
    m_impl->rows->finish();
}

} // namespace pf::db
