#pragma once

#include "pf/cache/redis.hpp"
#include "pf/db/database.hpp"
#include "pf/db/instrument_store.hpp"
#include "pf/model/account.hpp"
#include "pf/model/cash_balance.hpp"
#include "pf/model/position.hpp"
#include "pf/model/price.hpp"
#include "pf/valuation/fx.hpp"
#include "pf/valuation/value.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace pf::jobs {

/// What is needed to tell what positions are worth on a day.
class Market {
public:
    /// \param live  where quotes are, or null: closes only
    Market(db::Database& database, std::vector<model::Position> const& positions, std::optional<Date> as_of,
           cache::Redis* live);

    [[nodiscard]] valuation::Worth worth(model::Position const& position, Currency base) const;

    /// Which rate the price of a position lacks: `USD to EUR`; empty: none.
    [[nodiscard]] std::string lacking_rate(model::Position const& position, Currency base) const;

    /// The day that values are of.
    [[nodiscard]] Date day() const { return m_day; }

    /// What people call it; empty: nobody said.
    [[nodiscard]] std::string name_of(std::string const& ticker) const;

    /// The close before the last price, and what the price has changed since.
    struct Change {
        Decimal previous_close; ///< in the currency of the price
        Decimal ratio;          ///< 0.01: it rose by a hundredth
    };

    /// Nothing where there is no earlier price in the same currency, or where units were split since.
    [[nodiscard]] std::optional<Change> change_of(std::string const& ticker) const;

    /// What the price of a position is in.
    [[nodiscard]] Currency currency_of_price(model::Position const& position) const;

    [[nodiscard]] std::optional<Decimal> in_base(model::CashBalance const& cash, Currency base) const;

    [[nodiscard]] std::optional<valuation::DatedRate> rate(Currency from, Currency to) const
    {
        return m_rates.dated_rate(from, to, m_day);
    }

private:
    void take_quotes(std::vector<model::Price> quotes, db::Multipliers const& multipliers);
    void forget_split(db::Database& database, std::set<std::string> const& tickers);

    Date m_day;
    std::map<std::string, model::Price> m_prices;
    std::map<std::string, model::Price> m_previous; ///< of each the close before
    std::map<std::string, std::string> m_names;
    valuation::FxTable m_rates;
};

/// Accounts by id.
class AccountsById {
public:
    explicit AccountsById(std::vector<model::Account> const& accounts);
    [[nodiscard]] model::Account const& of(std::int64_t id) const { return *m_by_id.at(id); }

private:
    std::map<std::int64_t, model::Account const*> m_by_id;
};

} // namespace pf::jobs
