#include "pf/valuation/account_totals.hpp"

#include "pf/valuation/amounts.hpp"

#include <array>
#include <set>

namespace pf::valuation {
namespace {

using Amount = std::optional<Decimal>;

constexpr std::array amounts{&model::Snapshot::total_value,  &model::Snapshot::market_value,
                             &model::Snapshot::cash_balance, &model::Snapshot::total_cost,
                             &model::Snapshot::realized_pl,  &model::Snapshot::unrealized_pl,
                             &model::Snapshot::income,       &model::Snapshot::net_flows};
constexpr std::array counts{&model::Snapshot::unpriced, &model::Snapshot::stale_prices, &model::Snapshot::missing_rates,
                            &model::Snapshot::stale_rates, &model::Snapshot::unknown_cost};

void add(model::Snapshot& total, model::Snapshot const& part, DayRates& rates)
{
    auto const rate = rates.rate(part.base_currency, total.base_currency);
    for (auto const amount : amounts) {
        auto value = part.*amount;
        if (amount == &model::Snapshot::net_flows) {
            value = difference(value, part.own_transfers);
        }
        total.*amount = sum(total.*amount, converted(value, rate));
    }
    for (auto const count : counts) {
        total.*count += part.*count;
    }
}

} // namespace

std::vector<model::Snapshot> totals(std::vector<model::Snapshot> const& snapshots, FxTable const& rates,
                                    Currency currency, std::map<std::int64_t, Date> const& begun_on)
{
    std::vector<model::Snapshot> result;
    std::set<std::int64_t> begun;
    for (auto part = snapshots.begin(); part != snapshots.end();) {
        auto& total = result.emplace_back();
        total.date = part->date;
        total.base_currency = currency;
        DayRates of_day{rates, total.date};
        for (auto const& [account_id, day] : begun_on) {
            if (day <= total.date) {
                begun.insert(account_id);
            }
        }
        std::size_t found = 0;
        for (; part != snapshots.end() && part->date == total.date; ++part, ++found) {
            begun.insert(part->account_id);
            add(total, *part, of_day);
        }
        if (found < begun.size()) {
            for (auto const amount : amounts) {
                total.*amount = std::nullopt;
            }
        }
    }
    return result;
}

} // namespace pf::valuation
