#include "pf/jobs/books/portfolio.hpp"

#include "pf/base/error.hpp"
#include "pf/db/position_store.hpp"
#include "pf/db/price_store.hpp"
#include "pf/db/transaction_store.hpp"
#include "pf/jobs/books/booking.hpp"
#include "pf/jobs/books/cash.hpp"
#include "pf/jobs/books/connected.hpp"
#include "pf/jobs/books/days.hpp"
#include "pf/jobs/books/portfolio_cache.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/valuation/amounts.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <span>
#include <tuple>

namespace pf::jobs {

namespace {

class Selection {
public:
    Selection(PortfolioRequest const& request, std::vector<model::Account> const& accounts)
        : m_request(request), m_days(accounts)
    {
    }

    [[nodiscard]] bool has(std::string const& ticker) const
    {
        return m_request.tickers.empty() || std::ranges::find(m_request.tickers, ticker) != m_request.tickers.end();
    }

    [[nodiscard]] bool has(model::Disposal const& disposal) const
    {
        auto const day = m_days.day_of(disposal.lot.account_id, disposal.date);
        return has(disposal.ticker) && (!m_request.disposals_first || *m_request.disposals_first <= day) &&
               (!m_request.disposals_last || day <= *m_request.disposals_last);
    }

private:
    PortfolioRequest const& m_request;
    Days m_days;
};

/// Keeps what the request asks for.
class KeepingSink : public lots::Sink {
public:
    KeepingSink(PortfolioRequest const& request, Portfolio& portfolio)
        : m_request(request), m_selection(request, portfolio.accounts), m_portfolio(portfolio)
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

void visit_stored_lots(db::PositionStore const& store, PortfolioRequest const& request,
                       std::vector<model::Account> const& accounts,
                       std::function<void(model::Lot const&)> const& visitor)
{
    Selection const selection{request, accounts};
    store.visit_open_lots(ids_of(accounts), [&](model::Lot const& lot) {
        if (selection.has(lot.ticker)) {
            visitor(lot);
        }
    });
}

void visit_stored_disposals(db::PositionStore const& store, PortfolioRequest const& request,
                            std::vector<model::Account> const& accounts,
                            std::function<void(model::Disposal const&)> const& visitor)
{
    Selection const selection{request, accounts};
    // Wherever their accounts' days begin; the selection knows.
    constexpr std::chrono::days a_day{1};
    auto const first = request.disposals_first ? *request.disposals_first - a_day : base::earliest_day;
    auto const last = request.disposals_last ? *request.disposals_last + a_day : base::latest_day;
    store.visit_disposals(ids_of(accounts), first, last, [&](model::Disposal const& disposal) {
        if (selection.has(disposal)) {
            visitor(disposal);
        }
    });
}

void read_stored(db::Database& database, PortfolioRequest const& request, Portfolio& portfolio)
{
    db::PositionStore const store{database};
    Selection const selection{request, portfolio.accounts};
    auto const ids = ids_of(portfolio.accounts);
    portfolio.positions = store.list(ids);
    if (request.tickers.empty()) {
        portfolio.cash = stored_cash(database, portfolio.accounts);
    }
    std::erase_if(portfolio.positions, [&](auto const& position) { return !selection.has(position.ticker); });
    if (request.with_lots) {
        visit_stored_lots(store, request, portfolio.accounts,
                          [&](model::Lot const& lot) { portfolio.open_lots.push_back(lot); });
    }
    if (request.with_disposals) {
        visit_stored_disposals(store, request, portfolio.accounts,
                               [&](model::Disposal const& disposal) { portfolio.disposals.push_back(disposal); });
    }
}

/// What a book that pools all accounts has found becomes that of one account.
void pool(Portfolio& portfolio)
{
    for (auto& lot : portfolio.open_lots) {
        lot.key.account_id = lots::pool_id;
    }
    for (auto& disposal : portfolio.disposals) {
        disposal.lot.account_id = lots::pool_id;
    }
    std::map<Currency, model::CashBalance> cash;
    for (auto const& balance : portfolio.cash) {
        auto& sum =
            cash.try_emplace(balance.currency, model::CashBalance{lots::pool_id, balance.currency, Decimal{}, {}})
                .first->second;
        valuation::add_to(sum.balance, balance.balance);
        sum.last_day = std::max(sum.last_day, balance.last_day);
    }
    portfolio.cash.clear();
    std::ranges::transform(cash, std::back_inserter(portfolio.cash), [](auto const& entry) { return entry.second; });
}

void leave_out_others(Portfolio& portfolio)
{
    auto const chosen = ids_of(portfolio.accounts);
    auto const is_other = [&](std::int64_t id) { return std::ranges::find(chosen, id) == chosen.end(); };
    std::erase_if(portfolio.positions, [&](auto const& position) { return is_other(position.account_id); });
    std::erase_if(portfolio.open_lots, [&](auto const& lot) { return is_other(lot.key.account_id); });
    std::erase_if(portfolio.disposals, [&](auto const& disposal) { return is_other(disposal.lot.account_id); });
}

/// Rows of accounts that transfers connect with the chosen ones are booked too, and their results left out.
void book_anew(db::Database& database, PortfolioRequest const& request, Portfolio& portfolio)
{
    auto const all_accounts = chosen_accounts(database, {});
    auto const as_of = request.as_of.value_or(base::latest_day);
    Days const days{all_accounts};
    auto const until = days.end_of(as_of);
    valuation::FxTable const rates{db::PriceStore{database}.rates(as_of)};
    KeepingSink sink{request, portfolio};
    db::TransactionStore const transactions{database};
    auto const families = transactions.families();
    lots::Options const options{request.fees, lots::default_dust(), request.pools_accounts};
    Booking booking{all_accounts, rates, families, sink, {request.method, options}};
    auto const with_cash = request.pools_accounts ? all_accounts : portfolio.accounts;
    auto const booked = accounts_to_book(database, ids_of(with_cash), all_accounts);
    CashBooks cash{with_cash, days};
    transactions.visit_accounts(booked, until, families, [&](std::span<model::Transaction> moment) {
        booking.put_in_order(moment);
        for (auto const& transaction : moment) {
            if (days.day_of(transaction) <= as_of) {
                booking.add(transaction);
                cash.add(transaction);
            }
        }
    });
    booking.finish();
    if (request.tickers.empty()) {
        transactions.visit_cash(ids_of(with_cash), until, [&](model::Transaction const& transaction) {
            if (days.day_of(transaction) <= as_of) {
                cash.add(transaction);
            }
        });
        portfolio.cash = cash.balances();
    }
    request.pools_accounts ? pool(portfolio) : leave_out_others(portfolio);
}

[[noreturn]] void refuse_to_pool(std::string what, std::string hint)
{
    throw Error{ExitCode::usage, std::move(what), "--scope all", std::move(hint)};
}

/// All accounts as one.
/// \param accounts  at least one
model::Account pool_of(std::vector<model::Account> const& accounts, PortfolioRequest const& request)
{
    auto const differ = [&](auto what) {
        return std::ranges::any_of(accounts, [&](auto const& other) { return other.*what != accounts.front().*what; });
    };
    if (differ(&model::Account::base_currency)) {
        refuse_to_pool("the accounts count in different base currencies", "'pf-ledger accounts' shows them");
    }
    if (differ(&model::Account::time_zone)) {
        refuse_to_pool("the days of the accounts begin in different zones", "'pf-ledger accounts' shows them");
    }
    if (!request.method && differ(&model::Account::booking_method)) {
        refuse_to_pool("the accounts book by different methods", "give the one for all of them, with --method");
    }
    auto all = accounts.front();
    all.id = lots::pool_id;
    all.name = "all";
    return all;
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

} // namespace

bool is_stored(PortfolioRequest const& request)
{
    return !request.as_of && !request.method && !request.pools_accounts && request.fees == lots::Fees::in_basis;
}

std::vector<model::Account> accounts_of(db::Database& database, PortfolioRequest const& request)
{
    auto accounts = chosen_accounts(database, request.account);
    if (request.pools_accounts && !accounts.empty()) {
        return {pool_of(accounts, request)};
    }
    return accounts;
}

PortfolioRequest until_today(db::Database& database, PortfolioRequest request)
{
    if (request.as_of) {
        return request;
    }
    auto const accounts = chosen_accounts(database, request.account);
    auto const today = Days{accounts}.today();
    std::map<Timestamp, std::vector<std::int64_t>> by_end;
    for (auto const& account : accounts) {
        by_end[account.time_zone.end_of(today)].push_back(account.id);
    }
    db::TransactionStore const store{database};
    for (auto const& [end, ids] : by_end) {
        request.beyond += store.count_after(ids, end);
    }
    if (request.beyond > 0) {
        request.as_of = today;
    }
    return request;
}

void visit_open_lots(db::Database& database, PortfolioRequest const& request, Portfolio const& portfolio,
                     std::function<void(model::Lot const&)> const& visitor)
{
    if (is_stored(request)) {
        visit_stored_lots(db::PositionStore{database}, request, portfolio.accounts, visitor);
    } else {
        std::ranges::for_each(portfolio.open_lots, visitor);
    }
}

void visit_disposals(db::Database& database, PortfolioRequest const& request, Portfolio const& portfolio,
                     std::function<void(model::Disposal const&)> const& visitor)
{
    if (is_stored(request)) {
        visit_stored_disposals(db::PositionStore{database}, request, portfolio.accounts, visitor);
    } else {
        std::ranges::for_each(portfolio.disposals, visitor);
    }
}

Portfolio load_portfolio(db::Database& database, PortfolioRequest const& request, cache::Redis& redis)
{
    if (is_stored(request) || !redis.is_there()) {
        return load_portfolio(database, request);
    }
    db::Atomic const snapshot{database, db::Atomic::Mode::read}; // the key and the answer are of the same data
    PortfolioCache cache{redis, database, request};
    if (auto found = cache.find()) {
        found->accounts = accounts_of(database, request);
        return std::move(*found);
    }
    auto portfolio = load_portfolio(database, request);
    cache.keep(portfolio);
    return portfolio;
}

Portfolio load_portfolio(db::Database& database, PortfolioRequest const& request)
{
    Portfolio portfolio;
    portfolio.accounts = accounts_of(database, request);
    if (is_stored(request)) {
        read_stored(database, request, portfolio);
    } else {
        book_anew(database, request, portfolio);
    }
    sort(portfolio);
    return portfolio;
}

} // namespace pf::jobs
