#pragma once

#include "pf/cache/redis.hpp"
#include "pf/db/database.hpp"
#include "pf/lots/book.hpp"
#include "pf/model/account.hpp"
#include "pf/model/lot.hpp"
#include "pf/model/position.hpp"

#include <optional>
#include <string>
#include <vector>

namespace pf::jobs {

/// Which part of the portfolio, seen from when, booked how.
struct PortfolioRequest {
    std::string account;                        ///< empty: all accounts
    std::vector<std::string> tickers;           ///< empty: all
    std::optional<Date> as_of;                  ///< only transactions, prices and rates up to the end of this day (UTC)
    std::optional<model::BookingMethod> method; ///< instead of the accounts' own
    lots::Fees fees = lots::Fees::in_basis;
    std::optional<Date> disposals_first; ///< disposals of these days only
    std::optional<Date> disposals_last;
    bool with_lots = false;
    bool with_disposals = false;
};

/// What the accounts hold and have sold.
struct Portfolio {
    std::vector<model::Account> accounts;
    std::vector<model::Position> positions; ///< also closed ones; by account and ticker
    std::vector<model::Lot> open_lots;      ///< by account, ticker, purchase date
    std::vector<model::Disposal> disposals; ///< by date
    std::vector<lots::Oversell> oversells;  ///< only when another method or date makes sales exceed what is held
};

/// Read what is stored where that answers the request, else book the transactions anew.
[[nodiscard]] Portfolio load_portfolio(db::Database& database, PortfolioRequest const& request);

/// The same; what was booked anew is kept in Redis for whoever asks again before the data change. The key names the
/// request and everything that has ever been imported and undone, so that an answer is never older than the data, also
/// where several databases share a server or a backup was restored.
[[nodiscard]] Portfolio load_portfolio(db::Database& database, PortfolioRequest const& request, cache::Redis& redis);

} // namespace pf::jobs
