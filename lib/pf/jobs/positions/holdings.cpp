#include "pf/jobs/positions/holdings.hpp"

#include "pf/valuation/parts.hpp"
#include "pf/valuation/staleness.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace pf::jobs {

namespace {

/// Of one account: so that what its rows become adds up to what the account becomes, as a snapshot has it.
class TotalConverter {
public:
    explicit TotalConverter(std::optional<Decimal> rate)
        : m_cost(rate), m_value(rate), m_unrealized(rate), m_realized(rate), m_income(rate)
    {
    }

    [[nodiscard]] report::TotalAmounts of(report::PositionRow const& row)
    {
        auto const& position = row.position;
        return {m_cost.next(position.total_cost_base),     m_value.next(row.market_value_base),
                m_unrealized.next(row.unrealized_pl_base), m_realized.next(position.realized_pl_base),
                m_income.next(position.income_base),       {}};
    }

    [[nodiscard]] report::TotalAmounts of(report::CashRow const& row)
    {
        report::TotalAmounts total;
        total.value = m_value.next(row.balance_base);
        return total;
    }

private:
    valuation::PartsConverter m_cost;
    valuation::PartsConverter m_value;
    valuation::PartsConverter m_unrealized;
    valuation::PartsConverter m_realized;
    valuation::PartsConverter m_income;
};

report::PositionRow position_row(model::Position const& position, model::Account const& account, Market const& market,
                                 valuation::Freshness freshness)
{
    auto const worth = market.worth(position, account.base_currency);
    report::PositionRow row;
    row.account = account.name;
    row.base_currency = account.base_currency;
    row.position = position;
    row.name = market.name_of(position.ticker);
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
    row.is_too_large = worth.is_too_large;
    row.lacking_rate = worth.is_rate_unknown ? market.lacking_rate(position, account.base_currency) : "";
    if (auto const change = position.quantity.is_zero() ? std::nullopt : market.change_of(position.ticker)) {
        row.previous_close = change->previous_close;
        row.previous_close_currency = market.currency_of_price(position);
        row.day_change = change->ratio;
    }
    return row;
}

void add_positions(Holdings& holdings, Portfolio const& portfolio, Market const& market, PositionsWords const& words)
{
    AccountsById const accounts{portfolio.accounts};
    for (auto const& position : portfolio.positions) {
        if (!position.quantity.is_zero() || words.closed) {
            holdings.positions.push_back(
                position_row(position, accounts.of(position.account_id), market, {words.stale_after}));
        }
    }
}

void add_cash(Holdings& holdings, Portfolio const& portfolio, Market const& market, bool closed)
{
    AccountsById const accounts{portfolio.accounts};
    for (auto const& cash : portfolio.cash) {
        if (cash.balance != Decimal{} || closed) {
            auto const& account = accounts.of(cash.account_id);
            holdings.cash.push_back(
                {account.name, account.base_currency, cash, market.in_base(cash, account.base_currency), {}});
        }
    }
}

void add_totals(Holdings& holdings, Market const& market)
{
    std::map<std::int64_t, TotalConverter> converters;
    auto const converter = [&](std::int64_t account_id, Currency base) -> TotalConverter& {
        auto const dated = market.rate(base, holdings.scope.currency);
        auto const rate = dated ? std::optional{dated->rate} : std::nullopt;
        return converters.try_emplace(account_id, TotalConverter{rate}).first->second;
    };
    for (auto& row : holdings.positions) {
        row.total = converter(row.position.account_id, row.base_currency).of(row);
    }
    for (auto& row : holdings.cash) {
        row.total = converter(row.cash.account_id, row.base_currency).of(row);
    }
}

/// Where anything is unknown there is no whole to have a share of.
void add_weights(Holdings& holdings)
{
    std::vector<report::TotalAmounts*> totals;
    for (auto& row : holdings.positions) {
        totals.push_back(&row.total);
    }
    for (auto& row : holdings.cash) {
        totals.push_back(&row.total);
    }
    auto const is_known = std::ranges::all_of(totals, [](auto const* total) { return total->value.has_value(); });
    std::vector<Decimal> values;
    for (auto const* total : totals) {
        values.push_back(total->value.value_or(Decimal{}));
    }
    auto const shares = is_known ? valuation::shares(values) : std::vector<Decimal>{};
    for (std::size_t i = 0; i < totals.size(); ++i) {
        totals[i]->weight = shares.empty() ? std::nullopt : std::optional{shares[i]};
    }
}

/// Those that values were converted with, in the order of what they convert.
void add_rates(Holdings& holdings, Market const& market)
{
    std::set<std::pair<Currency, Currency>> pairs;
    for (auto const& row : holdings.positions) {
        if (!row.position.quantity.is_zero()) {
            pairs.insert({market.currency_of_price(row.position), row.base_currency});
        }
        pairs.insert({row.base_currency, holdings.scope.currency});
    }
    for (auto const& row : holdings.cash) {
        pairs.insert({row.cash.currency, row.base_currency});
        pairs.insert({row.base_currency, holdings.scope.currency});
    }
    for (auto const& [from, to] : pairs) {
        if (from != to) {
            auto const dated = market.rate(from, to);
            holdings.scope.rates.push_back({from, to, dated ? std::optional{dated->rate} : std::nullopt,
                                            dated ? std::optional{dated->date} : std::nullopt});
        }
    }
}

} // namespace

Holdings holdings_of(Portfolio const& portfolio, Market const& market, PortfolioRequest const& request,
                     PositionsWords const& words, Currency currency)
{
    Holdings holdings;
    holdings.scope = {request.as_of, words.method, request.fees == lots::Fees::separate, currency, {}};
    add_positions(holdings, portfolio, market, words);
    add_cash(holdings, portfolio, market, words.closed);
    add_totals(holdings, market);
    add_weights(holdings);
    add_rates(holdings, market);
    return holdings;
}

} // namespace pf::jobs
