#pragma once

#include "pf/lots/method.hpp"
#include "pf/tax/entry.hpp"

#include <memory>
#include <vector>

namespace pf::tax {

/// Where units of a lot come from.
struct Origin {
    std::size_t entry = 0; ///< of the family: the row that acquired them
    Date bought{};
    Date held_since{};           ///< from which day the holding period counts
    bool is_replacement = false; ///< a disallowed loss is part of its cost, or waits for it
};

/// The open lots of one instrument in one account, or in all. A lot's `Amounts::position` is its cost in the tax
/// currency, `base` what a disallowed loss has to do with it; the account of its key is the number of its origin.
class Shelf {
public:
    explicit Shelf(model::BookingMethod method);

    /// Units held; negative when they are owed.
    [[nodiscard]] Decimal units() const { return m_units; }
    [[nodiscard]] bool pools_cost() const { return m_held->pools_cost(); }

    void add(lots::OpenLot const& lot);

    /// Where lots share one cost: add to it, in a lot without units.
    void add_to_pool(lots::OpenLot lot);

    /// \param units  at most what is held
    [[nodiscard]] std::vector<lots::Part> take(Decimal units);
    [[nodiscard]] lots::Part take_from(model::LotKey const& lot, Decimal units);

    /// \param units  at most what is owed
    [[nodiscard]] std::vector<lots::Part> take_owed(Decimal units);

    /// In the order of purchase, of the side that is open.
    [[nodiscard]] std::vector<lots::OpenLot> lots() const;
    void replace(std::vector<lots::OpenLot> const& lots);

private:
    [[nodiscard]] lots::Method& side() const { return m_units.is_negative() ? *m_owed : *m_held; }

    std::unique_ptr<lots::Method> m_held;
    std::unique_ptr<lots::Method> m_owed;
    Decimal m_units;
};

} // namespace pf::tax
