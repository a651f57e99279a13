#pragma once

#include "pf/model/cash_balance.hpp"
#include "pf/model/transaction.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace pf::valuation {

/// What a row does to its account's money, in the row's currency: a purchase takes its amount and fee, a sale brings
/// its amount less the fee. Units that come or go without a price (transfers, staking …) cost their fee alone. Nothing:
/// unknown. A transfer without an instrument moves its amount.
[[nodiscard]] std::optional<Decimal> money_moved(model::Transaction const& row);

/// Money that comes from outside the account or goes there for itself, not to pay for anything: a deposit, a
/// withdrawal, a transfer without an instrument.
[[nodiscard]] bool is_deposit(model::Transaction const& row);

/// The first day whose money stays in an account; nothing while it keeps none.
[[nodiscard]] std::optional<Date> kept_since(model::CashKeeping keeping, std::optional<Date> first_deposit);

/// The money of one account. Unless it always or never keeps money, it keeps none before the day of its first DEPOSIT,
/// WITHDRAWAL or transfer of money: until then what purchases cost comes from outside, and what sales and income bring
/// goes there. From that day on, all of it included, money stays in the account, by currency, and may become negative.
/// Source: docs/pf-snapshot.md, "Cash".
class CashLedger {
public:
    explicit CashLedger(model::CashKeeping keeping = model::CashKeeping::from_first_deposit) : m_keeping(keeping) {}

    using Balances = std::map<Currency, std::optional<Decimal>>; ///< nothing: unknown

    /// A row, in any order of days.
    /// \param day           that it is of
    /// \param rate_to_base  from the row's currency into the account's base currency; nothing: unknown
    void add(model::Transaction const& row, Date day, Currency base_currency, std::optional<Decimal> rate_to_base);

    /// All rows of another ledger.
    void add(CashLedger const& other);

    /// What the account itself earned and paid, in rows of no instrument: interest, fees, taxes; in the base currency.
    struct Own {
        std::optional<Decimal> income = Decimal{};
        std::optional<Decimal> charges = Decimal{};
    };
    [[nodiscard]] Own own(Date first, Date last) const;

    [[nodiscard]] std::optional<Date> kept_since() const { return valuation::kept_since(m_keeping, m_first_deposit); }

    /// The day of the first row that moves money from or to the outside for itself.
    [[nodiscard]] std::optional<Date> first_deposit() const { return m_first_deposit; }

    /// What the rows from that day on leave, by currency. \param account_id  whose it is
    [[nodiscard]] std::vector<model::CashBalance> balances(std::int64_t account_id, Date since) const;

private:
    struct Day {
        Balances moved;
        std::optional<Decimal> paid_base = Decimal{};          ///< got for what is no deposit, less what was paid
        std::optional<Decimal> deposited_base = Decimal{};     ///< less what was withdrawn; fees are no part of it
        std::optional<Decimal> own_transfers_base = Decimal{}; ///< the part of it between own accounts
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

        /// The part of `flows` that other own accounts sent or got.
        [[nodiscard]] std::optional<Decimal> own_transfers() const { return m_own_transfers; }

    private:
        void take(Date day, Day const& moved);

        CashLedger const* m_ledger;
        std::map<Date, Day>::const_iterator m_next;
        Balances m_balances;
        std::optional<Decimal> m_flows = Decimal{};
        std::optional<Decimal> m_own_transfers = Decimal{};
    };

private:
    static void add_own(Own& own, model::Transaction const& row, std::optional<Decimal> rate_to_base);
    static void add_moved(Balances& balances, Balances const& moved);

    model::CashKeeping m_keeping;
    std::map<Date, Day> m_days;
    std::optional<Date> m_first_deposit; ///< or withdrawal
};

} // namespace pf::valuation
