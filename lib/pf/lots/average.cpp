#include "pf/lots/lot_queue.hpp"
#include "pf/lots/method.hpp"

namespace pf::lots {
namespace {

struct FirstBought {
    bool operator()(OpenLot const& left, OpenLot const& right) const { return bought_earlier(left, right); }
};

/// Cost lives in one pool. Lots keep their dates and are used first in, first out; what each of them costs is worked
/// out only when somebody asks, so that a purchase does not touch all open lots.
class Average final : public Method {
public:
    void add(OpenLot const& lot) override
    {
        m_cost = m_cost + lot.cost;
        m_quantity += lot.remaining;
        auto pooled = lot;
        pooled.cost = {};
        m_queue.add(pooled);
    }

    void take(Decimal quantity, std::vector<Part>& parts) override
    {
        auto cost = taken_cost(quantity);
        auto const first = parts.size();
        m_queue.take(quantity, parts);
        for (auto i = first; i < parts.size(); ++i) {
            parts[i].cost = take_share(cost, parts[i].quantity, quantity);
            quantity -= parts[i].quantity;
        }
    }

    void take_from(model::LotKey const& lot, Decimal quantity, std::vector<Part>& parts) override
    {
        m_queue.take_from(lot, quantity, parts);
        parts.back().cost = taken_cost(quantity);
    }

    [[nodiscard]] std::vector<OpenLot> lots() const override
    {
        auto lots = m_queue.lots();
        auto cost = m_cost;
        auto quantity = m_quantity;
        for (auto& lot : lots) {
            lot.cost = take_share(cost, lot.remaining, quantity);
            quantity -= lot.remaining;
        }
        return lots;
    }

    [[nodiscard]] Amounts cost() const override { return m_cost; }

    [[nodiscard]] bool pools_cost() const override { return true; }

    void clear() override { *this = Average{}; }

private:
    Amounts taken_cost(Decimal quantity)
    {
        auto const cost = take_share(m_cost, quantity, m_quantity);
        m_quantity -= quantity;
        return cost;
    }

    LotQueue<FirstBought> m_queue;
    Amounts m_cost;
    Decimal m_quantity;
};

} // namespace

/// The moving average: every unit costs what the pool costs per unit. A pool that is sold out starts anew.
std::unique_ptr<Method> make_average()
{
    return std::make_unique<Average>();
}

} // namespace pf::lots
