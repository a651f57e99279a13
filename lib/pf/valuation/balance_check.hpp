#pragma once

#include "pf/model/balance.hpp"
#include "pf/model/transaction.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace pf::valuation {

/// What a source says is held, and which rows count for it.
struct Claim {
    model::Balance balance;
    Timestamp until{}; ///< the last moment whose rows count
    Date day{};        ///< of the account
};

/// A balance that is not what the books hold, and the balances after it that differ by as much.
struct BalanceDifference {
    Claim claim;                       ///< the first of them
    std::optional<Decimal> booked;     ///< nothing: unknown
    std::optional<Decimal> difference; ///< what is said, less what is booked
    std::int64_t more = 0;             ///< balances after it
    std::optional<Date> agrees_until;  ///< the last balance before that is what the books hold
    /// By what every balance differs, were all rows counted from the first on: what may have been there before, or,
    /// when it is zero, money that the account did not keep yet. Nothing: it changes, or there is one balance only.
    std::optional<Decimal> opening;
    Date first_day{}; ///< of the first row or balance
};

/// What sources say of one instrument or currency of one account, balance after balance.
class BalanceTrack {
public:
    /// \param first_import_id  only balances of imports from this one on are looked for; the earlier ones are context
    explicit BalanceTrack(std::int64_t first_import_id = 0) : m_first_import_id(first_import_id) {}

    /// A day on which something moved, in any order.
    void note(Date day);

    /// \param claim       ascending by `until`
    /// \param booked      what the books hold then; nothing: unknown
    /// \param from_first  the same with rows before the account kept money
    void compare(Claim const& claim, std::optional<Decimal> booked, std::optional<Decimal> from_first);

    /// A balance of a time when the account kept no money: it only tells of what was there before.
    void pass(Claim const& claim, std::optional<Decimal> from_first);

    [[nodiscard]] std::vector<BalanceDifference> differences() const;

private:
    void note_opening(Claim const& claim, std::optional<Decimal> from_first);

    std::int64_t m_first_import_id;
    std::vector<BalanceDifference> m_differences;
    bool m_last_differs = false;
    std::optional<Decimal> m_last; ///< by how much the last balance differs
    std::optional<Date> m_agrees_until;
    std::optional<Date> m_first_day;
    std::optional<Decimal> m_opening;
    std::size_t m_count = 0;
    bool m_has_one_opening = true;
};

/// Compares what sources say of one instrument in one account with the units that its rows leave.
class UnitsCheck {
public:
    /// \param claims  ascending by `until`
    UnitsCheck(std::vector<Claim> claims, std::int64_t first_import_id)
        : m_claims(std::move(claims)), m_track(first_import_id)
    {
    }

    /// A row of the instrument, in the order of booking. \param day  that it is of
    void add(model::Transaction const& row, Date day);

    /// After the last row.
    [[nodiscard]] std::vector<BalanceDifference> finish();

private:
    void compare();

    std::vector<Claim> m_claims;
    std::size_t m_next = 0;
    Decimal m_units;
    BalanceTrack m_track;
};

/// Compares what sources say of the money in one account with what its rows leave, as `CashLedger` counts it.
class MoneyCheck {
public:
    /// \param claims      of any currency, ascending by `until`
    /// \param kept_since  the first day whose money stays in the account
    MoneyCheck(std::vector<Claim> claims, Currency base_currency, Date kept_since, std::int64_t first_import_id)
        : m_claims(std::move(claims)),
          m_base_currency(base_currency),
          m_kept_since(kept_since),
          m_first_import_id(first_import_id)
    {
    }

    /// A row of the account, ascending by moment. \param day  that it is of
    void add(model::Transaction const& row, Date day);

    /// After the last row; by currency.
    [[nodiscard]] std::vector<BalanceDifference> finish();

private:
    struct Money {
        std::optional<Decimal> kept = Decimal{};
        std::optional<Decimal> from_first = Decimal{};
        BalanceTrack track;
    };
    Money& money(Currency currency);
    void compare();

    std::vector<Claim> m_claims;
    std::size_t m_next = 0;
    Currency m_base_currency;
    Date m_kept_since;
    std::int64_t m_first_import_id;
    std::map<Currency, Money> m_money;
};

} // namespace pf::valuation
