#include "pf/lots/moment.hpp"

#include "pf/lots/units.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace pf::lots {

namespace {

using model::Transaction;
using model::TransactionType;

bool is_split(Transaction const& row)
{
    return row.type == TransactionType::split;
}

bool is_booked_before(Transaction const& left, Transaction const& right)
{
    return booking_order(left, right) < 0;
}

bool is_told_before(Transaction const& left, Transaction const& right)
{
    if (is_split(left) != is_split(right)) {
        return is_split(left);
    }
    return left.place != right.place ? left.place < right.place : is_booked_before(left, right);
}

bool takes_units(Transaction const& row)
{
    return model::reduces_lots(row.type) || row.type == TransactionType::convert_out;
}

/// Nothing can come of a conversion or a change of cost where nothing is held.
bool needs_holding(Transaction const& row)
{
    return model::changes_cost(row.type) || row.type == TransactionType::convert_out;
}

/// Follows what is held from row to row.
class Units {
public:
    Units(Holdings const& before, Decimal dust) : m_before(before), m_dust(dust) {}

    /// \return  whether all is there that the row needs
    [[nodiscard]] bool take(Transaction const& row)
    {
        auto& held = of(row);
        auto const had = held.units;
        held.units = units_after(had, row);
        if (needs_holding(row) && !had.is_positive()) {
            return false;
        }
        bool const is_owed = row.type == TransactionType::sell && held.allows_short;
        if (!takes_units(row) || row.quantity.is_zero() || is_owed || !held.units.is_negative()) {
            return true;
        }
        bool const exceeds_by_dust = had.is_positive() && held.units + m_dust >= Decimal{};
        held.units = Decimal{};
        return exceeds_by_dust;
    }

private:
    [[nodiscard]] Held& of(Transaction const& row)
    {
        auto const [held, is_new] = m_held.try_emplace({row.account_id, row.ticker});
        if (is_new) {
            held->second = m_before(row.account_id, row.ticker);
        }
        return held->second;
    }

    Holdings const& m_before;
    Decimal m_dust;
    std::map<std::pair<std::int64_t, std::string>, Held> m_held;
};

bool is_possible(std::vector<Transaction> const& rows, Holdings const& before, Decimal dust)
{
    Units units{before, dust};
    return std::ranges::all_of(rows, [&](Transaction const& row) { return units.take(row); });
}

} // namespace

void put_in_order(std::span<Transaction> moment, Holdings const& before, Decimal dust)
{
    if (moment.size() < 2) {
        return;
    }
    std::ranges::sort(moment, is_booked_before);
    bool const is_told = std::ranges::all_of(moment, [](Transaction const& row) { return row.place > 0; });
    if (is_told && std::ranges::is_sorted(moment, is_told_before)) {
        return;
    }
    if (is_told) {
        std::vector<Transaction> told{moment.begin(), moment.end()};
        std::ranges::sort(told, is_told_before);
        if (is_possible(told, before, dust)) {
            std::ranges::move(told, moment.begin());
            return;
        }
    }
    std::ranges::for_each(moment, [](Transaction& row) { row.place = 0; });
}

} // namespace pf::lots
