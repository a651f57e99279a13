#pragma once

#include "pf/base/output.hpp"
#include "pf/model/account.hpp"
#include "pf/model/import_report.hpp"
#include "pf/model/transaction.hpp"
#include "pf/report/stream.hpp"

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace pf::report {

/// A transaction as people look at it.
struct TransactionRow {
    std::string account;
    model::Transaction transaction;
    Date day{}; ///< of the account
    std::string counter_account;
    std::string note;
    std::optional<Decimal> held; ///< units of its instrument after it; nothing when it moves none, or nobody asked
};

/// In the order in which they come. Schema: `pf.transactions/1`.
void write_transactions(std::ostream& out, Stream<TransactionRow> const& transactions, bool several_accounts,
                        OutputStyle const& style);

/// What stood in a transaction's place, and the correction that took it away.
struct SupersededRow {
    TransactionRow row;
    model::Import by;
};

/// One transaction, a line for each thing that is known of it. Schema: `pf.transaction/1`.
/// \param from    the import that brought it
/// \param before  the latest first
void write_transaction(std::ostream& out, TransactionRow const& row, model::Import const& from,
                       std::vector<SupersededRow> const& before, OutputStyle const& style);

/// What a correction has changed.
struct CorrectionRows {
    std::int64_t import_id = 0;
    std::vector<TransactionRow> removed;
    std::vector<TransactionRow> added;
    model::PositionChanges changes;
    bool dry_run = false;
};

/// Schema: `pf.correction/1`.
void write_correction(std::ostream& out, CorrectionRows const& correction, OutputStyle const& style);

} // namespace pf::report
