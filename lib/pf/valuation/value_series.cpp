#include "pf/valuation/value_series.hpp"

#include "pf/valuation/amounts.hpp"

#include <algorithm>

namespace pf::valuation {
namespace {

void add_net(DayValue& day, std::optional<Decimal> const& net)
{
    add_to(day.inflow, net ? std::max(*net, Decimal{}) : net);
    add_to(day.outflow, net ? std::max(-*net, Decimal{}) : net);
}

bool is_priced(model::SnapshotPosition const& position, Date day)
{
    return position.price_date == day;
}

/// What went into an instrument and what came out of it, as if it kept no money.
DayValue instrument_day(model::SnapshotPosition const& position, Date day, bool are_together)
{
    auto const& flows = position.flows;
    DayValue value{day, position.market_value_base, sum(flows.purchases, flows.charges), sum(flows.sales, flows.income),
                   is_priced(position, day)};
    add_net(value, are_together ? difference(flows.transfers, flows.own_transfers) : flows.transfers);
    return value;
}

/// For a single instrument conversions are flows as well; for its account they are not.
DayValue single_day(model::SnapshotPosition const& position, Date day, bool are_together)
{
    auto value = instrument_day(position, day, are_together);
    add_net(value, position.flows.conversions);
    return value;
}

/// An account that keeps no money takes in what its instruments do, and what its own fees cost.
DayValue account_day(model::Snapshot const& snapshot, bool are_together)
{
    auto rest = are_together ? difference(snapshot.net_flows, snapshot.own_transfers) : snapshot.net_flows;
    DayValue value{snapshot.date, snapshot.total_value, Decimal{}, Decimal{}, false};
    for (auto const& position : snapshot.positions) {
        value.is_priced = value.is_priced || is_priced(position, snapshot.date);
        if (snapshot.cash.empty()) {
            auto const moved = instrument_day(position, snapshot.date, are_together);
            add_to(value.inflow, moved.inflow);
            add_to(value.outflow, moved.outflow);
            rest = difference(rest, difference(moved.inflow, moved.outflow));
        }
    }
    add_net(value, rest);
    return value;
}

} // namespace

void SeriesCollector::add(model::Snapshot const& snapshot)
{
    auto const currency = snapshot.base_currency;
    switch (m_by) {
    case By::all:
        return add_to_all(snapshot);
    case By::account:
        return add({currency, snapshot.account_id, {}}, account_day(snapshot, m_are_together));
    case By::ticker:
        for (auto const& position : snapshot.positions) {
            add({currency, 0, position.ticker}, single_day(position, snapshot.date, m_are_together));
        }
    }
}

void SeriesCollector::add_to_all(model::Snapshot const& snapshot)
{
    auto const from = snapshot.base_currency;
    auto day = account_day(snapshot, m_are_together);
    if (m_total) {
        auto const rate = m_total->rates->rate(from, m_total->to, day.day);
        for (auto* const amount : {&day.value, &day.inflow, &day.outflow}) {
            *amount = converted(*amount, rate);
        }
    }
    add({m_total ? m_total->to : from, 0, {}}, day);
}

void SeriesCollector::add(SeriesKey const& key, DayValue const& day)
{
    auto const [at, is_new] = m_series.try_emplace(key);
    auto& series = at->second;
    if (is_new) {
        for (auto next = m_first; next <= m_last; next += std::chrono::days{1}) {
            series.days.push_back({next, Decimal{}, Decimal{}, Decimal{}, false});
        }
    }
    if (day.day < m_first) {
        return add_to(series.opening, day.value);
    }
    auto& total = series.days.at(static_cast<std::size_t>((day.day - m_first).count()));
    add_to(total.value, day.value);
    add_to(total.inflow, day.inflow);
    add_to(total.outflow, day.outflow);
    total.is_priced = total.is_priced || day.is_priced;
}

} // namespace pf::valuation
