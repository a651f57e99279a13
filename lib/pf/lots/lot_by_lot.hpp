#pragma once

#include "pf/lots/lot_queue.hpp"
#include "pf/lots/method.hpp"

namespace pf::lots {

/// A method under which each lot keeps its own cost; they differ in the order alone.
template <typename Before>
class LotByLot final : public Method {
public:
    void add(OpenLot const& lot) override { m_queue.add(lot); }
    void take(Decimal quantity, std::vector<Part>& parts) override { m_queue.take(quantity, parts); }
    void take_from(model::LotKey const& lot, Decimal quantity, std::vector<Part>& parts) override
    {
        m_queue.take_from(lot, quantity, parts);
    }
    [[nodiscard]] std::vector<OpenLot> lots() const override { return m_queue.lots(); }
    [[nodiscard]] Amounts cost() const override { return m_queue.cost(); }
    void clear() override { m_queue.clear(); }

private:
    LotQueue<Before> m_queue;
};

} // namespace pf::lots
