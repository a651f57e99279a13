#include "pf/valuation/account_walk.hpp"

#include "pf/valuation/amounts.hpp"
#include "pf/valuation/value.hpp"

#include <algorithm>
#include <map>

namespace pf::valuation {
namespace {

/// Fills a snapshot, instrument by instrument.
class SnapshotBuilder {
public:
    SnapshotBuilder(model::Account const& account, DayRates& rates, Freshness freshness, std::vector<Lack>& lacks)
        : m_rates(rates), m_freshness(freshness), m_lacks(lacks)
    {
        m_snapshot.account_id = account.id;
        m_snapshot.date = rates.day();
        m_snapshot.base_currency = account.base_currency;
    }

    /// What the conversions of the day brought, before what they took from can be told.
    void note_conversions(InstrumentDay const& state, model::Close const* close)
    {
        if (state.day != m_rates.day() || state.moves.converted().empty()) {
            return;
        }
        auto const* const price = price_of(state.position, close);
        auto const& ticker = state.position.ticker;
        for (auto const& converted : state.moves.converted()) {
            auto const value = worth_of(converted, price);
            if (converted.came) {
                add_to(m_converted.try_emplace(ticker, Decimal{}).first->second, value);
                auto& other = m_converted.try_emplace(converted.other, Decimal{}).first->second;
                other = difference(other, value);
            }
        }
    }

    void add(InstrumentDay const& state, model::Close const* close)
    {
        auto const& position = state.position;
        add_to(m_snapshot.realized_pl, position.realized_pl_base);
        add_to(m_snapshot.income, position.income_base);
        auto const is_held = !position.quantity.is_zero();
        auto const has_moved = state.day == m_rates.day();
        if (!is_held && !has_moved) {
            return;
        }
        auto const* const price = price_of(position, close);
        auto const value = worth(position, is_held ? price : nullptr, m_rates, base_currency());
        if (is_held) {
            count(position, value);
        }
        auto const flows = has_moved ? valued(position.ticker, state.moves, price) : model::InstrumentFlows{};
        add_to(m_snapshot.net_flows, flows.transfers);
        add_to(m_snapshot.own_transfers, flows.own_transfers);
        m_snapshot.positions.push_back({position.ticker, position.asset_type, position.currency, position.quantity,
                                        position.total_cost, position.total_cost_base, value.last_price,
                                        value.price_date, value.market_value, value.market_value_base,
                                        position.realized_pl_base, position.income_base, flows});
    }

    void add(CashLedger::Walk const& cash)
    {
        add_to(m_snapshot.net_flows, cash.flows());
        add_to(m_snapshot.own_transfers, cash.own_transfers());
        m_snapshot.cash = cash.balances();
        for (auto const& [currency, balance] : m_snapshot.cash) {
            if (balance != Decimal{}) {
                need_rate(currency);
            }
            add_to(m_snapshot.cash_balance, converted(balance, m_rates.rate(currency, base_currency())));
        }
    }

    [[nodiscard]] model::Snapshot finished()
    {
        m_snapshot.total_value = sum(m_snapshot.market_value, m_snapshot.cash_balance);
        if (m_snapshot.market_value && m_snapshot.cash_balance && !m_snapshot.total_value) {
            lack(Lack::Kind::too_large, "total", std::nullopt, m_snapshot.unpriced);
        }
        return std::move(m_snapshot);
    }

private:
    [[nodiscard]] Currency base_currency() const { return m_snapshot.base_currency; }

    void lack(Lack::Kind kind, std::string subject, std::optional<Date> since, std::int64_t& count)
    {
        m_lacks.push_back({kind, std::move(subject), since});
        ++count;
    }

    /// What is held counts in the totals.
    void count(model::Position const& position, Worth const& value)
    {
        bool const was_known = m_snapshot.market_value && value.market_value_base;
        add_to(m_snapshot.market_value, value.market_value_base);
        if (was_known && !m_snapshot.market_value) {
            lack(Lack::Kind::too_large, "total", std::nullopt, m_snapshot.unpriced);
        }
        add_to(m_snapshot.total_cost, position.total_cost_base);
        add_to(m_snapshot.unrealized_pl, value.unrealized_pl_base);
        m_snapshot.unknown_cost += position.total_cost_base ? 0 : 1;
        if (value.is_unpriced) {
            return lack(Lack::Kind::no_price, position.ticker, std::nullopt, m_snapshot.unpriced);
        }
        if (value.is_too_large) {
            lack(Lack::Kind::too_large, position.ticker, std::nullopt, m_snapshot.unpriced);
        }
        if (m_freshness.is_stale(m_price.date, m_rates.day())) {
            lack(Lack::Kind::stale_price, position.ticker, m_price.date, m_snapshot.stale_prices);
        }
        need_rate(m_price.currency);
    }

    /// Each currency is counted once.
    void need_rate(Currency currency)
    {
        if (currency == base_currency() || std::ranges::find(m_needed, currency) != m_needed.end()) {
            return;
        }
        m_needed.push_back(currency);
        auto const rate = m_rates.dated_rate(currency, base_currency());
        if (!rate) {
            lack(Lack::Kind::no_rate, std::string{currency.code()}, std::nullopt, m_snapshot.missing_rates);
        } else if (m_freshness.is_stale(rate->date, m_rates.day())) {
            lack(Lack::Kind::stale_rate, std::string{currency.code()}, rate->date, m_snapshot.stale_rates);
        }
    }

    [[nodiscard]] model::Price const* price_of(model::Position const& position, model::Close const* close)
    {
        if (close == nullptr) {
            return nullptr;
        }
        m_price.date = close->date;
        m_price.close = close->price;
        m_price.currency = close->currency.is_none() ? position.currency : close->currency;
        return &m_price;
    }

    /// At the day's price without what was paid; where there is no price, at the cost that came along.
    [[nodiscard]] std::optional<Decimal> worth_of(UnitsConverted const& converted, model::Price const* price)
    {
        if (price == nullptr || !m_rates.rate(price->currency, base_currency())) {
            return converted.moved.cost_base;
        }
        return difference(value_of(converted.moved, price), converted.paid_base);
    }

    [[nodiscard]] model::InstrumentFlows valued(std::string const& ticker, InstrumentMoves const& moves,
                                                model::Price const* price)
    {
        auto flows = moves.flows();
        flows.own_transfers = value_of(moves.with_own_accounts(), price);
        flows.transfers = sum(flows.own_transfers, value_of(moves.with_outside(), price));
        if (auto const converted = m_converted.find(ticker); converted != m_converted.end()) {
            flows.conversions = converted->second;
        }
        return flows;
    }

    /// At the day's price; where there is none, at cost.
    [[nodiscard]] std::optional<Decimal> value_of(UnitsMoved const& moved, model::Price const* price)
    {
        if (moved.units.is_zero()) {
            return Decimal{};
        }
        auto const rate = price == nullptr ? std::nullopt : m_rates.rate(price->currency, base_currency());
        if (!rate) {
            return moved.cost_base;
        }
        return converted(product(moved.units, price->close), rate);
    }

    DayRates& m_rates;
    Freshness m_freshness;
    std::vector<Lack>& m_lacks;
    model::Snapshot m_snapshot;
    model::Price m_price;                                      ///< of the instrument at hand
    std::map<std::string, std::optional<Decimal>> m_converted; ///< what conversions brought on balance, by ticker
    std::vector<Currency> m_needed;
};

} // namespace

AccountWalk::AccountWalk(AccountHistory const& history, Closes const& closes)
    : m_history(&history), m_cash(history.cash)
{
    for (auto const& days : history.instruments) {
        auto const found = closes.find(days.front().position.ticker);
        m_instruments.push_back({&days, found == closes.end() ? nullptr : &found->second});
    }
}

void AccountWalk::go_to(Date day)
{
    for (auto& instrument : m_instruments) {
        while (instrument.days_seen < instrument.days->size() && (*instrument.days)[instrument.days_seen].day <= day) {
            ++instrument.days_seen;
        }
        while (instrument.closes != nullptr && instrument.closes_seen < instrument.closes->size() &&
               (*instrument.closes)[instrument.closes_seen].date <= day) {
            ++instrument.closes_seen;
        }
    }
    m_cash.go_to(day);
}

model::Snapshot AccountWalk::snapshot(DayRates& rates, Freshness freshness, std::vector<Lack>& lacks) const
{
    SnapshotBuilder builder{m_history->account, rates, freshness, lacks};
    for (auto const& instrument : m_instruments) {
        if (auto const* const state = instrument.state()) {
            builder.note_conversions(*state, instrument.close());
        }
    }
    for (auto const& instrument : m_instruments) {
        if (auto const* const state = instrument.state()) {
            builder.add(*state, instrument.close());
        }
    }
    builder.add(m_cash);
    return builder.finished();
}

} // namespace pf::valuation
