#pragma once

#include "pf/model/balance.hpp"
#include "pf/model/issue.hpp"
#include "pf/model/price.hpp"
#include "pf/model/transaction.hpp"

#include <cstdint>
#include <optional>
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
    std::optional<Decimal> multiplier; ///< of the instrument, as the row says: amounts are quantity × price × this
    std::string also_named;            ///< another name of the instrument, by the same row; empty: none
    std::string account;               ///< empty: the command's account
    std::string counter_account;       ///< empty but for a transfer between own accounts
    /// Equals a row above the header that comes again: two exports that were joined tell of one event. The fingerprint
    /// is that of another one.
    bool seems_known = false;
    /// What an earlier program booked such a row as, where that differs: its fingerprint stays the same.
    std::optional<model::TransactionType> known_as;
};

/// What a row says that an account, by name, holds.
struct Statement {
    model::Balance balance;  ///< without account and import
    std::string account;     ///< empty: the command's account
    bool is_running = false; ///< stands beside what the row books: of a day the last one tells all
};

/// What became of a row, or of several rows that tell of one event (a trade that the source spreads over rows).
/// Exactly one of these is not empty: what it emits (`drafts`, `prices`, `fx_rates`, `statements`), `ignored_by`,
/// `issues`.
struct Entry {
    std::int64_t rows = 0; ///< of the file, header not counted
    std::int64_t line = 0; ///< of the first of them; every draft's `line_no`
    std::int64_t part = 0; ///< of the file: how often its header came again above them
    std::vector<Draft> drafts;
    std::vector<model::Price> prices;
    std::vector<model::FxRate> fx_rates;
    std::vector<Statement> statements; ///< alone, or beside drafts
    std::string ignored_by;            ///< the rule's name and reason
    std::vector<Draft> taken_back; ///< what an ignored row would have been, had no other row of the file taken it back
    std::vector<Issue> issues;     ///< the rows are rejected
    /// What rejected rows would be, as far as they can be read; see `FileReader::keep_rejected`. A moment that cannot
    /// be read is the beginning of 1970, a type that cannot is BUY.
    std::vector<Draft> rejected;
    std::vector<Issue> remarks; ///< what is odd about a row that is booked
    std::string raw;            ///< the rows as they stand in the file, for a reject file; see `FileReader::keep_raw`
    std::int64_t rounded_prices = 0; ///< prices with more than 18 decimals
    bool has_empty_side = false;     ///< a rule exchanges money, and one side of it is zero
    bool may_stand_again = false;    ///< with the same fingerprints, in the same file: the source's ids make them

    void clear();
};

} // namespace pf::importer
