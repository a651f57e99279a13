#include "pf/db/position_store.hpp"

#include "pf/db/json_text.hpp"
#include "pf/db/query.hpp"
#include "pf/db/session.hpp"
#include "pf/db/transaction_rows.hpp"

#include <map>

namespace pf::db {

namespace {

constexpr std::string_view position_columns =
    "SELECT p.account_id, p.ticker, p.asset_type, p.currency, p.quantity, p.total_cost, p.total_cost_base, "
    "p.realized_pl, "
    "p.realized_pl_base, p.income, p.income_base, p.fees, p.first_transaction_date, p.last_transaction_date ";

constexpr std::string_view lot_columns =
    "SELECT l.account_id, l.opening_transaction_id, l.lot_no, l.ticker, l.purchase_date, l.quantity, "
    "l.remaining_quantity, "
    "l.purchase_price, l.total_cost, l.total_cost_base, l.remaining_cost, l.remaining_cost_base, l.side, l.place ";
constexpr std::string_view lot_order =
    " ORDER BY l.account_id, l.ticker, l.purchase_date, l.opening_transaction_id, l.lot_no";
constexpr std::string_view all_lots = " FROM lots AS l WHERE l.account_id IN {ids accounts}";

constexpr std::string_view disposal_columns =
    "SELECT d.account_id, d.opening_transaction_id, d.lot_no, d.closing_transaction_id, d.ticker, d.disposal_date, "
    "d.purchase_date, d.quantity, d.proceeds, d.cost_basis, d.realized_pl, d.proceeds_base, d.cost_basis_base, "
    "d.realized_pl_base, d.term, d.side ";

/// `[account, ticker, last_price, unrealized_pl, market_value, market_value_base, unrealized_pl_base]`: the new values
/// as a table of texts; SQLite takes them as they are, PostgreSQL is told the types.
constexpr std::string_view update_prices_postgresql =
    "UPDATE positions SET last_price = CAST(k.value ->> 2 AS NUMERIC), unrealized_pl = CAST(k.value ->> 3 AS NUMERIC), "
    "market_value = CAST(k.value ->> 4 AS NUMERIC), market_value_base = CAST(k.value ->> 5 AS NUMERIC), "
    "unrealized_pl_base = CAST(k.value ->> 6 AS NUMERIC) "
    "FROM json_array_elements(CAST(:'rows' AS JSON)) AS k(value) "
    "WHERE positions.account_id = CAST(k.value ->> 0 AS BIGINT) AND positions.ticker = k.value ->> 1";
constexpr std::string_view update_prices_sqlite =
    "UPDATE positions SET last_price = k.value ->> 2, unrealized_pl = k.value ->> 3, market_value = k.value ->> 4, "
    "market_value_base = k.value ->> 5, unrealized_pl_base = k.value ->> 6 FROM json_each(:rows) AS k "
    "WHERE positions.account_id = k.value ->> 0 AND positions.ticker = k.value ->> 1";

model::Position read_position(RowReader& row)
{
    model::Position position;
    position.account_id = row.integer();
    position.ticker = row.text();
    position.asset_type = asset_type_of(row.text());
    position.currency = optional_currency(row);
    position.quantity = row.decimal();
    position.total_cost = row.optional_decimal();
    position.total_cost_base = row.optional_decimal();
    position.realized_pl = row.optional_decimal();
    position.realized_pl_base = row.optional_decimal();
    position.income = row.optional_decimal();
    position.income_base = row.optional_decimal();
    position.fees = row.optional_decimal();
    position.first_transaction_date = row.timestamp();
    position.last_transaction_date = row.timestamp();
    return position;
}

model::Side side_of(std::string_view text)
{
    return text == to_text(model::Side::owed) ? model::Side::owed : model::Side::held;
}

void read_lot(RowReader& row, model::Lot& lot)
{
    lot.key.account_id = row.integer();
    lot.key.opening_transaction_id = row.integer();
    lot.key.lot_no = static_cast<int>(row.integer());
    lot.ticker = row.text();
    lot.purchase_date = row.timestamp();
    lot.quantity = row.decimal();
    lot.remaining_quantity = row.decimal();
    lot.purchase_price = row.optional_decimal();
    lot.total_cost = row.optional_decimal();
    lot.total_cost_base = row.optional_decimal();
    lot.remaining_cost = row.optional_decimal();
    lot.remaining_cost_base = row.optional_decimal();
    lot.side = side_of(row.text());
    lot.place = row.optional_integer().value_or(0);
}

void read_disposal(RowReader& row, model::Disposal& disposal)
{
    disposal.lot.account_id = row.integer();
    disposal.lot.opening_transaction_id = row.integer();
    disposal.lot.lot_no = static_cast<int>(row.integer());
    disposal.closing_transaction_id = row.integer();
    disposal.ticker = row.text();
    disposal.date = row.timestamp();
    disposal.purchase_date = row.timestamp();
    disposal.quantity = row.decimal();
    disposal.proceeds = row.optional_decimal();
    disposal.cost_basis = row.optional_decimal();
    disposal.realized_pl = row.optional_decimal();
    disposal.proceeds_base = row.optional_decimal();
    disposal.cost_basis_base = row.optional_decimal();
    disposal.realized_pl_base = row.optional_decimal();
    disposal.term = row.text() == "LONG" ? model::Term::long_term : model::Term::short_term;
    disposal.side = side_of(row.text());
}

void visit_positions(Database& database, Query const& query, Parameter const& which,
                     std::function<void(model::Position const&)> const& visitor)
{
    auto const timer = Database::Session::Timer{database.session(), query.name};
    auto const rows = database.session().driver().read(query, {which});
    while (rows->next()) {
        visitor(read_position(*rows));
    }
}

std::vector<model::Position> read_positions(Database& database, Query const& query, Parameter const& which)
{
    std::vector<model::Position> positions;
    visit_positions(database, query, which, [&](model::Position const& position) { positions.push_back(position); });
    return positions;
}

void visit_all_lots(Database& database, Query const& query, Parameter const& which,
                    std::function<void(model::Lot const&)> const& visitor)
{
    auto const timer = Database::Session::Timer{database.session(), query.name};
    model::Lot lot;
    auto const rows = database.session().driver().read(query, {which});
    while (rows->next()) {
        read_lot(*rows, lot);
        visitor(lot);
    }
}

Query to_price_query(std::string_view which)
{
    return portable_query("list positions to be priced",
                          "SELECT p.account_id, p.ticker, p.currency, p.quantity, p.total_cost, p.total_cost_base, "
                          "a.base_currency FROM positions AS p JOIN accounts AS a ON a.id = p.account_id WHERE " +
                              std::string{which} + " ORDER BY p.account_id, p.ticker");
}

std::vector<PositionToPrice> read_to_price(Database& database, Query const& query, Parameter const& which)
{
    auto const timer = Database::Session::Timer{database.session(), query.name};
    std::vector<PositionToPrice> all;
    auto const rows = database.session().driver().read(query, {which});
    while (rows->next()) {
        auto& [position, base_currency] = all.emplace_back();
        position.account_id = rows->integer();
        position.ticker = rows->text();
        position.currency = optional_currency(*rows);
        position.quantity = rows->decimal();
        position.total_cost = rows->optional_decimal();
        position.total_cost_base = rows->optional_decimal();
        base_currency = Currency{rows->text()};
    }
    return all;
}

Query lot_query(std::string_view name, std::string_view from_and_where)
{
    return portable_query(name, std::string{lot_columns} + std::string{from_and_where} + std::string{lot_order});
}

} // namespace

std::vector<model::Position> PositionStore::list(std::vector<std::int64_t> const& account_ids) const
{
    static Query const query =
        portable_query("list the positions", std::string{position_columns} +
                                                 "FROM positions AS p WHERE p.account_id IN {ids accounts} "
                                                 "ORDER BY p.ticker, p.account_id");
    return read_positions(m_database, query, parameter("accounts", account_ids));
}

std::vector<model::Position> PositionStore::find(std::set<Instrument> const& instruments) const
{
    static Query const query =
        portable_query("find positions", std::string{position_columns} +
                                             "FROM positions AS p WHERE (p.account_id, p.ticker) IN "
                                             "(SELECT account_id, ticker FROM {instruments instruments} AS k) "
                                             "ORDER BY p.ticker, p.account_id");
    return read_positions(m_database, query, parameter("instruments", instruments));
}

void PositionStore::visit(std::set<Instrument> const& instruments,
                          std::function<void(model::Position const&)> const& visitor) const
{
    static Query const query =
        portable_query("visit positions", std::string{position_columns} +
                                              "FROM positions AS p JOIN accounts AS a ON a.id = p.account_id "
                                              "WHERE (p.account_id, p.ticker) IN "
                                              "(SELECT account_id, ticker FROM {instruments instruments} AS k) "
                                              "ORDER BY a.name, p.ticker");
    visit_positions(m_database, query, parameter("instruments", instruments), visitor);
}

std::vector<model::Lot> PositionStore::open_lots(std::set<Instrument> const& instruments) const
{
    static Query const query = portable_query(
        "find open lots", std::string{lot_columns} +
                              ", t.external_id FROM lots AS l JOIN transactions AS t ON t.account_id = l.account_id "
                              "AND t.id = l.opening_transaction_id WHERE (l.account_id, l.ticker) IN "
                              "(SELECT account_id, ticker FROM {instruments instruments} AS k) "
                              "AND l.remaining_quantity <> {zero}" +
                              std::string{lot_order});
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::vector<model::Lot> lots;
    auto const rows = m_database.session().driver().read(query, {parameter("instruments", instruments)});
    while (rows->next()) {
        auto& lot = lots.emplace_back();
        read_lot(*rows, lot);
        lot.external_id = rows->optional_text();
    }
    return lots;
}

void PositionStore::visit_open_lots(std::vector<std::int64_t> const& account_ids,
                                    std::function<void(model::Lot const&)> const& visitor) const
{
    static Query const query =
        lot_query("visit the open lots", std::string{all_lots} + " AND l.remaining_quantity <> {zero}");
    visit_all_lots(m_database, query, parameter("accounts", account_ids), visitor);
}

void PositionStore::visit_lots(std::vector<std::int64_t> const& account_ids,
                               std::function<void(model::Lot const&)> const& visitor) const
{
    static Query const query = lot_query("visit the lots", all_lots);
    visit_all_lots(m_database, query, parameter("accounts", account_ids), visitor);
}

void PositionStore::visit_disposals(std::vector<std::int64_t> const& account_ids, Date first, Date last,
                                    std::function<void(model::Disposal const&)> const& visitor) const
{
    static Query const query = portable_query(
        "visit the disposals", std::string{disposal_columns} +
                                   "FROM disposals AS d WHERE d.account_id IN {ids accounts} "
                                   "AND d.disposal_date >= {timestamp first} AND d.disposal_date <= {timestamp last} "
                                   "ORDER BY d.disposal_date, d.ticker, d.closing_transaction_id, d.account_id, "
                                   "d.opening_transaction_id, d.lot_no");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    auto const last_moment = Timestamp{last} + std::chrono::days{1} - std::chrono::microseconds{1};
    model::Disposal disposal;
    auto const rows = m_database.session().driver().read(
        query,
        {parameter("accounts", account_ids), parameter("first", Timestamp{first}), parameter("last", last_moment)});
    while (rows->next()) {
        read_disposal(*rows, disposal);
        visitor(disposal);
    }
}

void PositionStore::remove(std::set<Instrument> const& instruments)
{
    static Query const disposals =
        portable_query("remove disposals",
                       "DELETE FROM disposals WHERE (account_id, opening_transaction_id, lot_no) IN "
                       "(SELECT l.account_id, l.opening_transaction_id, l.lot_no FROM {instruments instruments} AS k "
                       "JOIN lots AS l ON l.account_id = k.account_id AND l.ticker = k.ticker)");
    static Query const lots =
        portable_query("remove lots", "DELETE FROM lots WHERE (account_id, ticker) IN "
                                      "(SELECT account_id, ticker FROM {instruments instruments} AS k)");
    static Query const positions =
        portable_query("remove positions", "DELETE FROM positions WHERE (account_id, ticker) IN "
                                           "(SELECT account_id, ticker FROM {instruments instruments} AS k)");
    for (auto const* const query : {&disposals, &lots, &positions}) {
        auto const timer = Database::Session::Timer{m_database.session(), query->name};
        m_database.session().driver().execute(*query, {parameter("instruments", instruments)});
    }
}

std::set<std::string> PositionStore::tickers_held() const
{
    static Query const query =
        portable_query("list what is held", "SELECT DISTINCT p.ticker FROM positions AS p WHERE p.quantity <> {zero}");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::set<std::string> tickers;
    auto const rows = m_database.session().driver().read(query, {});
    while (rows->next()) {
        tickers.emplace(rows->text());
    }
    return tickers;
}

std::vector<PositionToPrice> PositionStore::to_price(std::set<std::string> const& tickers) const
{
    static Query const query = to_price_query("p.ticker IN {texts tickers}");
    return read_to_price(m_database, query, parameter("tickers", tickers));
}

std::vector<PositionToPrice> PositionStore::to_price_of(std::set<Instrument> const& instruments) const
{
    static Query const query =
        to_price_query("(p.account_id, p.ticker) IN (SELECT account_id, ticker FROM {instruments instruments} AS k)");
    return read_to_price(m_database, query, parameter("instruments", instruments));
}

void PositionStore::set_prices(std::vector<PricedPosition> const& priced)
{
    static Query const update{"set the prices of positions", std::string{update_prices_postgresql},
                              std::string{update_prices_sqlite}};
    auto const timer = Database::Session::Timer{m_database.session(), update.name};
    JsonArray rows;
    for (auto const& one : priced) {
        rows.add(JsonArray{}
                     .add(one.account_id)
                     .add(std::string_view{one.ticker})
                     .add(one.last_price)
                     .add(one.unrealized_pl)
                     .add(one.market_value)
                     .add(one.market_value_base)
                     .add(one.unrealized_pl_base));
    }
    if (!rows.empty()) {
        m_database.session().driver().execute(update, {{"rows", rows.text()}});
    }
}

} // namespace pf::db
