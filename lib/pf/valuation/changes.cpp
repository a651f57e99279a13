#include "pf/valuation/changes.hpp"

#include "pf/valuation/amounts.hpp"

namespace pf::valuation {
namespace {

std::optional<Decimal> change_of(ValueChange const& change)
{
    return difference(change.closing, change.opening);
}

/// What the parts leave of a change for the one that is not known by itself.
std::optional<Decimal> rest(ValueChange const& change)
{
    return difference(change_of(change), change.parts.sum());
}

bool is_nothing(ValueChange const& change)
{
    return change == ValueChange{change.ticker, Decimal{}, Decimal{}, {}};
}

/// Paid into an instrument on balance, apart from units that were transferred.
std::optional<Decimal> paid(model::InstrumentFlows const& flows)
{
    auto const for_units = difference(flows.purchases, flows.sales);
    return difference(sum(for_units, flows.charges), flows.income);
}

} // namespace

std::optional<Decimal> ChangeParts::sum() const
{
    auto const moved = valuation::sum(flows, trades);
    auto const markets = valuation::sum(price, exchange);
    return valuation::sum(valuation::sum(moved, markets), valuation::sum(income, charges));
}

ChangeParts operator+(ChangeParts const& left, ChangeParts const& right)
{
    return {valuation::sum(left.flows, right.flows),   valuation::sum(left.trades, right.trades),
            valuation::sum(left.price, right.price),   valuation::sum(left.exchange, right.exchange),
            valuation::sum(left.income, right.income), valuation::sum(left.charges, right.charges)};
}

ValueChange converted(ValueChange const& change, EndRates const& rates)
{
    if (rates.opening == Decimal{1} && rates.closing == Decimal{1}) {
        return change;
    }
    ValueChange result;
    result.ticker = change.ticker;
    result.opening = converted(change.opening, rates.opening);
    result.closing = converted(change.closing, rates.closing);
    for (auto const part : {&ChangeParts::flows, &ChangeParts::trades, &ChangeParts::price, &ChangeParts::income,
                            &ChangeParts::charges}) {
        result.parts.*part = converted(change.parts.*part, rates.closing);
    }
    auto const others = result.parts.sum();
    result.parts.exchange =
        change.parts.exchange ? difference(difference(result.closing, result.opening), others) : std::nullopt;
    return result;
}

Sundries sundries_of(AccountHistory const& history, Date first, Date last)
{
    Sundries sundries;
    for (auto const& days : history.instruments) {
        auto& fees = sundries.trade_fees.try_emplace(days.front().position.ticker, Decimal{}).first->second;
        for (auto const& day : days) {
            if (first <= day.day && day.day <= last) {
                add_to(fees, day.moves.trade_fees());
            }
        }
    }
    auto const own = history.cash.own(first, last);
    sundries.income = own.income;
    sundries.charges = own.charges;
    return sundries;
}

ChangeLedger::ChangeLedger(FxTable const& rates, Date opening_day, std::optional<model::Snapshot> const& opening)
    : m_rates(rates), m_day(opening_day)
{
    if (!opening) {
        return;
    }
    m_base = opening->base_currency;
    for (auto const& position : opening->positions) {
        auto& instrument = m_instruments[position.ticker];
        instrument.change = {position.ticker, position.market_value_base, position.market_value_base, {}};
        instrument.value = position.market_value;
        instrument.currency = position.currency;
    }
    m_money.opening = m_money.closing = opening->cash_balance;
}

void ChangeLedger::add(model::Snapshot const& day)
{
    m_base = day.base_currency;
    DayRates before{m_rates, m_day};
    DayRates now{m_rates, day.date};
    m_day = day.date;
    for (auto& [ticker, instrument] : m_instruments) {
        move_rates(instrument, before, now);
        instrument.change.closing = instrument.value = Decimal{}; // unless the day knows it
    }
    auto outside = day.net_flows;
    for (auto const& position : day.positions) {
        auto& instrument = m_instruments[position.ticker];
        instrument.change.ticker = position.ticker;
        instrument.change.closing = position.market_value_base;
        instrument.value = position.market_value;
        instrument.currency = position.currency;
        outside = difference(outside, take(instrument.change.parts, position.flows, !day.cash.empty()));
    }
    add_to(m_money.parts.flows, outside);
    m_money.closing = day.cash_balance;
}

/// What was held at the end of the day before is worth more or less at the new rate.
void ChangeLedger::move_rates(Instrument& instrument, DayRates& before, DayRates& now) const
{
    if (instrument.currency == m_base || instrument.value == Decimal{}) {
        return;
    }
    auto const rate = now.rate(instrument.currency, m_base);
    auto const step = difference(rate, before.rate(instrument.currency, m_base));
    if (step != Decimal{}) {
        add_to(instrument.change.parts.exchange, converted(instrument.value, step));
    }
}

/// \return  the part of what moved that is a flow
std::optional<Decimal> ChangeLedger::take(ChangeParts& parts, model::InstrumentFlows const& flows, bool keeps_money)
{
    auto const moved = paid(flows);
    auto outside = flows.transfers;
    if (keeps_money) {
        add_to(parts.trades, moved);
        m_money.parts.trades = difference(m_money.parts.trades, moved);
    } else {
        add_to(outside, moved);
    }
    add_to(parts.trades, flows.conversions);
    add_to(parts.flows, outside);
    add_to(parts.income, flows.income);
    parts.charges = difference(parts.charges, flows.charges);
    return outside;
}

std::vector<ValueChange> ChangeLedger::finished(Sundries const& sundries) const
{
    std::vector<ValueChange> changes;
    for (auto const& [ticker, instrument] : m_instruments) {
        auto change = instrument.change;
        auto const fees = sundries.trade_fees.find(ticker);
        if (fees != sundries.trade_fees.end()) {
            change.parts.charges = difference(change.parts.charges, fees->second);
        }
        change.parts.price = rest(change);
        changes.push_back(std::move(change));
    }
    auto money = m_money;
    money.parts.income = sundries.income;
    money.parts.charges = difference(Decimal{}, sundries.charges);
    money.parts.exchange = rest(money);
    changes.push_back(std::move(money));
    std::erase_if(changes, is_nothing);
    return changes;
}

} // namespace pf::valuation
