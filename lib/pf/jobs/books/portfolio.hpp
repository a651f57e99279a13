#pragma once

#include "pf/cache/redis.hpp"
#include "pf/db/database.hpp"
#include "pf/lots/book.hpp"
#include "pf/model/account.hpp"
#include "pf/model/cash_balance.hpp"
#include "pf/model/lot.hpp"
#include "pf/model/position.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace pf::jobs {

/// Which part of the portfolio, seen from when, booked how.
struct PortfolioRequest {
    std::string account;              ///< empty: all accounts
    std::vector<std::string> tickers; ///< empty: all
    std::optional<Date> as_of; ///< transactions, prices and rates up to the end of this day (UTC) only; nothing: all
    std::optional<model::BookingMethod> method; ///< instead of the accounts' own
    lots::Fees fees = lots::Fees::in_basis;
    bool pools_accounts = false;         ///< all accounts are one, `all`: a sale takes lots wherever they are
    std::optional<Date> disposals_first; ///< disposals of these days only
    std::optional<Date> disposals_last;
    bool with_lots = false;
    bool with_disposals = false;
    std::int64_t beyond = 0; ///< see `until_today`
};

/// What the accounts hold and have sold.
struct Portfolio {
    std::vector<model::Account> accounts;
    std::vector<model::Position> positions; ///< also closed ones; by account and ticker
    std::vector<model::Lot> open_lots;      ///< by account, ticker, purchase date
    std::vector<model::Disposal> disposals; ///< by date
    std::vector<model::CashBalance> cash;   ///< by account and currency; none when only some tickers are asked for
    std::vector<lots::Oversell> oversells;  ///< only when another method or date makes sales exceed what is held
};

/// The accounts that a request is about: all, the one it names, or the pool of all.
/// \throws pf::Error  bad_data, when there is no such account; usage, when accounts cannot be pooled: they count in
///                    different currencies or zones, or book by different methods and the request says none
[[nodiscard]] std::vector<model::Account> accounts_of(db::Database& database, PortfolioRequest const& request);

/// What is dated after today has not happened: where there is any and no day is asked for, today is, and `beyond` says
/// how many transactions that leaves out.
[[nodiscard]] PortfolioRequest until_today(db::Database& database, PortfolioRequest request);

/// Does what is stored answer the request? Else the transactions are booked anew.
[[nodiscard]] bool is_stored(PortfolioRequest const& request);

/// The open lots and disposals that a request asks for, one by one, in the order of `Portfolio`. What is stored is read
/// from the database, which the visitor must not use; what was booked anew is in the portfolio.
void visit_open_lots(db::Database& database, PortfolioRequest const& request, Portfolio const& portfolio,
                     std::function<void(model::Lot const&)> const& visitor);
void visit_disposals(db::Database& database, PortfolioRequest const& request, Portfolio const& portfolio,
                     std::function<void(model::Disposal const&)> const& visitor);

/// Read what is stored where that answers the request, else book the transactions anew.
[[nodiscard]] Portfolio load_portfolio(db::Database& database, PortfolioRequest const& request);

/// The same; what was booked anew is kept in Redis for whoever asks again before the data change. The key names the
/// request and everything that has ever been imported and undone, so that an answer is never older than the data, also
/// where several databases share a server or a backup was restored.
[[nodiscard]] Portfolio load_portfolio(db::Database& database, PortfolioRequest const& request, cache::Redis& redis);

} // namespace pf::jobs
