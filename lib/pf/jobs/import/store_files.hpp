#pragma once

#include "pf/jobs/import/gaps.hpp"
#include "pf/jobs/import/oversells.hpp"
#include "pf/jobs/import/read_progress.hpp"
#include "pf/jobs/import/store_plan.hpp"

#include <variant>
#include <vector>

namespace pf::jobs {

/// What was stored; with a dry run, what would have been.
struct Stored {
    std::vector<model::FileReport> files;
    base::SpilledTexts notes;
    model::IssueList held_back;
    model::IssueList remarks;
    model::IssueList changed;
    model::IssueList left_out; ///< rows that rest on others that are left out
    model::PositionChanges changes;
    model::IssueList balances; ///< what the files say is held, and the books do not hold
};

/// Such balances, and the request is strict about them.
struct Unbalanced {
    model::IssueList balances;
};

/// Rows say of an instrument what cannot be.
struct Contradicted {
    std::vector<model::Issue> issues; ///< the first row of each kind
    ContradictingRows rows;           ///< all of them
    bool is_of_names = false;
};

/// Another command came between: a transfer leads to an account that is not locked, or names were taught.
struct Outrun {};

/// One try to store everything, in one transaction; only `Stored` has changed the database.
using StoreAttempt = std::variant<Stored, Oversold, Contradicted, Unbalanced, Outrun>;

/// What a command that leaves out rows leaves out.
struct LeftOut {
    std::vector<ExcludedRows> excluded;  ///< of each file
    std::vector<ExcludedRows> as_income; ///< likewise; these stay, as income
    Gaps gaps;
    bool has_contradicting_names = false; ///< rows of such are among the excluded
};

/// \throws pf::Error  io_error (a file is not what was read), cannot_create (the reject file), unavailable, busy …
[[nodiscard]] StoreAttempt store_files(db::Database& database, AccountsByName const& known, ReadFiles const& read,
                                       LeftOut const& left_out, ImportRequest const& request, ReadProgress& progress);

} // namespace pf::jobs
