#include "pf/db/instrument_store.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/db/instrument_tags.hpp"
#include "pf/db/query.hpp"
#include "pf/db/session.hpp"
#include "pf/db/transaction_rows.hpp"

#include <algorithm>

namespace pf::db {

namespace {

constexpr std::string_view details_columns =
    "SELECT i.ticker, i.import_id, i.name, i.asset_type, i.currency, i.isin, i.multiplier, i.exchange, i.underlying, "
    "i.expiry, i.strike, i.option_right, i.price_source FROM instruments AS i ";

/// What some imports have taught, and no transaction that is left was booked by.
constexpr std::string_view names_to_forget =
    "SELECT n.name FROM instrument_names AS n WHERE n.import_id IN {ids imports} "
    "AND NOT EXISTS (SELECT 1 FROM transactions AS t WHERE t.symbol = n.name AND t.ticker = n.ticker) "
    "AND NOT EXISTS (SELECT 1 FROM superseded_transactions AS s WHERE s.symbol = n.name AND s.ticker = n.ticker)";

Table const& instruments_table()
{
    static Table const table{"instruments",
                             {"ticker", "import_id", "name", "asset_type", "currency", "isin", "multiplier", "exchange",
                              "underlying", "expiry", "strike", "option_right", "price_source"},
                             {"ticker"}};
    return table;
}

Table const& names_table()
{
    static Table const table{"instrument_names", {"name", "ticker", "import_id"}, {"name"}};
    return table;
}

model::OptionRight right_of(std::string_view text)
{
    auto const right = model::parse_option_right(text);
    if (!right) {
        throw Error{ExitCode::schema,
                    "the database holds the unknown right of an option " + base::quoted(text),
                    {},
                    "is this program older than the one that wrote it?"};
    }
    return *right;
}

template <typename Read>
auto unless_null(RowReader& row, Read read)
{
    return row.skip_null() ? std::nullopt : std::optional{read()};
}

model::InstrumentDetails read_details(RowReader& row)
{
    model::InstrumentDetails details;
    details.ticker = row.text();
    details.import_id = row.optional_integer();
    details.name = row.optional_text();
    details.asset_type = unless_null(row, [&] { return asset_type_of(row.text()); });
    details.currency = optional_currency(row);
    details.isin = row.optional_text();
    details.multiplier = row.optional_decimal();
    details.exchange = row.optional_text();
    details.underlying = row.optional_text();
    details.expiry = unless_null(row, [&] { return row.date(); });
    details.strike = row.optional_decimal();
    details.right = unless_null(row, [&] { return right_of(row.text()); });
    details.price_source = row.optional_text();
    return details;
}

std::vector<model::InstrumentDetails> read_all(Database& database, Query const& query,
                                               std::vector<Parameter> const& parameters)
{
    auto const timer = Database::Session::Timer{database.session(), query.name};
    std::vector<model::InstrumentDetails> all;
    auto const rows = database.session().driver().read(query, parameters);
    while (rows->next()) {
        all.push_back(read_details(*rows));
    }
    return all;
}

void execute(Database& database, Query const& query, std::vector<Parameter> const& parameters)
{
    auto const timer = Database::Session::Timer{database.session(), query.name};
    database.session().driver().execute(query, parameters);
}

bool has_any(Database& database, Query const& query, std::vector<Parameter> const& parameters)
{
    auto const timer = Database::Session::Timer{database.session(), query.name};
    return database.session().driver().read(query, parameters)->next();
}

} // namespace

Decimal of_unit(Decimal quoted, std::string_view ticker, Multipliers const& multipliers)
{
    auto const found = multipliers.find(ticker);
    return found == multipliers.end() ? quoted : money::multiply(quoted, found->second, money::Rounding::half_even);
}

void InstrumentStore::hold(Hold how)
{
    if (m_database.backend() == Backend::sqlite) {
        return; // the transaction is that lock
    }
    auto const timer = Database::Session::Timer{m_database.session(), "hold the names"};
    m_database.session().driver().run_script(how == Hold::for_rows ? "LOCK TABLE instrument_names IN ROW EXCLUSIVE MODE"
                                                                   : "LOCK TABLE instrument_names IN EXCLUSIVE MODE");
}

std::vector<model::InstrumentDetails> InstrumentStore::list() const
{
    static Query const query =
        portable_query("list the instruments", std::string{details_columns} + "ORDER BY i.ticker");
    auto all = read_all(m_database, query, {});
    auto tags = list_tags(m_database);
    for (auto& details : all) {
        details.tags = std::move(tags[details.ticker]);
    }
    return all;
}

std::optional<model::InstrumentDetails> InstrumentStore::find(std::string const& ticker) const
{
    static Query const query =
        portable_query("find an instrument", std::string{details_columns} + "WHERE i.ticker = {text ticker}");
    auto found = read_all(m_database, query, {{"ticker", ticker}});
    if (found.empty()) {
        return std::nullopt;
    }
    found.front().tags = find_tags(m_database, ticker);
    return std::move(found.front());
}

Multipliers InstrumentStore::multipliers() const
{
    static Query const query = portable_query("list the multipliers", "SELECT i.ticker, i.multiplier FROM instruments "
                                                                      "AS i WHERE i.multiplier IS NOT NULL");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    Multipliers multipliers;
    auto const rows = m_database.session().driver().read(query, {});
    while (rows->next()) {
        std::string ticker{rows->text()};
        if (auto const multiplier = rows->decimal(); multiplier != Decimal(1)) {
            multipliers.emplace(std::move(ticker), multiplier);
        }
    }
    return multipliers;
}

std::map<std::string, std::string> InstrumentStore::titles(std::set<std::string> const& tickers) const
{
    static Query const query =
        portable_query("list what instruments are called", "SELECT i.ticker, i.name FROM instruments AS i WHERE "
                                                           "i.name IS NOT NULL AND i.ticker IN {texts tickers}");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::map<std::string, std::string> titles;
    auto const rows = m_database.session().driver().read(query, {parameter("tickers", tickers)});
    while (rows->next()) {
        auto ticker = std::string{rows->text()};
        titles.emplace(std::move(ticker), rows->text());
    }
    return titles;
}

std::vector<model::InstrumentName> InstrumentStore::names() const
{
    static Query const query =
        portable_query("list the names of instruments",
                       "SELECT n.name, n.ticker, n.import_id FROM instrument_names AS n ORDER BY n.name");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::vector<model::InstrumentName> names;
    auto const rows = m_database.session().driver().read(query, {});
    while (rows->next()) {
        auto& name = names.emplace_back();
        name.name = rows->text();
        name.ticker = rows->text();
        name.import_id = rows->optional_integer();
    }
    return names;
}

std::set<std::string> InstrumentStore::tickers() const
{
    static Query const query = portable_query("list the tickers", "SELECT p.ticker FROM positions AS p UNION "
                                                                  "SELECT i.ticker FROM instruments AS i");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::set<std::string> tickers;
    auto const rows = m_database.session().driver().read(query, {});
    while (rows->next()) {
        tickers.emplace(rows->text());
    }
    return tickers;
}

model::InstrumentNames InstrumentStore::resolver() const
{
    return {names(), list(), tickers()};
}

bool InstrumentStore::has_prices(std::string const& ticker) const
{
    static Query const query = portable_query(
        "find prices of a ticker", "SELECT 1 FROM price_history AS h WHERE h.ticker = {text ticker} LIMIT 1");
    return has_any(m_database, query, {{"ticker", ticker}});
}

void InstrumentStore::put(model::InstrumentDetails const& details)
{
    auto const timer = Database::Session::Timer{m_database.session(), "store an instrument"};
    auto const row = m_database.session().driver().write_later(instruments_table(), Conflict::replace);
    row->text(details.ticker);
    row->optional_integer(details.import_id);
    row->optional_text(details.name);
    row->optional_text(details.asset_type ? to_text(*details.asset_type) : std::string_view{});
    row->optional_text(details.currency.code());
    row->optional_text(details.isin);
    row->optional_decimal(details.multiplier);
    row->optional_text(details.exchange);
    row->optional_text(details.underlying);
    details.expiry ? row->date(*details.expiry) : row->null();
    row->optional_decimal(details.strike);
    row->optional_text(details.right ? to_text(*details.right) : std::string_view{});
    row->optional_text(details.price_source);
    row->end_row();
    row->finish();
    store_tags(m_database, details);
}

void InstrumentStore::put(model::InstrumentName const& name)
{
    auto const timer = Database::Session::Timer{m_database.session(), "store a name"};
    auto const row = m_database.session().driver().write_later(names_table(), Conflict::replace);
    row->text(name.name);
    row->text(name.ticker);
    row->optional_integer(name.import_id);
    row->end_row();
    row->finish();
}

void InstrumentStore::remove_details(std::string const& ticker)
{
    static Query const query =
        portable_query("forget an instrument", "DELETE FROM instruments WHERE ticker = {text ticker}");
    execute(m_database, query, {{"ticker", ticker}});
    remove_tags(m_database, ticker);
}

void InstrumentStore::remove_name(std::string const& name)
{
    static Query const query = portable_query("forget a name", "DELETE FROM instrument_names WHERE name = {text name}");
    execute(m_database, query, {{"name", name}});
}

bool InstrumentStore::learn(model::InstrumentNames const& names)
{
    static Query const add_name =
        portable_query("learn a name", "INSERT INTO instrument_names (name, ticker, import_id) "
                                       "VALUES ({text name}, {text ticker}, {integer import}) ON CONFLICT DO NOTHING");
    static Query const find_name =
        portable_query("find a learned name", "SELECT 1 FROM instrument_names AS n WHERE n.name = {text name} "
                                              "AND n.ticker = {text ticker}");
    static Query const add_isin = portable_query(
        "learn an ISIN", "INSERT INTO instruments (ticker, import_id, isin) "
                         "VALUES ({text ticker}, {integer import}, {text isin}) ON CONFLICT (ticker) DO UPDATE "
                         "SET isin = COALESCE(instruments.isin, excluded.isin)");
    // In one order, so that two commands that learn the same never wait for each other.
    auto learned = names.learned();
    std::ranges::sort(learned, {}, &model::InstrumentName::name);
    for (auto const& name : learned) {
        auto const import = parameter("import", *name.import_id);
        execute(m_database, add_name, {{"name", name.name}, {"ticker", name.ticker}, import});
        if (!has_any(m_database, find_name, {{"name", name.name}, {"ticker", name.ticker}})) {
            return false;
        }
        auto const isin = names.learned_isins().find(name.ticker);
        if (isin != names.learned_isins().end()) {
            execute(m_database, add_isin, {{"ticker", name.ticker}, import, {"isin", isin->second}});
        }
    }
    return true;
}

bool InstrumentStore::learn_multiplier(std::string const& ticker, Decimal multiplier, std::int64_t import_id)
{
    static Query const query = portable_query(
        "learn a multiplier", "INSERT INTO instruments (ticker, import_id, multiplier) "
                              "VALUES ({text ticker}, {integer import}, {decimal multiplier}) ON CONFLICT (ticker) DO "
                              "UPDATE SET multiplier = COALESCE(instruments.multiplier, excluded.multiplier)");
    execute(m_database, query,
            {{"ticker", ticker}, parameter("import", import_id), {"multiplier", multiplier.to_text()}});
    auto const known = find(ticker);
    return known && known->multiplier == multiplier;
}

void InstrumentStore::forget(std::set<std::int64_t> const& import_ids)
{
    static std::string const names{names_to_forget};
    // What was taught of amounts goes with the last of these, whichever import brought it.
    static std::string const none_left{
        "NOT EXISTS (SELECT 1 FROM transactions AS t WHERE t.ticker = instruments.ticker)"};
    static Query const forget_multipliers =
        portable_query("forget multipliers of imports",
                       "UPDATE instruments SET multiplier = NULL WHERE import_id IS NOT NULL AND multiplier IS NOT "
                       "NULL AND " +
                           none_left);
    static Query const forget_isins =
        portable_query("forget ISINs of imports", "UPDATE instruments SET isin = NULL WHERE isin IN (" + names + ")");
    static Query const forget_names =
        portable_query("forget names of imports", "DELETE FROM instrument_names WHERE name IN (" + names + ")");
    static Query const forget_details = portable_query(
        "forget instruments of imports", "DELETE FROM instruments WHERE import_id IN {ids imports} AND multiplier IS "
                                         "NULL AND ticker NOT IN (SELECT n.ticker FROM instrument_names AS n)");
    std::vector<Parameter> const parameters{
        parameter("imports", std::vector<std::int64_t>{import_ids.begin(), import_ids.end()})};
    execute(m_database, forget_multipliers, {});
    execute(m_database, forget_isins, parameters);
    execute(m_database, forget_names, parameters);
    execute(m_database, forget_details, parameters);
}

} // namespace pf::db
