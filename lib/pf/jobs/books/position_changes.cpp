#include "pf/jobs/books/position_changes.hpp"

#include "pf/db/account_store.hpp"
#include "pf/db/position_store.hpp"
#include "pf/jobs/run/open.hpp"

#include <map>
#include <utility>

namespace pf::jobs {

namespace {

/// Takes the positions as they are now, in the order of those before, and keeps what differs.
class Comparison {
public:
    Comparison(db::Database& database, std::vector<PositionBefore> const& before)
        : m_next(before.begin()), m_end(before.end())
    {
        for (auto const& account : db::AccountStore{database}.list()) {
            m_names[account.id] = account.name;
        }
    }

    void take(model::Position const& now)
    {
        auto const place = std::pair<std::string const&, std::string const&>{m_names[now.account_id], now.ticker};
        while (m_next != m_end && place_of(*m_next) < place) {
            take_gone();
        }
        auto change = change_of(now.account_id, now.ticker, now.currency);
        if (m_next != m_end && place_of(*m_next) == place) {
            change.quantity_before = m_next->quantity;
            change.realized_before = m_next->realized;
            ++m_next;
        }
        change.quantity_after = now.quantity;
        change.realized_after = now.realized_pl;
        keep(change);
    }

    [[nodiscard]] model::PositionChanges finish()
    {
        while (m_next != m_end) {
            take_gone();
        }
        return std::move(m_changes);
    }

private:
    [[nodiscard]] std::pair<std::string const&, std::string const&> place_of(PositionBefore const& before)
    {
        return {m_names[before.account_id], before.ticker};
    }

    [[nodiscard]] model::PositionChange change_of(std::int64_t account_id, std::string const& ticker, Currency currency)
    {
        return {m_names[account_id], ticker, currency, {}, {}, Decimal{}, Decimal{}};
    }

    void take_gone()
    {
        auto change = change_of(m_next->account_id, m_next->ticker, m_next->currency);
        change.quantity_before = m_next->quantity;
        change.realized_before = m_next->realized;
        ++m_next;
        keep(change);
    }

    void keep(model::PositionChange const& change)
    {
        if (change.quantity_before != change.quantity_after || change.realized_before != change.realized_after) {
            m_changes.add(change);
        }
    }

    std::map<std::int64_t, std::string> m_names;
    std::vector<PositionBefore>::const_iterator m_next;
    std::vector<PositionBefore>::const_iterator m_end;
    model::PositionChanges m_changes;
};

PositionBefore before_of(model::Position const& position)
{
    return {position.account_id, position.ticker, position.currency, position.quantity, position.realized_pl};
}

/// The stored positions of what files change, by account name and ticker.
void visit_positions(db::Database& database, FirstChanges const& changes,
                     std::function<void(model::Position const&)> const& visitor)
{
    changes.visit_accounts(ids_of(db::AccountStore{database}.list()), [&](std::set<db::Instrument> const& part) {
        db::PositionStore{database}.visit(part, visitor);
    });
}

} // namespace

std::vector<PositionBefore> positions_before(db::Database& database, std::set<db::Instrument> const& instruments)
{
    std::vector<PositionBefore> positions;
    db::PositionStore{database}.visit(
        instruments, [&](model::Position const& position) { positions.push_back(before_of(position)); });
    return positions;
}

std::vector<PositionBefore> positions_before(db::Database& database, FirstChanges const& changes)
{
    std::vector<PositionBefore> positions;
    visit_positions(database, changes,
                    [&](model::Position const& position) { positions.push_back(before_of(position)); });
    return positions;
}

model::PositionChanges position_changes(db::Database& database, std::set<db::Instrument> const& instruments,
                                        std::vector<PositionBefore> const& before)
{
    Comparison comparison{database, before};
    db::PositionStore{database}.visit(instruments, [&](model::Position const& now) { comparison.take(now); });
    return comparison.finish();
}

model::PositionChanges position_changes(db::Database& database, FirstChanges const& changes,
                                        std::vector<PositionBefore> const& before)
{
    Comparison comparison{database, before};
    visit_positions(database, changes, [&](model::Position const& now) { comparison.take(now); });
    return comparison.finish();
}

} // namespace pf::jobs
