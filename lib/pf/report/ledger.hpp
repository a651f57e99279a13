#pragma once

#include "pf/base/output.hpp"
#include "pf/model/account.hpp"
#include "pf/model/import_report.hpp"
#include "pf/model/types.hpp"
#include "pf/money/currency.hpp"
#include "pf/money/decimal.hpp"

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace pf::report {

/// Money that one transaction moved. Nothing means unknown.
struct CashMovement {
    std::string account;
    Date date{};
    model::TransactionType type = model::TransactionType::deposit;
    std::string ticker;             ///< empty: of no instrument
    std::optional<Decimal> amount;  ///< negative: it left
    std::optional<Decimal> balance; ///< after it, in the same currency
    Currency currency;
    std::int64_t transaction_id = 0;
    std::int64_t import_id = 0;
};

/// In the order in which they were moved. Schema: `pf.cash/1`.
void write_cash_movements(std::ostream& out, std::vector<CashMovement> const& movements, OutputStyle const& style);

/// What a source says is held, where the books hold something else. Nothing means unknown.
struct BalanceDifference {
    std::string account;
    Date date{};
    std::string ticker; ///< of units; empty: money
    Currency currency;  ///< of money
    Decimal said;
    std::optional<Decimal> booked;
    std::optional<Decimal> difference; ///< what is said, less what is booked
    std::int64_t import_id = 0;
    std::string file;
    std::int64_t line_no = 0;
};

/// By account. Schema: `pf.balances/1`. \param compared  how many balances were looked at
void write_balance_differences(std::ostream& out, std::vector<BalanceDifference> const& differences,
                               std::int64_t compared, OutputStyle const& style);

/// Positions that are others now that accounts were booked anew. Schema: `pf.rebooked/1`.
/// \param account  empty: several
void write_rebooked(std::ostream& out, std::string const& account, model::PositionChanges const& changes, bool dry_run,
                    OutputStyle const& style);

/// An account, and what sources call it.
struct AccountRow {
    model::Account account;
    std::vector<std::string> names;
};

/// By name. Schema: `pf.accounts/1`.
void write_accounts(std::ostream& out, std::vector<AccountRow> const& accounts, OutputStyle const& style);

} // namespace pf::report
