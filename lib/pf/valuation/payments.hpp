#pragma once

#include "pf/base/time.hpp"
#include "pf/model/transaction.hpp"
#include "pf/valuation/withholding.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace pf::valuation {

/// What was paid to an account, or by it.
enum class PaymentKind : std::uint8_t {
    dividend,
    interest,
    reward,    ///< staking, mining, airdrops: what the units were worth
    withheld,  ///< tax on these, refunds taken off
    trade_fee, ///< that is part of another row
    fee,       ///< of its own, refunds taken off
    tax,       ///< all of it, withheld or not, refunds taken off
};

/// One of these, in the currency of its row. Nothing: unknown.
struct PaidAmount {
    std::int64_t account_id = 0;
    Date day{};
    std::string ticker; ///< empty: of no instrument
    Currency currency;
    PaymentKind kind = PaymentKind::dividend;
    std::optional<Decimal> amount;
    std::optional<Decimal> rate_to_base; ///< one unit of `currency` in the account's base currency, on that day

    friend bool operator==(PaidAmount const&, PaidAmount const&) = default;
};

using PaymentReceiver = std::function<void(PaidAmount const&)>;

/// A row of the books with what its account knows of it.
struct BookedRow {
    model::Transaction const& row;
    Date day{};                          ///< of its account
    Currency base_currency{};            ///< of its account: a row whose currency nobody knows is in it
    std::optional<Decimal> rate_to_base; ///< of its currency, on that day
};

/// The fees and taxes of a row. Units that are paid as a fee cost what they were worth.
void visit_costs(BookedRow const& booked, PaymentReceiver const& receiver);

/// Finds income, and the tax that was withheld of it, see Withholding. Other taxes are costs alone. Keeps the rows
/// of one day.
class IncomeFinder {
public:
    explicit IncomeFinder(PaymentReceiver receiver) : m_receiver(std::move(receiver)) {}

    /// By account and day, ascending.
    void add(BookedRow const& booked);

    /// The last day.
    void finish();

private:
    PaymentReceiver m_receiver;
    std::int64_t m_account_id = 0;
    Date m_day{};
    std::vector<PaidAmount> m_taxes;
    Withholding m_withholding;
};

} // namespace pf::valuation
