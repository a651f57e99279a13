#include "pf/jobs/positions/positions_command.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/base/time.hpp"
#include "pf/cache/quotes.hpp"
#include "pf/cli/log.hpp"
#include "pf/db/position_store.hpp"
#include "pf/db/price_store.hpp"
#include "pf/jobs/books/findings.hpp"
#include "pf/jobs/books/verify.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/jobs/run/redis.hpp"
#include "pf/jobs/run/words.hpp"
#include "pf/lots/amounts.hpp"
#include "pf/report/compare.hpp"
#include "pf/report/lots.hpp"
#include "pf/report/positions.hpp"
#include "pf/report/realized.hpp"
#include "pf/report/verify.hpp"
#include "pf/valuation/staleness.hpp"
#include "pf/valuation/value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <tuple>

namespace pf::jobs {

namespace {

PortfolioRequest request_of(cli::Common const& common, PositionsWords const& words)
{
    PortfolioRequest request;
    request.account = common.account.value_or("");
    request.tickers = words.tickers;
    if (!words.as_of.empty()) {
        request.as_of = day_of_word(words.as_of, "--as-of");
    }
    request.method = model::parse_booking_method(words.method);
    request.fees = words.fees == "separate" ? lots::Fees::separate : lots::Fees::in_basis;
    request.pools_accounts = words.scope == "all";
    if (request.pools_accounts && !request.account.empty()) {
        throw Error(ExitCode::usage, "is of all accounts, not of one", "--scope all", "leave out --account");
    }
    if (words.year) {
        request.disposals_first = Date{std::chrono::year{*words.year} / 1 / 1};
        request.disposals_last = Date{std::chrono::year{*words.year} / 12 / 31};
    }
    return request;
}

/// What is needed to tell what positions are worth on a day.
class Market {
public:
    /// \param live  where quotes are, or null: closes only
    Market(db::Database& database, std::vector<model::Position> const& positions, std::optional<Date> as_of,
           cache::Redis* live)
        : m_day(as_of.value_or(base::today()))
    {
        std::set<std::string> tickers;
        for (auto const& position : positions) {
            if (!position.quantity.is_zero()) {
                tickers.insert(position.ticker);
            }
        }
        db::PriceStore const store{database};
        for (auto& price : store.latest(tickers, m_day)) {
            auto ticker = price.ticker;
            m_prices.emplace(std::move(ticker), std::move(price));
        }
        if (live != nullptr) {
            take_quotes(cache::quotes(*live, tickers, base::now()));
        }
        m_rates = valuation::FxTable{store.rates(m_day)};
    }

    [[nodiscard]] valuation::Worth worth(model::Position const& position, Currency base) const
    {
        auto const price = m_prices.find(position.ticker);
        return valuation::worth(position, price == m_prices.end() ? nullptr : &price->second, m_rates, base, m_day);
    }

    /// Which rate the price of a position lacks: `USD to EUR`; empty: none.
    [[nodiscard]] std::string lacking_rate(model::Position const& position, Currency base) const
    {
        auto const price = m_prices.find(position.ticker);
        if (price == m_prices.end() || position.quantity.is_zero()) {
            return {};
        }
        auto const from = price->second.currency.is_none() ? position.currency : price->second.currency;
        for (auto const to : {position.currency, base}) {
            if (!m_rates.rate(from, to, m_day)) {
                return fmt::format("{} to {}", from.code(), to.code());
            }
        }
        return {};
    }

    /// The day that values are of.
    [[nodiscard]] Date day() const { return m_day; }

    [[nodiscard]] std::optional<Decimal> in_base(model::CashBalance const& cash, Currency base) const
    {
        return lots::converted(cash.balance, m_rates.rate(cash.currency, base, m_day));
    }

private:
    /// A close counts as of the end of its day.
    void take_quotes(std::vector<model::Price> const& quotes)
    {
        for (auto const& quote : quotes) {
            auto const [close, is_only_price] = m_prices.try_emplace(quote.ticker, quote);
            if (!is_only_price && close->second.date < quote.date) {
                close->second = quote;
            }
        }
    }

    Date m_day;
    std::map<std::string, model::Price> m_prices;
    valuation::FxTable m_rates;
};

/// Names and currencies by id.
class Accounts {
public:
    explicit Accounts(std::vector<model::Account> const& accounts)
    {
        for (auto const& account : accounts) {
            m_by_id.emplace(account.id, &account);
        }
    }
    [[nodiscard]] model::Account const& of(std::int64_t id) const { return *m_by_id.at(id); }

private:
    std::map<std::int64_t, model::Account const*> m_by_id;
};

/// The accounts of a portfolio, and its positions by account and ticker.
class Instruments {
public:
    explicit Instruments(Portfolio const& portfolio) : m_accounts(portfolio.accounts)
    {
        for (auto const& position : portfolio.positions) {
            m_positions.emplace(std::pair{position.account_id, std::string_view{position.ticker}}, &position);
        }
    }
    [[nodiscard]] model::Account const& account(std::int64_t id) const { return m_accounts.of(id); }
    [[nodiscard]] model::Position const& position(std::int64_t account_id, std::string_view ticker) const
    {
        return *m_positions.at({account_id, ticker});
    }

private:
    Accounts m_accounts;
    std::map<std::pair<std::int64_t, std::string_view>, model::Position const*> m_positions;
};

/// What is owed counts against what is held.
model::Lot with_sign(model::Lot lot)
{
    if (lot.side == model::Side::owed) {
        lot.quantity = -lot.quantity;
        lot.remaining_quantity = -lot.remaining_quantity;
        for (auto* const cost :
             {&lot.total_cost, &lot.total_cost_base, &lot.remaining_cost, &lot.remaining_cost_base}) {
            *cost = lots::difference(Decimal{}, *cost);
        }
    }
    return lot;
}

report::LotRow lot_row(model::Lot const& stored, Instruments const& instruments, Market const& market)
{
    auto const lot = with_sign(stored);
    auto const& account = instruments.account(lot.key.account_id);
    auto held = instruments.position(account.id, lot.ticker);
    held.quantity = lot.remaining_quantity;
    held.total_cost = lot.remaining_cost;
    held.total_cost_base = lot.remaining_cost_base;
    auto const worth = market.worth(held, account.base_currency);
    return {
        account.name,       held.currency,      account.base_currency, lot, account.time_zone.day_of(lot.purchase_date),
        worth.market_value, worth.unrealized_pl};
}

report::RealizedRow realized_row(model::Disposal const& disposal, Instruments const& instruments)
{
    auto const& account = instruments.account(disposal.lot.account_id);
    auto const& position = instruments.position(account.id, disposal.ticker);
    auto shown = disposal;
    shown.quantity = disposal.side == model::Side::owed ? -disposal.quantity : disposal.quantity;
    return {account.name,
            position.currency,
            account.base_currency,
            shown,
            account.time_zone.day_of(disposal.date),
            account.time_zone.day_of(disposal.purchase_date)};
}

/// Stored rows are read more than once: of the same moment each time.
std::unique_ptr<db::Atomic> held_still(db::Database& database, PortfolioRequest const& request)
{
    return is_stored(request) ? std::make_unique<db::Atomic>(database, db::Atomic::Mode::read) : nullptr;
}

report::PositionRow position_row(model::Position const& position, model::Account const& account, Market const& market,
                                 valuation::Freshness freshness)
{
    auto const worth = market.worth(position, account.base_currency);
    report::PositionRow row;
    row.account = account.name;
    row.base_currency = account.base_currency;
    row.position = position;
    row.first_day = account.time_zone.day_of(position.first_transaction_date);
    row.last_day = account.time_zone.day_of(position.last_transaction_date);
    row.last_price = worth.last_price;
    row.price_date = worth.price_date;
    row.market_value = worth.market_value;
    row.unrealized_pl = worth.unrealized_pl;
    row.market_value_base = worth.market_value_base;
    row.unrealized_pl_base = worth.unrealized_pl_base;
    if (worth.price_date && !position.quantity.is_zero()) {
        row.is_old_price = valuation::Freshness{0}.is_stale(*worth.price_date, market.day());
        row.is_stale_price = freshness.is_stale(*worth.price_date, market.day());
    }
    row.lacking_rate = worth.is_rate_unknown ? market.lacking_rate(position, account.base_currency) : "";
    return row;
}

std::vector<report::PositionRow> position_rows(Portfolio const& portfolio, Market const& market,
                                               PositionsWords const& words)
{
    Accounts const accounts{portfolio.accounts};
    std::vector<report::PositionRow> rows;
    for (auto const& position : portfolio.positions) {
        if (!position.quantity.is_zero() || words.closed) {
            rows.push_back(position_row(position, accounts.of(position.account_id), market, {words.stale_after}));
        }
    }
    return rows;
}

std::vector<report::CashRow> cash_rows(Portfolio const& portfolio, Market const& market, bool closed)
{
    Accounts const accounts{portfolio.accounts};
    std::vector<report::CashRow> rows;
    for (auto const& cash : portfolio.cash) {
        if (cash.balance != Decimal{} || closed) {
            auto const& account = accounts.of(cash.account_id);
            rows.push_back({account.name, account.base_currency, cash, market.in_base(cash, account.base_currency)});
        }
    }
    return rows;
}

/// What is dated after today is not there yet.
void tell_what_lies_beyond(PortfolioRequest const& request)
{
    if (request.beyond > 0) {
        cli::log(cli::Level::warning, "beyond_today",
                 fmt::format("{} transaction{} after today {} left out; --as-of counts them", request.beyond,
                             request.beyond == 1 ? "" : "s", request.beyond == 1 ? "is" : "are"),
                 {{"count", request.beyond}});
    }
}

/// Sales that another method or day does not find covered are named; what is shown leaves them out.
std::size_t complain(std::vector<lots::Oversell> const& oversells)
{
    cli::ComplaintPrinter printer;
    for (auto const& oversell : oversells) {
        printer.print({oversell.ticker, text_of(oversell) + "; left out", "'pf-positions verify' checks the books"});
    }
    printer.finish();
    return oversells.size();
}

/// A ticker that was asked for and that no transaction has is most likely mistyped.
std::size_t complain_of_unknown_tickers(db::Database& database, PortfolioRequest const& request)
{
    if (request.tickers.empty()) {
        return 0;
    }
    std::vector<std::int64_t> ids;
    std::ranges::transform(chosen_accounts(database, request.account), std::back_inserter(ids), &model::Account::id);
    std::vector<std::string> known;
    std::ranges::transform(db::PositionStore{database}.list(ids), std::back_inserter(known), &model::Position::ticker);
    std::vector<cli::Complaint> complaints;
    for (auto const& ticker : request.tickers) {
        if (std::ranges::find(known, ticker) == known.end()) {
            auto const upper = std::ranges::find(known, base::to_upper(ticker));
            auto const near = upper == known.end() ? base::nearest(ticker, known) : *upper;
            complaints.push_back({"--ticker", fmt::format("there are no transactions of {}", base::quoted(ticker)),
                                  near ? fmt::format("did you mean {}?", *near) : "pf-positions --closed lists all"});
        }
    }
    cli::print_complaints(complaints);
    return complaints.size();
}

/// Unknown prices and costs are no errors, but the exit code tells of them.
cli::Outcome outcome(std::int64_t unknown, std::size_t complaints, std::string const& noun, std::string const& lack)
{
    if (unknown > 0) {
        cli::log(cli::Level::warning, "unknown_amounts",
                 fmt::format("{} {}{}{}", unknown, noun, unknown == 1 ? "" : "s", lack), {{"count", unknown}});
    }
    return unknown > 0 || complaints > 0 ? cli::Outcome::issues() : cli::Outcome::ok();
}

/// Where live quotes are, when they are asked for.
cache::Redis* live(cache::Redis& redis, PositionsWords const& words)
{
    if (words.live && !redis.is_there()) {
        cli::log(cli::Level::warning, "no_redis", "there are no live quotes without a Redis server; --redis names it");
    }
    return words.live ? &redis : nullptr;
}

cli::Outcome compare(db::Database& database, PortfolioRequest request, PositionsWords const& words, cache::Redis& redis,
                     std::ostream& out, OutputStyle const& style)
{
    auto* const quotes = live(redis, words);
    std::vector<report::MethodRow> rows;
    std::size_t oversells = 0;
    for (auto const method : model::booking_methods) {
        request.method = method;
        auto const portfolio = load_portfolio(database, request, redis);
        Market const market{database, portfolio.positions, request.as_of, quotes};
        for (auto const& row : position_rows(portfolio, market, words)) {
            rows.push_back({row.account, method, row.position, row.unrealized_pl});
        }
        oversells = complain(portfolio.oversells);
    }
    std::ranges::stable_sort(rows, {}, [](auto const& row) { return std::tie(row.account, row.position.ticker); });
    report::write_comparison(out, rows, request.as_of, style);
    auto const complaints = oversells + complain_of_unknown_tickers(database, request);
    auto const unknown = std::ranges::count_if(
        rows, [](auto const& row) { return !row.position.total_cost || !row.position.realized_pl; });
    return outcome(unknown, complaints, "unknown figure", "");
}

} // namespace

cli::Outcome show_positions(db::Database& database, cli::Common const& common, PositionsWords const& words,
                            std::ostream& out)
{
    auto const request = until_today(database, request_of(common, words));
    auto redis = open_redis(common);
    if (words.compare) {
        return compare(database, request, words, redis, out, common.output);
    }
    auto const portfolio = load_portfolio(database, request, redis);
    Market const market{database, portfolio.positions, request.as_of, live(redis, words)};
    tell_what_lies_beyond(request);
    auto const rows = position_rows(portfolio, market, words);
    auto const cash = cash_rows(portfolio, market, words.closed);
    report::write_positions(out, rows, cash, {request.as_of, words.method, request.fees == lots::Fees::separate},
                            common.output);
    auto const complaints = complain(portfolio.oversells) + complain_of_unknown_tickers(database, request);
    auto const unknown = std::ranges::count_if(rows, [](auto const& row) {
        return !row.market_value || !row.market_value_base || !row.position.total_cost || !row.position.realized_pl;
    });
    auto const of_positions = outcome(unknown, complaints, "position", " with an unknown price, rate or cost");
    auto const unknown_cash = std::ranges::count_if(cash, [](auto const& row) { return !row.balance_base; });
    auto const of_cash = outcome(unknown_cash, 0, "balance", " of money with an unknown amount or rate");
    return of_positions.code == ExitCode::ok ? of_cash : of_positions;
}

cli::Outcome show_lots(db::Database& database, cli::Common const& common, PositionsWords const& words,
                       std::ostream& out)
{
    auto request = until_today(database, request_of(common, words));
    request.with_lots = !is_stored(request);
    auto redis = open_redis(common);
    auto const snapshot = held_still(database, request);
    auto const portfolio = load_portfolio(database, request, redis);
    tell_what_lies_beyond(request);
    Market const market{database, portfolio.positions, request.as_of, live(redis, words)};
    Instruments const instruments{portfolio};
    report::Stream<report::LotRow> const lots{[&](auto const& receiver) {
        visit_open_lots(database, request, portfolio,
                        [&](model::Lot const& lot) { receiver(lot_row(lot, instruments, market)); });
    }};
    auto const summary = report::summary_of(lots);
    report::write_lots(out, lots, summary, request.as_of, words.method, common.output);
    auto const complaints = complain(portfolio.oversells) + complain_of_unknown_tickers(database, request);
    return outcome(summary.unknown, complaints, "lot", " with an unknown price or cost");
}

cli::Outcome show_realized(db::Database& database, cli::Common const& common, PositionsWords const& words,
                           std::ostream& out)
{
    auto request = until_today(database, request_of(common, words));
    request.with_disposals = !is_stored(request);
    auto redis = open_redis(common);
    auto const snapshot = held_still(database, request);
    auto const portfolio = load_portfolio(database, request, redis);
    tell_what_lies_beyond(request);
    Instruments const instruments{portfolio};
    report::Stream<report::RealizedRow> const disposals{[&](auto const& receiver) {
        visit_disposals(database, request, portfolio,
                        [&](model::Disposal const& disposal) { receiver(realized_row(disposal, instruments)); });
    }};
    auto const summary = report::summary_of(disposals);
    report::write_realized(out, disposals, summary, {request.disposals_first, request.disposals_last, words.method},
                           common.output);
    auto const complaints = complain(portfolio.oversells) + complain_of_unknown_tickers(database, request);
    return outcome(summary.unknown, complaints, "unknown gain", "");
}

cli::Outcome show_verification(db::Database& database, cli::Common const& common, std::ostream& out)
{
    auto const verified = verify(database, common.account.value_or(""));
    report::write_verification(out, verified, common.output);
    if (verified.discrepancies.empty()) {
        return cli::Outcome::ok();
    }
    return {ExitCode::bad_data,
            fmt::format("{} {}", verified.discrepancies.size(),
                        verified.discrepancies.size() == 1 ? "discrepancy" : "discrepancies"),
            {}};
}

} // namespace pf::jobs
