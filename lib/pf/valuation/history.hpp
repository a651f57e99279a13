#pragma once

#include "pf/lots/amounts.hpp"
#include "pf/lots/book.hpp"
#include "pf/model/account.hpp"
#include "pf/model/position.hpp"
#include "pf/model/snapshot.hpp"
#include "pf/valuation/cash_ledger.hpp"

#include <optional>
#include <string>
#include <vector>

namespace pf::valuation {

/// Units that came less units that went, without being bought or sold.
struct UnitsMoved {
    Decimal units;                                ///< in those of the end of the day
    std::optional<Decimal> cost_base = Decimal{}; ///< what they cost: their value where there is no price

    void add(Decimal quantity, std::optional<Decimal> cost);
};

/// One instrument of an account became another.
struct UnitsConverted {
    std::string other; ///< what they were, or what they became
    bool came = false; ///< else they went; what they were worth, the other instrument knows
    UnitsMoved moved;
    std::optional<Decimal> paid_base = Decimal{}; ///< to exercise a right: no part of what came by the conversion
};

/// What one day's rows did to one instrument in one account.
class InstrumentMoves {
public:
    /// A row that was booked.
    /// \param movement  what the book said of it, when units moved at cost
    /// \param held      after a split, else of no meaning
    void add(lots::Event const& event, std::optional<lots::Movement> const& movement, Decimal held);

    /// Amounts that need no price; transfers are left out.
    [[nodiscard]] model::InstrumentFlows const& flows() const { return m_flows; }

    /// The fees that are part of purchases and sales, in the account's base currency.
    [[nodiscard]] std::optional<Decimal> trade_fees() const { return m_trade_fees; }

    [[nodiscard]] UnitsMoved const& with_outside() const { return m_with_outside; }
    [[nodiscard]] UnitsMoved const& with_own_accounts() const { return m_with_own_accounts; }
    [[nodiscard]] std::vector<UnitsConverted> const& converted() const { return m_converted; }

    [[nodiscard]] bool any_units() const
    {
        return !m_with_outside.units.is_zero() || !m_with_own_accounts.units.is_zero();
    }

private:
    void add_money(lots::Event const& event);
    void add_paid_conversion(lots::Event const& event);
    void add_conversion(lots::Event const& event, std::optional<lots::Movement> const& movement);
    void add_units(lots::Event const& event, std::optional<lots::Movement> const& movement);
    void split(model::Transaction const& row, Decimal held);

    model::InstrumentFlows m_flows;
    std::optional<Decimal> m_trade_fees = Decimal{};
    UnitsMoved m_with_outside;
    UnitsMoved m_with_own_accounts;
    std::vector<UnitsConverted> m_converted;
};

/// An instrument at the end of a day on which something happened to it.
struct InstrumentDay {
    Date day{};
    model::Position position;
    InstrumentMoves moves;
};

/// What happened in one account, as far as it matters for a range of days.
struct AccountHistory {
    model::Account account;
    std::optional<Date> first_day; ///< of its first row; nothing when it has none
    CashLedger cash;
    /// Per instrument, by ticker: the last day before the range on which something happened, if any, and all such days
    /// within it, ascending.
    std::vector<std::vector<InstrumentDay>> instruments;
};

} // namespace pf::valuation
