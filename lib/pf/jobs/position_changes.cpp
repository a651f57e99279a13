#include "pf/jobs/position_changes.hpp"

#include <map>
#include <utility>

namespace pf::jobs {

std::vector<model::PositionChange> position_changes(std::vector<model::Account> const& accounts,
                                                    std::vector<model::Position> const& before,
                                                    std::vector<model::Position> const& after)
{
    std::map<std::int64_t, std::string> names;
    for (auto const& account : accounts) {
        names[account.id] = account.name;
    }
    std::map<std::pair<std::string, std::string>, model::PositionChange> changes;
    auto const change_of = [&](model::Position const& position) -> model::PositionChange& {
        auto const& account = names[position.account_id];
        auto const [entry, is_new] = changes.try_emplace({account, position.ticker});
        if (is_new) {
            entry->second = {account, position.ticker, position.currency, {}, {}, Decimal{}, Decimal{}};
        }
        return entry->second;
    };
    for (auto const& position : before) {
        auto& change = change_of(position);
        change.quantity_before = position.quantity;
        change.realized_before = position.realized_pl;
    }
    for (auto const& position : after) {
        auto& change = change_of(position);
        change.quantity_after = position.quantity;
        change.realized_after = position.realized_pl;
    }
    std::vector<model::PositionChange> result;
    for (auto& [key, change] : changes) {
        if (change.quantity_before != change.quantity_after || change.realized_before != change.realized_after) {
            result.push_back(std::move(change));
        }
    }
    return result;
}

} // namespace pf::jobs
