#include "pf/db/snapshot_store.hpp"

#include "pf/db/query.hpp"
#include "pf/db/session.hpp"
#include "pf/db/text_values.hpp"
#include "pf/db/transaction_rows.hpp"

#include <algorithm>
#include <array>

namespace pf::db {

namespace {

constexpr std::string_view amount_columns =
    "SELECT s.account_id, s.snapshot_date, s.base_currency, s.total_value, s.market_value, s.cash_balance, "
    "s.total_cost, "
    "s.unrealized_pl, s.realized_pl, s.income, s.net_flows, s.own_transfers, s.unpriced, s.stale_prices, "
    "s.missing_rates, s.stale_rates, s.unknown_cost, s.created_at, s.restated_at";

constexpr std::string_view in_range = " FROM portfolio_snapshots AS s WHERE s.account_id IN {ids accounts} AND "
                                      "s.snapshot_date BETWEEN {date first} AND {date last} "
                                      "ORDER BY s.snapshot_date, s.account_id";

Table const& snapshots_table()
{
    static Table const table{"portfolio_snapshots",
                             {"account_id",   "snapshot_date", "base_currency",  "total_value",   "market_value",
                              "cash_balance", "total_cost",    "unrealized_pl",  "realized_pl",   "income",
                              "net_flows",    "own_transfers", "unpriced",       "stale_prices",  "missing_rates",
                              "stale_rates",  "unknown_cost",  "positions_json", "cash_json",     "superseded",
                              "data_version", "created_at",    "restated_at",    "content_sha256"},
                             {"account_id", "snapshot_date"}};
    return table;
}

/// In the order of the columns. \param snapshot  const or not
template <typename Snapshot>
auto amounts_of(Snapshot& snapshot)
{
    return std::array{&snapshot.total_value, &snapshot.market_value,  &snapshot.cash_balance,
                      &snapshot.total_cost,  &snapshot.unrealized_pl, &snapshot.realized_pl,
                      &snapshot.income,      &snapshot.net_flows,     &snapshot.own_transfers};
}

model::StoredSnapshot read_amounts(RowReader& row)
{
    model::StoredSnapshot stored;
    auto& snapshot = stored.snapshot;
    snapshot.account_id = row.integer();
    snapshot.date = row.date();
    snapshot.base_currency = Currency{row.text()};
    for (auto* const amount : amounts_of(snapshot)) {
        *amount = row.optional_decimal();
    }
    for (auto* const count : {&snapshot.unpriced, &snapshot.stale_prices, &snapshot.missing_rates,
                              &snapshot.stale_rates, &snapshot.unknown_cost}) {
        *count = row.integer();
    }
    stored.created_at = row.timestamp();
    stored.restated_at = row.optional_timestamp();
    return stored;
}

/// The elements of a JSON array, or the members of an object, as rows `e` with the columns key and value.
/// \param select  up to the comma behind the tables
/// \param column  of portfolio_snapshots AS s
Query json_query(std::string_view name, std::string const& select, std::string const& function_on_postgresql,
                 std::string const& column, std::string const& where)
{
    auto query = portable_query(name, select + "json_each(s." + column + ") AS e" + where);
    query.postgresql =
        portable_query(name, select + function_on_postgresql + "(s." + column + ") AS e" + where).postgresql;
    return query;
}

constexpr char const* of_one_day =
    " WHERE s.account_id IN {ids accounts} AND s.snapshot_date = {date day} ORDER BY s.account_id";

/// A decimal that JSON keeps as a string.
std::optional<Decimal> json_decimal(RowReader& row)
{
    auto const text = row.optional_text();
    return text.empty() ? std::nullopt : std::optional{read_decimal(text)};
}

model::SnapshotPosition read_position(RowReader& row)
{
    model::SnapshotPosition position;
    position.ticker = row.text();
    position.asset_type = asset_type_of(row.text());
    position.quantity = read_decimal(row.text());
    position.currency = optional_currency(row);
    position.total_cost = json_decimal(row);
    position.total_cost_base = json_decimal(row);
    position.last_price = json_decimal(row);
    auto const price_date = row.optional_text();
    position.price_date = price_date.empty() ? std::nullopt : std::optional{read_date(price_date)};
    for (auto* const amount :
         {&position.market_value, &position.market_value_base, &position.realized_pl_base, &position.income_base}) {
        *amount = json_decimal(row);
    }
    auto const has_flows = row.integer() != 0;
    auto& flows = position.flows;
    for (auto* const amount :
         {&flows.purchases, &flows.sales, &flows.income, &flows.charges, &flows.transfers, &flows.own_transfers}) {
        auto const value = json_decimal(row);
        *amount = has_flows ? value : Decimal{};
    }
    auto const has_conversions = row.integer() != 0;
    auto const conversions = json_decimal(row);
    flows.conversions = has_conversions ? conversions : Decimal{};
    return position;
}

std::string members(std::initializer_list<std::string_view> names, std::string_view object = "e.value")
{
    std::string text;
    for (auto const name : names) {
        text.append(", ").append(object).append(" ->> '").append(name).append("'");
    }
    return text;
}

Query const& positions_query()
{
    static Query const query = json_query(
        "list a day's positions",
        "SELECT s.account_id" +
            members({"ticker", "asset_type", "quantity", "currency", "total_cost", "total_cost_base", "last_price",
                     "price_date", "market_value", "market_value_base", "realized_pl_base", "income_base"}) +
            ", CASE WHEN e.value -> 'flows' IS NULL THEN 0 ELSE 1 END" +
            members({"purchases", "sales", "income", "charges", "transfers", "own_transfers"}, "(e.value -> 'flows')") +
            ", CASE WHEN e.value -> 'flows' -> 'conversions' IS NULL THEN 0 ELSE 1 END" +
            members({"conversions"}, "(e.value -> 'flows')") + " FROM portfolio_snapshots AS s, ",
        "jsonb_array_elements", "positions_json", of_one_day);
    return query;
}

/// Finds the snapshot of an account in a vector that is ordered by account.
model::Snapshot& of_account(std::vector<model::StoredSnapshot>& snapshots, std::int64_t account_id)
{
    return std::ranges::lower_bound(snapshots, account_id, {},
                                    [](auto const& stored) { return stored.snapshot.account_id; })
        ->snapshot;
}

} // namespace

std::vector<model::StoredSnapshot> SnapshotStore::list(std::vector<std::int64_t> const& account_ids, Date first,
                                                       Date last) const
{
    static Query const query = portable_query("list the snapshots", std::string{amount_columns}.append(in_range));
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::vector<model::StoredSnapshot> snapshots;
    auto const rows = m_database.session().driver().read(
        query, {parameter("accounts", account_ids), parameter("first", first), parameter("last", last)});
    while (rows->next()) {
        snapshots.push_back(read_amounts(*rows));
    }
    return snapshots;
}

std::vector<model::StoredSnapshot> SnapshotStore::of_day(std::vector<std::int64_t> const& account_ids, Date day) const
{
    static Query const cash =
        json_query("list a day's cash", "SELECT s.account_id, e.key, e.value FROM portfolio_snapshots AS s, ",
                   "jsonb_each_text", "cash_json", of_one_day);
    auto snapshots = list(account_ids, day, day);
    auto const timer = Database::Session::Timer{m_database.session(), positions_query().name};
    auto& driver = m_database.session().driver();
    std::vector<Parameter> const parameters{parameter("accounts", account_ids), parameter("day", day)};
    {
        auto const rows = driver.read(positions_query(), parameters);
        while (rows->next()) {
            auto& snapshot = of_account(snapshots, rows->integer());
            snapshot.positions.push_back(read_position(*rows));
        }
    }
    auto const rows = driver.read(cash, parameters);
    while (rows->next()) {
        auto& snapshot = of_account(snapshots, rows->integer());
        Currency const currency{rows->text()};
        snapshot.cash[currency] = json_decimal(*rows);
    }
    return snapshots;
}

std::vector<model::SupersededSnapshot> SnapshotStore::history(std::vector<std::int64_t> const& account_ids,
                                                              Date day) const
{
    static Query const query =
        json_query("list superseded snapshots",
                   "SELECT s.account_id, s.base_currency" +
                       members({"stored_at", "superseded_at", "total_value", "market_value", "cash_balance",
                                "total_cost", "unrealized_pl", "realized_pl", "income", "net_flows", "own_transfers"}) +
                       " FROM portfolio_snapshots AS s, ",
                   "jsonb_array_elements", "superseded", std::string{of_one_day} + ", e.value ->> 'superseded_at'");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::vector<model::SupersededSnapshot> history;
    auto const rows =
        m_database.session().driver().read(query, {parameter("accounts", account_ids), parameter("day", day)});
    while (rows->next()) {
        auto& entry = history.emplace_back();
        auto& snapshot = entry.snapshot;
        snapshot.account_id = rows->integer();
        snapshot.date = day;
        snapshot.base_currency = Currency{rows->text()};
        entry.stored_at = read_timestamp(rows->text());
        entry.superseded_at = read_timestamp(rows->text());
        for (auto* const amount : amounts_of(snapshot)) {
            *amount = json_decimal(*rows);
        }
    }
    return history;
}

std::map<std::int64_t, std::set<Date>> SnapshotStore::days(std::vector<std::int64_t> const& account_ids) const
{
    static Query const query = portable_query("list the days of snapshots",
                                              "SELECT s.account_id, s.snapshot_date FROM portfolio_snapshots AS s "
                                              "WHERE s.account_id IN {ids accounts} "
                                              "ORDER BY s.account_id, s.snapshot_date");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::map<std::int64_t, std::set<Date>> days;
    auto const rows = m_database.session().driver().read(query, {parameter("accounts", account_ids)});
    while (rows->next()) {
        auto& stored = days[rows->integer()];
        stored.insert(stored.end(), rows->date());
    }
    return days;
}

std::vector<model::StoredSnapshot> SnapshotStore::newest(std::vector<std::int64_t> const& account_ids, Date last) const
{
    static Query const query = portable_query(
        "find the newest snapshots", std::string{amount_columns} +
                                         " FROM portfolio_snapshots AS s WHERE s.account_id IN {ids accounts} AND "
                                         "s.snapshot_date = (SELECT MAX(x.snapshot_date) FROM portfolio_snapshots AS x "
                                         "WHERE x.account_id = s.account_id AND x.snapshot_date <= {date last}) "
                                         "ORDER BY s.account_id");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::vector<model::StoredSnapshot> snapshots;
    auto const rows =
        m_database.session().driver().read(query, {parameter("accounts", account_ids), parameter("last", last)});
    while (rows->next()) {
        snapshots.push_back(read_amounts(*rows));
    }
    return snapshots;
}

std::map<SnapshotKey, SnapshotRow> SnapshotStore::rows(std::vector<std::int64_t> const& account_ids, Date first,
                                                       Date last) const
{
    static Query const query = portable_query(
        "compare the snapshots",
        std::string{amount_columns}.append(", s.content_sha256, CAST(s.superseded AS TEXT)").append(in_range));
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::map<SnapshotKey, SnapshotRow> found;
    auto const rows = m_database.session().driver().read(
        query, {parameter("accounts", account_ids), parameter("first", first), parameter("last", last)});
    while (rows->next()) {
        SnapshotRow row;
        row.stored = read_amounts(*rows);
        row.sha256 = rows->optional_text();
        row.superseded = rows->text();
        SnapshotKey const key{row.stored.snapshot.account_id, row.stored.snapshot.date};
        found.emplace(key, std::move(row));
    }
    return found;
}

SnapshotStore::Writer::Writer(std::unique_ptr<RowWriter> rows) : m_rows(std::move(rows)) {}
SnapshotStore::Writer::Writer(Writer&&) noexcept = default;
SnapshotStore::Writer::~Writer() = default;

void SnapshotStore::Writer::add(NewSnapshot const& row)
{
    auto& out = *m_rows;
    auto const& snapshot = row.snapshot;
    out.integer(snapshot.account_id);
    out.date(snapshot.date);
    out.text(snapshot.base_currency.code());
    for (auto const* const amount : amounts_of(snapshot)) {
        out.optional_decimal(*amount);
    }
    for (auto const count : {snapshot.unpriced, snapshot.stale_prices, snapshot.missing_rates, snapshot.stale_rates,
                             snapshot.unknown_cost}) {
        out.small_integer(static_cast<std::int32_t>(count));
    }
    out.json(row.text.positions);
    out.json(row.text.cash);
    out.json(row.superseded);
    out.integer(row.data_version);
    out.timestamp(row.created_at);
    out.optional_timestamp(row.restated_at);
    out.text(row.text.sha256);
    out.end_row();
}

void SnapshotStore::Writer::finish()
{
    m_rows->finish();
}

SnapshotStore::Writer SnapshotStore::insert()
{
    return Writer{m_database.session().driver().write(snapshots_table())};
}

SnapshotStore::Writer SnapshotStore::replace()
{
    return Writer{m_database.session().driver().write_later(snapshots_table(), Conflict::replace)};
}

} // namespace pf::db
