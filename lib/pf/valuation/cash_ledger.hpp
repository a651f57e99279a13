#pragma once

#include "pf/model/transaction.hpp"

#include <map>
#include <optional>

namespace pf::valuation {

/// What a row does to its account's money, in the row's currency: a purchase takes its amount and fee, a sale brings
/// its amount less the fee. Units that come or go without a price (transfers, staking …) cost their fee alone. Nothing:
/// unknown.
[[nodiscard]] std::optional<Decimal> money_moved(model::Transaction const& row);

/// The money of one account. It keeps none before the day of its first DEPOSIT or WITHDRAWAL: until then what purchases
/// cost comes from outside, and what sales and income bring goes there. From that day on, all of it included, money
/// stays in the account, by currency, and may become negative. Source: docs/pf-snapshot.md, "Cash".
class CashLedger {
public:
    using Balances = std::map<Currency, std::optional<Decimal>>; ///< nothing: unknown

    /// A row, in any order of days.
    /// \param rate_to_base  from the row's currency into the account's base currency; nothing: unknown
    void add(model::Transaction const& row, Currency base_currency, std::optional<Decimal> rate_to_base);

    /// What the account itself earned and paid, in rows of no instrument: interest, fees, taxes; in the base currency.
    struct Own {
        std::optional<Decimal> income = Decimal{};
        std::optional<Decimal> charges = Decimal{};
    };
    [[nodiscard]] Own own(Date first, Date last) const;

private:
    struct Day {
        Balances moved;
        std::optional<Decimal> moved_base = Decimal{};
        std::optional<Decimal> deposited_base = Decimal{}; ///< less what was withdrawn; fees are no part of it
        Own own;
    };

public:
    /// Balances and flows day by day.
    class Walk {
    public:
        /// \param ledger  outlives the walk, and does not change
        explicit Walk(CashLedger const& ledger) : m_ledger(&ledger), m_next(ledger.m_days.begin()) {}

        /// To the end of a day, which is after the last one.
        void go_to(Date day);

        [[nodiscard]] Balances const& balances() const { return m_balances; }

        /// What came from outside on that very day, less what went there, in the base currency.
        [[nodiscard]] std::optional<Decimal> flows() const { return m_flows; }

    private:
        void take(Date day, Day const& moved);

        CashLedger const* m_ledger;
        std::map<Date, Day>::const_iterator m_next;
        Balances m_balances;
        std::optional<Decimal> m_flows = Decimal{};
    };

private:
    std::map<Date, Day> m_days;
    std::optional<Date> m_first_deposit; ///< or withdrawal
};

} // namespace pf::valuation
