#pragma once

#include "pf/model/import_report.hpp"
#include "pf/model/price.hpp"
#include "pf/model/transaction.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace pf::importer {

using model::Issue;

/// A transaction that knows its accounts by name only.
struct Draft {
    /// Without account, id, import; with fingerprint. No currency: no amount is known either, so the account's base
    /// currency does as well as any.
    model::Transaction transaction;
    /// What `transaction.fx_rate` leads to. When it is another than the account's base currency, the rate is of no use
    /// to it and must be dropped. None: the base currency, whichever it is.
    Currency fx_currency;
    std::string account;         ///< empty: the command's account
    std::string counter_account; ///< empty but for a transfer between own accounts
};

/// What became of a row, or of several rows that tell of one event (a trade that the source spreads over rows).
/// Exactly one of these is not empty: what it emits (`drafts`, `prices`, `fx_rates`), `ignored_by`, `issues`.
struct Entry {
    std::int64_t rows = 0; ///< of the file, header not counted
    std::int64_t line = 0; ///< of the first of them; every draft's `line_no`
    std::vector<Draft> drafts;
    std::vector<model::Price> prices;
    std::vector<model::FxRate> fx_rates;
    std::string ignored_by;    ///< the rule's name and reason
    std::vector<Issue> issues; ///< the rows are rejected
    std::string raw;           ///< the rows as they stand in the file, for a reject file; see `FileReader::keep_raw`
    std::int64_t rounded_prices = 0; ///< prices with more than 18 decimals
    bool may_stand_again = false;    ///< with the same fingerprints, in the same file: the source's ids make them

    void clear();
};

} // namespace pf::importer
