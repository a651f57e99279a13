#include "pf/db/price_store.hpp"

#include "pf/db/instrument_store.hpp"
#include "pf/db/query.hpp"
#include "pf/db/session.hpp"
#include "pf/db/transaction_rows.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace pf::db {

namespace {

constexpr std::string_view price_columns =
    "SELECT h.ticker, h.date, h.source, h.open_price, h.high_price, h.low_price, "
    "h.close_price, h.volume, h.currency FROM ";

Table const& prices_table()
{
    static Table const table{
        "price_history",
        {"ticker", "date", "source", "open_price", "high_price", "low_price", "close_price", "volume", "currency"},
        {"source", "ticker", "date"}};
    return table;
}

Table const& rates_table()
{
    static Table const table{"fx_rates", {"base", "quote", "date", "rate"}, {"base", "quote", "date"}};
    return table;
}

auto key_of(model::Price const& price)
{
    return std::tuple{price.ticker, price.date, price.source};
}

auto key_of(model::FxRate const& rate)
{
    return std::tuple{rate.base, rate.quote, rate.date};
}

model::Price read_price(RowReader& row)
{
    model::Price price;
    price.ticker = row.text();
    price.date = row.date();
    price.source = row.text();
    price.open = row.optional_decimal();
    price.high = row.optional_decimal();
    price.low = row.optional_decimal();
    price.close = row.decimal();
    price.volume = row.optional_decimal();
    price.currency = optional_currency(row);
    return price;
}

model::FxRate read_rate(RowReader& row)
{
    model::FxRate rate;
    rate.base = Currency{row.text()};
    rate.quote = Currency{row.text()};
    rate.date = row.date();
    rate.rate = row.decimal();
    return rate;
}

void write(RowWriter& row, model::Price const& price)
{
    row.text(price.ticker);
    row.date(price.date);
    row.text(price.source);
    row.optional_decimal(price.open);
    row.optional_decimal(price.high);
    row.optional_decimal(price.low);
    row.decimal(price.close);
    row.optional_decimal(price.volume);
    row.optional_text(price.currency.code());
    row.end_row();
}

void write(RowWriter& row, model::FxRate const& rate)
{
    row.text(rate.base.code());
    row.text(rate.quote.code());
    row.date(rate.date);
    row.decimal(rate.rate);
    row.end_row();
}

template <typename Value>
std::pair<Date, Date> dates_of(std::vector<Value> const& values)
{
    auto const [first, last] =
        std::ranges::minmax_element(values, [](auto const& left, auto const& right) { return left.date < right.date; });
    return {first->date, last->date};
}

std::vector<model::Price> existing(Database& database, std::vector<model::Price> const& prices)
{
    static Query const query = portable_query(
        "fetch known prices", std::string{price_columns} + "price_history AS h WHERE h.ticker IN {texts tickers} "
                                                           "AND h.date BETWEEN {date first} AND {date last}");
    std::set<std::string> tickers;
    for (auto const& price : prices) {
        tickers.insert(price.ticker);
    }
    auto const [first, last] = dates_of(prices);
    std::vector<model::Price> known;
    auto const rows = database.session().driver().read(
        query, {parameter("tickers", tickers), parameter("first", first), parameter("last", last)});
    while (rows->next()) {
        known.push_back(read_price(*rows));
    }
    return known;
}

std::vector<model::FxRate> existing(Database& database, std::vector<model::FxRate> const& rates)
{
    static Query const query =
        portable_query("fetch known rates", "SELECT base, quote, date, rate FROM fx_rates WHERE base IN {texts bases} "
                                            "AND date BETWEEN {date first} AND {date last}");
    std::set<std::string> bases;
    for (auto const& rate : rates) {
        bases.insert(std::string{rate.base.code()});
    }
    auto const [first, last] = dates_of(rates);
    std::vector<model::FxRate> known;
    auto const rows = database.session().driver().read(
        query, {parameter("bases", bases), parameter("first", first), parameter("last", last)});
    while (rows->next()) {
        known.push_back(read_rate(*rows));
    }
    return known;
}

/// Compare with what is stored, as if the values came one after the other; only the last of each key is written.
/// \param when_other  what becomes of a value where there is another: updated or left_out
template <typename Value>
std::vector<Stored> merge(Database& database, Table const& table, std::vector<Value> const& values, Stored when_other)
{
    if (values.empty()) {
        return {};
    }
    auto const timer = Database::Session::Timer{database.session(), table.name};
    struct State {
        Value value;
        bool changed = false;
    };
    std::map<decltype(key_of(values.front())), State> states;
    for (auto& known : existing(database, values)) {
        auto key = key_of(known);
        states.emplace(std::move(key), State{std::move(known), false});
    }
    std::vector<Stored> outcomes;
    outcomes.reserve(values.size());
    for (auto const& value : values) {
        auto const [at, is_new] = states.try_emplace(key_of(value), State{value, true});
        if (is_new) {
            outcomes.push_back(Stored::inserted);
        } else if (at->second.value == value) {
            outcomes.push_back(Stored::unchanged);
        } else {
            if (when_other == Stored::updated) {
                at->second = State{value, true};
            }
            outcomes.push_back(when_other);
        }
    }
    auto const rows = database.session().driver().write_later(table, Conflict::replace);
    for (auto const& [key, state] : states) {
        if (state.changed) {
            write(*rows, state.value);
        }
    }
    rows->finish();
    return outcomes;
}

} // namespace

std::vector<Stored> PriceStore::upsert(std::vector<model::Price> const& prices)
{
    return merge(m_database, prices_table(), prices, Stored::updated);
}

std::vector<Stored> PriceStore::upsert(std::vector<model::FxRate> const& rates)
{
    return merge(m_database, rates_table(), rates, Stored::updated);
}

std::vector<Stored> PriceStore::add_missing(std::vector<model::Price> const& prices)
{
    return merge(m_database, prices_table(), prices, Stored::left_out);
}

std::vector<model::Price> PriceStore::latest(std::set<std::string> const& tickers, Date day) const
{
    // One look into the index per ticker for the day, then the rows of that day; of several sources the first by name.
    static Query const query = portable_query(
        "find the latest prices", std::string{price_columns} +
                                      "{texts tickers} AS k JOIN price_history AS h ON h.ticker = k.value "
                                      "AND h.date = (SELECT MAX(x.date) FROM price_history AS x "
                                      "WHERE x.ticker = k.value AND x.date <= {date day}) ORDER BY h.ticker, h.source");
    return last_closes(query, tickers, day);
}

std::vector<model::Price> PriceStore::previous(std::set<std::string> const& tickers, Date day) const
{
    static Query const query =
        portable_query("find the previous prices",
                       std::string{price_columns} +
                           "{texts tickers} AS k JOIN price_history AS h ON h.ticker = k.value "
                           "AND h.date = (SELECT MAX(y.date) FROM price_history AS y WHERE y.ticker = k.value "
                           "AND y.date < (SELECT MAX(x.date) FROM price_history AS x "
                           "WHERE x.ticker = k.value AND x.date <= {date day})) ORDER BY h.ticker, h.source");
    return last_closes(query, tickers, day);
}

std::vector<model::Price> PriceStore::last_closes(Query const& query, std::set<std::string> const& tickers,
                                                  Date day) const
{
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    auto const multipliers = InstrumentStore{m_database}.multipliers();
    std::vector<model::Price> prices;
    auto const rows = m_database.session().driver().read(query, {parameter("tickers", tickers), parameter("day", day)});
    while (rows->next()) {
        auto price = read_price(*rows);
        if (prices.empty() || prices.back().ticker != price.ticker) {
            price.close = of_unit(price.close, price.ticker, multipliers);
            prices.push_back(std::move(price));
        }
    }
    return prices;
}

std::map<std::string, std::vector<model::Close>> PriceStore::closes(std::set<std::string> const& tickers, Date first,
                                                                    Date last) const
{
    auto const multipliers = InstrumentStore{m_database}.multipliers();
    auto all = quoted_closes(tickers, first, last);
    for (auto& [ticker, closes] : all) {
        for (auto& close : closes) {
            close.price = of_unit(close.price, ticker, multipliers);
        }
    }
    return all;
}

std::map<std::string, std::vector<model::Close>> PriceStore::quoted_closes(std::set<std::string> const& tickers,
                                                                           Date first, Date last) const
{
    // A look into the index per ticker for where it begins; a range that depended on that would be a scan of all
    // prices.
    static Query const query = portable_query(
        "list the closes",
        "SELECT h.ticker, h.date, h.close_price, h.currency, h.source FROM {texts tickers} AS k "
        "JOIN price_history AS h ON h.ticker = k.value AND h.date = (SELECT MAX(x.date) FROM price_history AS x "
        "WHERE x.ticker = k.value AND x.date <= {date first}) UNION ALL "
        "SELECT h.ticker, h.date, h.close_price, h.currency, h.source FROM {texts tickers} AS k "
        "JOIN price_history AS h ON h.ticker = k.value AND h.date > {date first} AND h.date <= {date last} "
        "ORDER BY ticker, date, source");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::map<std::string, std::vector<model::Close>> closes;
    auto const rows = m_database.session().driver().read(
        query, {parameter("tickers", tickers), parameter("first", first), parameter("last", last)});
    auto series = closes.end();
    while (rows->next()) {
        auto const ticker = rows->text();
        if (series == closes.end() || series->first != ticker) {
            series = closes.try_emplace(std::string{ticker}).first;
        }
        auto const date = rows->date();
        model::Close const close{date, rows->decimal(), optional_currency(*rows)};
        if (series->second.empty() || series->second.back().date != date) {
            series->second.push_back(close);
        }
    }
    return closes;
}

namespace {

/// What both a look and a removal ask of a row of `price_history`, or of `fx_rates`.
std::string const prices_of_range =
    "WHERE h.date BETWEEN {date first} AND {date last} AND ({integer all} = 1 OR h.ticker IN {texts names}) "
    "AND ({text source} = '' OR h.source = {text source})";
std::string const rates_of_range = "WHERE h.date BETWEEN {date first} AND {date last} "
                                   "AND ({integer all} = 1 OR h.base || '/' || h.quote IN {texts names})";

std::vector<Parameter> parameters_of(ValueRange const& range)
{
    return {parameter("first", range.first),
            parameter("last", range.last),
            parameter("names", range.names),
            parameter("all", std::int64_t{range.names.empty() ? 1 : 0}),
            {"source", range.source}};
}

/// Rates come from no source that is stored.
std::vector<Parameter> rate_parameters_of(ValueRange const& range)
{
    auto parameters = parameters_of(range);
    parameters.pop_back();
    return parameters;
}

} // namespace

void PriceStore::visit_prices(ValueRange const& range, std::function<void(model::Price const&)> const& visitor) const
{
    static Query const query =
        portable_query("list stored prices", std::string{price_columns} + "price_history AS h " + prices_of_range +
                                                 " ORDER BY h.ticker, h.date, h.source");
    auto const rows = m_database.session().driver().read(query, parameters_of(range));
    while (rows->next()) {
        visitor(read_price(*rows));
    }
}

void PriceStore::visit_rates(ValueRange const& range, std::function<void(model::FxRate const&)> const& visitor) const
{
    static Query const query =
        portable_query("list stored rates", "SELECT h.base, h.quote, h.date, h.rate FROM fx_rates AS h " +
                                                rates_of_range + " ORDER BY h.base, h.quote, h.date");
    auto const rows = m_database.session().driver().read(query, rate_parameters_of(range));
    while (rows->next()) {
        visitor(read_rate(*rows));
    }
}

void PriceStore::remove_prices(ValueRange const& range)
{
    static Query const query =
        portable_query("remove stored prices", "DELETE FROM price_history AS h " + prices_of_range);
    m_database.session().driver().execute(query, parameters_of(range));
}

void PriceStore::remove_rates(ValueRange const& range)
{
    static Query const query = portable_query("remove stored rates", "DELETE FROM fx_rates AS h " + rates_of_range);
    m_database.session().driver().execute(query, rate_parameters_of(range));
}

std::vector<model::FxRate> PriceStore::rates(Date day) const
{
    static Query const query = portable_query("list the rates", "SELECT base, quote, date, rate FROM fx_rates "
                                                                "WHERE date <= {date day} ORDER BY base, quote, date");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::vector<model::FxRate> rates;
    auto const rows = m_database.session().driver().read(query, {parameter("day", day)});
    while (rows->next()) {
        rates.push_back(read_rate(*rows));
    }
    return rates;
}

} // namespace pf::db
