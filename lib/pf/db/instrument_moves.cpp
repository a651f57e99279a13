#include "pf/db/instrument_rows.hpp"
#include "pf/db/instrument_store.hpp"
#include "pf/db/query.hpp"
#include "pf/db/session.hpp"
#include "pf/db/transaction_rows.hpp"

namespace pf::db {

namespace {

std::int64_t execute(Database& database, Query const& query, std::vector<Parameter> const& parameters)
{
    auto const timer = Database::Session::Timer{database.session(), query.name};
    return database.session().driver().execute(query, parameters);
}

/// The same for what was corrected, which comes back when the correction is undone.
void execute_on_both(Database& database, std::string const& name, std::string const& before, std::string const& after,
                     std::vector<Parameter> const& parameters)
{
    for (std::string const table : {"transactions", "superseded_transactions"}) {
        auto statement = before;
        statement.append(table).append(after);
        execute(database, portable_query(name, statement), parameters);
    }
}

} // namespace

void InstrumentStore::rename_names(std::string const& from, std::string const& to)
{
    static Query const remove_own =
        portable_query("forget a name that becomes the ticker", "DELETE FROM instrument_names WHERE name = {text to}");
    static Query const rename =
        portable_query("give names another ticker",
                       "UPDATE instrument_names SET ticker = {text to}, import_id = NULL WHERE ticker = {text from}");
    execute(m_database, remove_own, {{"to", to}});
    execute(m_database, rename, {{"from", from}, {"to", to}});
}

void InstrumentStore::move_transactions(std::string const& from, std::string const& to)
{
    std::vector<Parameter> const parameters{{"from", from}, {"to", to}};
    execute_on_both(m_database, "give transactions another ticker", "UPDATE ",
                    " SET symbol = NULLIF(COALESCE(symbol, ticker), {text to}), ticker = {text to} "
                    "WHERE ticker = {text from}",
                    parameters);
    execute_on_both(m_database, "give conversions another ticker", "UPDATE ",
                    " SET counter_ticker = {text to} WHERE counter_ticker = {text from}", parameters);
}

void InstrumentStore::release_transactions(std::string const& name, std::string const& ticker)
{
    std::vector<Parameter> const parameters{{"name", name}, {"ticker", ticker}};
    execute_on_both(m_database, "give transactions their own ticker", "UPDATE ",
                    " SET ticker = symbol, symbol = NULL WHERE symbol = {text name} AND ticker = {text ticker}",
                    parameters);
    // Both halves of a conversion stand in one row of their file.
    for (std::string const table : {"transactions", "superseded_transactions"}) {
        std::string statement{"UPDATE "};
        statement.append(table)
            .append(" AS t SET counter_ticker = {text name} WHERE t.counter_ticker = {text ticker} AND EXISTS "
                    "(SELECT 1 FROM ")
            .append(table)
            .append(" AS o WHERE o.account_id = t.account_id AND o.import_id = t.import_id AND "
                    "o.line_no = t.line_no AND o.id <> t.id AND o.ticker = {text name} AND "
                    "o.counter_ticker = t.ticker)");
        execute(m_database, portable_query("give conversions their own ticker", statement), parameters);
    }
}

std::set<Instrument> InstrumentStore::instruments_named(std::string const& name, std::string const& ticker) const
{
    static Query const query = portable_query(
        "find accounts that use a name",
        "SELECT DISTINCT t.account_id, t.ticker FROM transactions AS t WHERE t.symbol = {text name} AND t.ticker = "
        "{text ticker}");
    return read_instruments(m_database, query, {{"name", name}, {"ticker", ticker}});
}

std::set<Instrument> InstrumentStore::instruments_of(std::string const& ticker) const
{
    static Query const query = portable_query(
        "find accounts with an instrument", "SELECT p.account_id, p.ticker FROM positions AS p WHERE p.ticker = {text "
                                            "ticker} UNION SELECT s.account_id, s.ticker FROM "
                                            "superseded_transactions AS s WHERE s.ticker = {text ticker}");
    return read_instruments(m_database, query, {{"ticker", ticker}});
}

bool InstrumentStore::converts(std::string const& one, std::string const& other) const
{
    static Query const query = portable_query(
        "find a conversion between two instruments",
        "SELECT 1 FROM (SELECT ticker, counter_ticker FROM transactions WHERE counter_ticker IS NOT NULL UNION ALL "
        "SELECT ticker, counter_ticker FROM superseded_transactions WHERE counter_ticker IS NOT NULL) AS t "
        "WHERE t.ticker = {text one} AND t.counter_ticker = {text other} LIMIT 1");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    return m_database.session().driver().read(query, {{"one", one}, {"other", other}})->next();
}

bool InstrumentStore::splits(Instrument const& instrument) const
{
    static Query const query = portable_query(
        "find a split", "SELECT 1 FROM transactions AS t WHERE t.account_id = {integer account} AND t.ticker = {text "
                        "ticker} AND t.transaction_type = 'SPLIT' LIMIT 1");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    return m_database.session()
        .driver()
        .read(query, {parameter("account", instrument.account_id), {"ticker", instrument.ticker}})
        ->next();
}

std::int64_t InstrumentStore::copy_prices(std::string const& from, std::string const& to)
{
    static Query const query = portable_query(
        "copy prices", "INSERT INTO price_history (ticker, date, source, open_price, high_price, low_price, "
                       "close_price, volume, currency) SELECT {text to}, h.date, h.source, h.open_price, h.high_price, "
                       "h.low_price, h.close_price, h.volume, h.currency FROM price_history AS h "
                       "WHERE h.ticker = {text from} AND NOT EXISTS (SELECT 1 FROM price_history AS o "
                       "WHERE o.ticker = {text to} AND o.date = h.date AND o.source = h.source)");
    return execute(m_database, query, {{"from", from}, {"to", to}});
}

std::int64_t InstrumentStore::remove_copies(std::string const& from, std::string const& to)
{
    static Query const query = portable_query(
        "remove copies of prices",
        "DELETE FROM price_history WHERE ticker = {text to} AND EXISTS (SELECT 1 FROM price_history AS o WHERE "
        "o.ticker = {text from} AND o.date = price_history.date AND o.source = price_history.source AND o.close_price "
        "= price_history.close_price AND COALESCE(o.currency, '') = COALESCE(price_history.currency, ''))");
    return execute(m_database, query, {{"from", from}, {"to", to}});
}

std::vector<PriceConflict> InstrumentStore::price_conflicts(std::string const& from, std::string const& to) const
{
    static Query const query = portable_query(
        "find different prices",
        "SELECT h.date, h.source, h.close_price, h.currency, o.close_price, o.currency FROM price_history AS h JOIN "
        "price_history AS o ON o.ticker = {text to} AND o.date = h.date AND o.source = h.source WHERE h.ticker = {text "
        "from} AND (h.close_price <> o.close_price OR COALESCE(h.currency, '') <> COALESCE(o.currency, '')) "
        "ORDER BY h.date, h.source");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::vector<PriceConflict> conflicts;
    auto const rows = m_database.session().driver().read(query, {{"from", from}, {"to", to}});
    while (rows->next()) {
        auto& conflict = conflicts.emplace_back();
        conflict.of_from.ticker = from;
        conflict.of_to.ticker = to;
        conflict.of_from.date = conflict.of_to.date = rows->date();
        conflict.of_from.source = conflict.of_to.source = rows->text();
        conflict.of_from.close = rows->decimal();
        conflict.of_from.currency = optional_currency(*rows);
        conflict.of_to.close = rows->decimal();
        conflict.of_to.currency = optional_currency(*rows);
    }
    return conflicts;
}

} // namespace pf::db
