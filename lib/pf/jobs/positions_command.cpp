#include "pf/jobs/positions_command.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/base/time.hpp"
#include "pf/cache/quotes.hpp"
#include "pf/cli/log.hpp"
#include "pf/db/position_store.hpp"
#include "pf/db/price_store.hpp"
#include "pf/jobs/open.hpp"
#include "pf/jobs/redis.hpp"
#include "pf/jobs/verify.hpp"
#include "pf/report/compare.hpp"
#include "pf/report/lots.hpp"
#include "pf/report/positions.hpp"
#include "pf/report/realized.hpp"
#include "pf/report/verify.hpp"
#include "pf/valuation/value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace pf::jobs {

namespace {

std::optional<Date> day_of_word(std::string const& word)
{
    if (word.empty()) {
        return std::nullopt;
    }
    auto const day = base::parse_date(word);
    if (!day) {
        throw Error(ExitCode::usage, fmt::format("{} {}", base::quoted(word), day.problem().message), "--as-of",
                    "write it as 2024-12-31");
    }
    return *day;
}

PortfolioRequest request_of(cli::Common const& common, PositionsWords const& words)
{
    PortfolioRequest request;
    request.account = common.account.value_or("");
    request.tickers = words.tickers;
    request.as_of = day_of_word(words.as_of);
    request.method = model::parse_booking_method(words.method);
    request.fees = words.fees == "separate" ? lots::Fees::separate : lots::Fees::in_basis;
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

std::vector<report::PositionRow> position_rows(Portfolio const& portfolio, Market const& market, bool closed)
{
    Accounts const accounts{portfolio.accounts};
    std::vector<report::PositionRow> rows;
    for (auto const& position : portfolio.positions) {
        if (position.quantity.is_zero() && !closed) {
            continue;
        }
        auto const& account = accounts.of(position.account_id);
        auto const worth = market.worth(position, account.base_currency);
        rows.push_back({account.name, account.base_currency, position, worth.last_price, worth.price_date,
                        worth.market_value, worth.unrealized_pl, worth.market_value_base, worth.unrealized_pl_base});
    }
    return rows;
}

/// Sales that another method or day does not find covered are named; what is shown leaves them out.
std::size_t complain(std::vector<lots::Oversell> const& oversells)
{
    std::vector<cli::Complaint> complaints;
    for (auto const& oversell : oversells) {
        complaints.push_back({oversell.ticker,
                              fmt::format("{} leave on {}, but {} are held; left out", oversell.wanted.to_text(),
                                          base::to_text(base::day_of(oversell.date)), oversell.held.to_text()),
                              "'pf-positions verify' checks the books"});
    }
    cli::print_complaints(complaints);
    return complaints.size();
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
template <typename Rows, typename Predicate>
cli::Outcome outcome(Rows const& rows, std::size_t complaints, std::string const& noun, std::string const& lack,
                     Predicate is_unknown)
{
    auto const unknown = std::ranges::count_if(rows, is_unknown);
    if (unknown > 0) {
        cli::log(cli::Level::warning, "unknown_amounts",
                 fmt::format("{} {}{}{}", unknown, noun, unknown == 1 ? "" : "s", lack),
                 {{"count", static_cast<std::int64_t>(unknown)}});
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
        for (auto const& row : position_rows(portfolio, market, words.closed)) {
            rows.push_back({row.account, method, row.position, row.unrealized_pl});
        }
        oversells = complain(portfolio.oversells);
    }
    std::ranges::stable_sort(rows, {}, [](auto const& row) { return std::tie(row.account, row.position.ticker); });
    report::write_comparison(out, rows, request.as_of, style);
    auto const complaints = oversells + complain_of_unknown_tickers(database, request);
    return outcome(rows, complaints, "unknown figure", "",
                   [](auto const& row) { return !row.position.total_cost || !row.position.realized_pl; });
}

} // namespace

cli::Outcome show_positions(db::Database& database, cli::Common const& common, PositionsWords const& words,
                            std::ostream& out)
{
    auto const request = request_of(common, words);
    auto redis = open_redis(common);
    if (words.compare) {
        return compare(database, request, words, redis, out, common.output);
    }
    auto const portfolio = load_portfolio(database, request, redis);
    Market const market{database, portfolio.positions, request.as_of, live(redis, words)};
    auto const rows = position_rows(portfolio, market, words.closed);
    report::write_positions(out, rows, {request.as_of, words.method, request.fees == lots::Fees::separate},
                            common.output);
    auto const complaints = complain(portfolio.oversells) + complain_of_unknown_tickers(database, request);
    return outcome(rows, complaints, "position", " with an unknown price, rate or cost", [](auto const& row) {
        return !row.market_value || !row.market_value_base || !row.position.total_cost || !row.position.realized_pl;
    });
}

cli::Outcome show_lots(db::Database& database, cli::Common const& common, PositionsWords const& words,
                       std::ostream& out)
{
    auto request = request_of(common, words);
    request.with_lots = true;
    auto redis = open_redis(common);
    auto const portfolio = load_portfolio(database, request, redis);
    Market const market{database, portfolio.positions, request.as_of, live(redis, words)};
    Accounts const accounts{portfolio.accounts};
    std::vector<report::LotRow> rows;
    for (auto const& lot : portfolio.open_lots) {
        auto const& account = accounts.of(lot.key.account_id);
        auto const position = std::ranges::find_if(portfolio.positions, [&](auto const& candidate) {
            return candidate.account_id == lot.key.account_id && candidate.ticker == lot.ticker;
        });
        auto held = *position;
        held.quantity = lot.remaining_quantity;
        held.total_cost = lot.remaining_cost;
        held.total_cost_base = lot.remaining_cost_base;
        auto const worth = market.worth(held, account.base_currency);
        rows.push_back(
            {account.name, position->currency, account.base_currency, lot, worth.market_value, worth.unrealized_pl});
    }
    report::write_lots(out, rows, request.as_of, words.method, common.output);
    auto const complaints = complain(portfolio.oversells) + complain_of_unknown_tickers(database, request);
    return outcome(rows, complaints, "lot", " with an unknown price or cost",
                   [](auto const& row) { return !row.market_value || !row.lot.remaining_cost; });
}

cli::Outcome show_realized(db::Database& database, cli::Common const& common, PositionsWords const& words,
                           std::ostream& out)
{
    auto request = request_of(common, words);
    request.with_disposals = true;
    auto redis = open_redis(common);
    auto const portfolio = load_portfolio(database, request, redis);
    Accounts const accounts{portfolio.accounts};
    std::map<std::pair<std::int64_t, std::string>, Currency> currencies;
    for (auto const& position : portfolio.positions) {
        currencies[{position.account_id, position.ticker}] = position.currency;
    }
    std::vector<report::RealizedRow> rows;
    for (auto const& disposal : portfolio.disposals) {
        auto const& account = accounts.of(disposal.lot.account_id);
        rows.push_back(
            {account.name, currencies[{disposal.lot.account_id, disposal.ticker}], account.base_currency, disposal});
    }
    report::write_realized(out, rows, {request.disposals_first, request.disposals_last, words.method}, common.output);
    auto const complaints = complain(portfolio.oversells) + complain_of_unknown_tickers(database, request);
    return outcome(rows, complaints, "unknown gain", "", [](auto const& row) { return !row.disposal.realized_pl; });
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
