#include "pf/db/split_store.hpp"

#include "pf/db/query.hpp"
#include "pf/db/session.hpp"

namespace pf::db {

std::map<std::string, std::set<Date>> SplitStore::days(std::set<std::string> const& tickers) const
{
    static Query const query =
        portable_query("list the splits", "SELECT t.ticker, t.transaction_date FROM transactions AS t WHERE "
                                          "t.ticker IN {texts tickers} AND t.transaction_type = 'SPLIT'");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::map<std::string, std::set<Date>> days;
    auto const rows = m_database.session().driver().read(query, {parameter("tickers", tickers)});
    while (rows->next()) {
        auto const ticker = std::string{rows->text()};
        days[ticker].insert(base::day_of(rows->timestamp()));
    }
    return days;
}

std::map<Date, std::pair<Decimal, Decimal>> SplitStore::ratios(std::string const& ticker) const
{
    static Query const query = portable_query(
        "list the ratios of splits",
        "SELECT t.transaction_date, t.split_numerator, t.split_denominator FROM transactions AS t WHERE "
        "t.ticker IN {texts tickers} AND t.transaction_type = 'SPLIT' ORDER BY t.transaction_date, t.account_id, t.id");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    std::map<Date, std::pair<Decimal, Decimal>> ratios;
    auto const rows = m_database.session().driver().read(query, {parameter("tickers", std::set<std::string>{ticker})});
    while (rows->next()) {
        auto const day = base::day_of(rows->timestamp());
        auto const numerator = Decimal{rows->integer()};
        ratios.try_emplace(day, numerator, Decimal{rows->integer()});
    }
    return ratios;
}

} // namespace pf::db
