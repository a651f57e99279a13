#include "pf/base/time.hpp"
#include "pf/db/position_store.hpp"
#include "pf/db/session.hpp"

namespace pf::db {

namespace {

Table const& positions_table()
{
    // A price or a profit computed before the position changed would be wrong now.
    static Table const table{"positions",
                             {"account_id", "ticker", "asset_type", "currency", "quantity", "avg_cost_basis",
                              "total_cost", "total_cost_base", "realized_pl", "realized_pl_base", "income",
                              "income_base", "fees", "first_transaction_date", "last_transaction_date", "last_updated"},
                             {"account_id", "ticker"},
                             "last_price = NULL, unrealized_pl = NULL, market_value = NULL, market_value_base = "
                             "NULL, unrealized_pl_base = NULL"};
    return table;
}

Table const& lots_table()
{
    static Table const table{"lots",
                             {"account_id", "opening_transaction_id", "purchase_date", "lot_no", "ticker", "quantity",
                              "remaining_quantity", "purchase_price", "total_cost", "total_cost_base", "remaining_cost",
                              "remaining_cost_base", "side", "place"},
                             {"account_id", "opening_transaction_id", "lot_no"}};
    return table;
}

Table const& disposals_table()
{
    static Table const table{"disposals",
                             {"account_id", "closing_transaction_id", "opening_transaction_id", "disposal_date",
                              "purchase_date", "lot_no", "ticker", "quantity", "proceeds", "cost_basis", "realized_pl",
                              "proceeds_base", "cost_basis_base", "realized_pl_base", "term", "side"},
                             {"account_id", "closing_transaction_id", "opening_transaction_id", "lot_no"}};
    return table;
}

std::optional<Decimal> average_cost(model::Position const& position)
{
    if (!position.total_cost || position.quantity.is_zero()) {
        return std::nullopt;
    }
    return divide(*position.total_cost, position.quantity, Rounding::half_even);
}

} // namespace

/// Foreign keys want positions before lots before disposals.
struct PositionStore::Writer::Impl {
    Impl(Driver& driver, Conflict conflict)
        : positions(driver.write_later(positions_table(), conflict)),
          lots(driver.write_later(lots_table(), conflict)),
          disposals(driver.write_later(disposals_table(), conflict)),
          last_updated(base::now())
    {
    }

    std::unique_ptr<RowWriter> positions;
    std::unique_ptr<RowWriter> lots;
    std::unique_ptr<RowWriter> disposals;
    Timestamp last_updated;
};

PositionStore::Writer::Writer(Database& database, Mode mode)
    : m_impl(new Impl{database.session().driver(), mode == Mode::merge ? Conflict::replace : Conflict::refuse})
{
}

PositionStore::Writer::Writer(Writer&&) noexcept = default;
PositionStore::Writer::~Writer() = default;

void PositionStore::Writer::position(model::Position const& position)
{
    auto const average = average_cost(position);
    auto& row = *m_impl->positions;
    row.integer(position.account_id);
    row.text(position.ticker);
    row.text(to_text(position.asset_type));
    row.optional_text(position.currency.code());
    row.decimal(position.quantity);
    row.optional_decimal(average);
    row.optional_decimal(position.total_cost);
    row.optional_decimal(position.total_cost_base);
    row.optional_decimal(position.realized_pl);
    row.optional_decimal(position.realized_pl_base);
    row.optional_decimal(position.income);
    row.optional_decimal(position.income_base);
    row.optional_decimal(position.fees);
    row.timestamp(position.first_transaction_date);
    row.timestamp(position.last_transaction_date);
    row.timestamp(m_impl->last_updated);
    row.end_row();
}

void PositionStore::Writer::lot(model::Lot const& lot)
{
    auto& row = *m_impl->lots;
    row.integer(lot.key.account_id);
    row.integer(lot.key.opening_transaction_id);
    row.timestamp(lot.purchase_date);
    row.small_integer(lot.key.lot_no);
    row.text(lot.ticker);
    row.decimal(lot.quantity);
    row.decimal(lot.remaining_quantity);
    row.optional_decimal(lot.purchase_price);
    row.optional_decimal(lot.total_cost);
    row.optional_decimal(lot.total_cost_base);
    row.optional_decimal(lot.remaining_cost);
    row.optional_decimal(lot.remaining_cost_base);
    row.text(to_text(lot.side));
    row.optional_integer(lot.place == 0 ? std::nullopt : std::optional{lot.place});
    row.end_row();
}

void PositionStore::Writer::disposal(model::Disposal const& disposal)
{
    auto& row = *m_impl->disposals;
    row.integer(disposal.lot.account_id);
    row.integer(disposal.closing_transaction_id);
    row.integer(disposal.lot.opening_transaction_id);
    row.timestamp(disposal.date);
    row.timestamp(disposal.purchase_date);
    row.small_integer(disposal.lot.lot_no);
    row.text(disposal.ticker);
    row.decimal(disposal.quantity);
    row.optional_decimal(disposal.proceeds);
    row.optional_decimal(disposal.cost_basis);
    row.optional_decimal(disposal.realized_pl);
    row.optional_decimal(disposal.proceeds_base);
    row.optional_decimal(disposal.cost_basis_base);
    row.optional_decimal(disposal.realized_pl_base);
    row.text(disposal.term == model::Term::long_term ? "LONG" : "SHORT");
    row.text(to_text(disposal.side));
    row.end_row();
}

void PositionStore::Writer::finish()
{
    m_impl->positions->finish();
    m_impl->lots->finish();
    m_impl->disposals->finish();
}

} // namespace pf::db
