#include "pf/jobs/portfolio.hpp"

#include "pf/db/position_store.hpp"
#include "pf/db/price_store.hpp"
#include "pf/db/transaction_store.hpp"
#include "pf/jobs/booking.hpp"
#include "pf/jobs/open.hpp"
#include "pf/jobs/portfolio_cache.hpp"

#include <algorithm>
#include <tuple>

namespace pf::jobs {

namespace {

std::vector<std::int64_t> ids_of(std::vector<model::Account> const& accounts)
{
    std::vector<std::int64_t> ids;
    std::ranges::transform(accounts, std::back_inserter(ids), &model::Account::id);
    return ids;
}

class Selection {
public:
    explicit Selection(PortfolioRequest const& request) : m_request(request) {}

    [[nodiscard]] bool has(std::string const& ticker) const
    {
        return m_request.tickers.empty() || std::ranges::find(m_request.tickers, ticker) != m_request.tickers.end();
    }

    [[nodiscard]] bool has(model::Disposal const& disposal) const
    {
        auto const day = base::day_of(disposal.date);
        return has(disposal.ticker) && (!m_request.disposals_first || *m_request.disposals_first <= day) &&
               (!m_request.disposals_last || day <= *m_request.disposals_last);
    }

private:
    PortfolioRequest const& m_request;
};

/// Keeps what the request asks for.
class KeepingSink : public lots::Sink {
public:
    KeepingSink(PortfolioRequest const& request, Portfolio& portfolio)
        : m_request(request), m_selection(request), m_portfolio(portfolio)
    {
    }

    void closed_lot(model::Lot const& /*lot*/) override {}
    void dust(model::Transaction const& /*sale*/, Decimal /*excess*/) override {}
    void oversell(lots::Oversell const& oversell) override { m_portfolio.oversells.push_back(oversell); }

    void open_lot(model::Lot const& lot) override
    {
        if (m_request.with_lots && m_selection.has(lot.ticker)) {
            m_portfolio.open_lots.push_back(lot);
        }
    }

    void disposal(model::Disposal const& disposal) override
    {
        if (m_request.with_disposals && m_selection.has(disposal)) {
            m_portfolio.disposals.push_back(disposal);
        }
    }

    void position(model::Position const& position) override
    {
        if (m_selection.has(position.ticker)) {
            m_portfolio.positions.push_back(position);
        }
    }

private:
    PortfolioRequest const& m_request;
    Selection m_selection;
    Portfolio& m_portfolio;
};

void read_stored(db::Database& database, PortfolioRequest const& request, Portfolio& portfolio)
{
    db::PositionStore const store{database};
    Selection const selection{request};
    auto const ids = ids_of(portfolio.accounts);
    portfolio.positions = store.list(ids);
    std::erase_if(portfolio.positions, [&](auto const& position) { return !selection.has(position.ticker); });
    if (request.with_lots) {
        portfolio.open_lots = store.open_lots(ids);
        std::erase_if(portfolio.open_lots, [&](auto const& lot) { return !selection.has(lot.ticker); });
    }
    if (request.with_disposals) {
        auto const first = request.disposals_first.value_or(base::earliest_day);
        auto const last = request.disposals_last.value_or(base::latest_day);
        store.visit_disposals(ids, first, last, [&](model::Disposal const& disposal) {
            if (selection.has(disposal)) {
                portfolio.disposals.push_back(disposal);
            }
        });
    }
}

/// Rows of accounts that transfers connect with the chosen ones are booked too, and their results left out.
void book_anew(db::Database& database, PortfolioRequest const& request, Portfolio& portfolio)
{
    auto const all_accounts = chosen_accounts(database, {});
    auto const as_of = request.as_of.value_or(base::latest_day);
    valuation::FxTable const rates{db::PriceStore{database}.rates(as_of)};
    KeepingSink sink{request, portfolio};
    Booking booking{all_accounts, rates, sink, {request.method, {request.fees, lots::default_dust()}}};
    db::TransactionStore{database}.visit_accounts(
        ids_of(all_accounts), base::end_of(as_of),
        [&](model::Transaction const& transaction) { booking.add(transaction); });
    booking.finish();

    auto const chosen = ids_of(portfolio.accounts);
    auto const is_other = [&](std::int64_t id) { return std::ranges::find(chosen, id) == chosen.end(); };
    std::erase_if(portfolio.positions, [&](auto const& position) { return is_other(position.account_id); });
    std::erase_if(portfolio.open_lots, [&](auto const& lot) { return is_other(lot.key.account_id); });
    std::erase_if(portfolio.disposals, [&](auto const& disposal) { return is_other(disposal.lot.account_id); });
}

void sort(Portfolio& portfolio)
{
    std::ranges::sort(portfolio.positions, {},
                      [](auto const& position) { return std::tie(position.account_id, position.ticker); });
    std::ranges::sort(portfolio.open_lots, {}, [](auto const& lot) {
        return std::tie(lot.key.account_id, lot.ticker, lot.purchase_date, lot.key);
    });
    std::ranges::sort(portfolio.disposals, {}, [](auto const& disposal) {
        return std::tie(disposal.date, disposal.ticker, disposal.closing_transaction_id, disposal.lot);
    });
}

bool is_stored(PortfolioRequest const& request)
{
    return !request.as_of && !request.method && request.fees == lots::Fees::in_basis;
}

} // namespace

Portfolio load_portfolio(db::Database& database, PortfolioRequest const& request, cache::Redis& redis)
{
    if (is_stored(request) || !redis.is_there()) {
        return load_portfolio(database, request);
    }
    db::Atomic const snapshot{database, db::Atomic::Mode::read}; // the key and the answer are of the same data
    PortfolioCache cache{redis, database, request};
    if (auto found = cache.find()) {
        found->accounts = chosen_accounts(database, request.account);
        return std::move(*found);
    }
    auto portfolio = load_portfolio(database, request);
    cache.keep(portfolio);
    return portfolio;
}

Portfolio load_portfolio(db::Database& database, PortfolioRequest const& request)
{
    Portfolio portfolio;
    portfolio.accounts = chosen_accounts(database, request.account);
    if (is_stored(request)) {
        read_stored(database, request, portfolio);
    } else {
        book_anew(database, request, portfolio);
    }
    sort(portfolio);
    return portfolio;
}

} // namespace pf::jobs
