#pragma once

#include "pf/base/time.hpp"
#include "pf/model/transaction.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <tuple>

namespace pf::valuation {

/// Dividends, interest, and what is received for staking, mining or nothing.
[[nodiscard]] bool is_income(model::TransactionType type);

/// Taxes and their refunds.
[[nodiscard]] bool is_tax(model::TransactionType type);

/// Tells the taxes that were withheld of income: those of the same account, instrument (or of money) and day as a
/// payment, and those of an instrument that neither paid nor was traded on that day, which is how brokers correct them
/// later. Others were paid on a trade, or for nothing that is known.
class Withholding {
public:
    /// Payments and trades are kept, all else is none of its business.
    void note(model::Transaction const& row, Date day);

    /// \param day  all of whose rows were noted
    [[nodiscard]] bool has(std::int64_t account_id, std::string const& ticker, Date day) const;

    void clear();

private:
    using Place = std::tuple<std::int64_t, Date, std::string>;

    std::set<Place> m_paying;
    std::set<Place> m_traded;
};

} // namespace pf::valuation
