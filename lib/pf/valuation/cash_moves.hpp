#pragma once

#include "pf/model/cash_balance.hpp"
#include "pf/model/transaction.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace pf::valuation {

/// What rows move of one account's money, day by day: of all that `CashLedger` tells only the balances, in 32 bytes for
/// each day and currency, so that thousands of accounts can be followed at once.
class CashMoves {
public:
    /// A row, in any order of days.
    /// \param day  that it is of
    void add(model::Transaction const& row, Date day, Currency base_currency);

    /// All rows of another.
    void add(CashMoves const& other);

    /// The day of the first row that moves money from or to the outside for itself.
    [[nodiscard]] std::optional<Date> first_deposit() const { return m_first_deposit; }

    /// What the rows from that day on leave, by currency. \param account_id  whose it is
    [[nodiscard]] std::vector<model::CashBalance> balances(std::int64_t account_id, Date since) const;

private:
    struct Move {
        [[nodiscard]] Date day() const { return Date{std::chrono::days{day_number}}; }

        Decimal amount;
        std::int32_t day_number = 0; ///< half as large as a `Date`
        Currency currency;
        bool is_known = true;
    };

    void add(Move const& move);
    static void condense(std::vector<Move>& moves);

    std::vector<Move> m_moves;
    std::optional<Date> m_first_deposit; ///< or withdrawal
};

} // namespace pf::valuation
