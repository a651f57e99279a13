#pragma once

#include "pf/lots/open_lot.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace pf::lots {

/// Open lots, ready to be taken in one order: a heap of indices, so that each lot costs O(log n) however it arrives.
/// \tparam Before  a strict order of lots that does not depend on how far they are used
template <typename Before>
class LotQueue {
public:
    void add(OpenLot const& lot)
    {
        m_heap.push_back(stored(lot));
        std::push_heap(m_heap.begin(), m_heap.end(), After{m_lots});
    }

    /// Take units from one lot after the other.
    /// \param quantity  at most what all lots hold
    void take(Decimal quantity, std::vector<Part>& parts)
    {
        while (quantity.is_positive()) {
            auto& lot = m_lots[m_heap.front()];
            auto const units = std::min(quantity, lot.remaining);
            parts.push_back(part_of(lot, units));
            quantity -= units;
            if (lot.remaining.is_zero()) {
                drop_first();
            }
        }
    }

    /// Take units from one lot, wherever it stands: in time that grows with the number of lots.
    /// \param quantity  at most what the lot holds
    void take_from(model::LotKey const& key, Decimal quantity, std::vector<Part>& parts)
    {
        auto const slot = std::find_if(m_heap.begin(), m_heap.end(), [&](Slot one) { return m_lots[one].key == key; });
        auto& lot = m_lots[*slot];
        parts.push_back(part_of(lot, quantity));
        if (lot.remaining.is_zero()) {
            m_free.push_back(*slot);
            m_heap.erase(slot);
            std::make_heap(m_heap.begin(), m_heap.end(), After{m_lots});
        }
    }

    /// In the order of purchase.
    [[nodiscard]] std::vector<OpenLot> lots() const
    {
        std::vector<OpenLot> lots;
        lots.reserve(m_heap.size());
        for (auto const slot : m_heap) {
            lots.push_back(m_lots[slot]);
        }
        std::sort(lots.begin(), lots.end(), bought_earlier);
        return lots;
    }

    [[nodiscard]] Amounts cost() const
    {
        Amounts cost;
        for (auto const slot : m_heap) {
            cost = cost + m_lots[slot].cost;
        }
        return cost;
    }

    void clear()
    {
        m_lots.clear();
        m_free.clear();
        m_heap.clear();
    }

private:
    using Slot = std::uint32_t;

    /// std heaps keep the greatest in front; ours keeps the first.
    struct After {
        std::vector<OpenLot> const& lots;
        bool operator()(Slot left, Slot right) const { return Before{}(lots[right], lots[left]); }
    };

    Slot stored(OpenLot const& lot)
    {
        if (m_free.empty()) {
            m_lots.push_back(lot);
            return static_cast<Slot>(m_lots.size() - 1);
        }
        auto const slot = m_free.back();
        m_free.pop_back();
        m_lots[slot] = lot;
        return slot;
    }

    [[nodiscard]] static Part part_of(OpenLot& lot, Decimal units)
    {
        auto const cost = take_share(lot.cost, units, lot.remaining);
        lot.remaining -= units;
        return {lot, units, cost};
    }

    void drop_first()
    {
        std::pop_heap(m_heap.begin(), m_heap.end(), After{m_lots});
        m_free.push_back(m_heap.back());
        m_heap.pop_back();
    }

    std::vector<OpenLot> m_lots;
    std::vector<Slot> m_free;
    std::vector<Slot> m_heap;
};

} // namespace pf::lots
