#pragma once

#include "pf/base/output.hpp"
#include "pf/db/database.hpp"
#include "pf/model/import_report.hpp"
#include "pf/model/transaction.hpp"

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace pf::jobs {

/// Newest first.
[[nodiscard]] std::vector<model::NamedImport> list_imports(db::Database& database);

/// `pf-import show ID`: one import and its transactions.
/// \param limit  of the transactions; nothing: 20 in a table, all in JSON and CSV
/// \throws pf::Error  no_input, when there is no such import
void show_import(db::Database& database, std::int64_t import_id, std::optional<std::int64_t> limit,
                 OutputStyle const& style, std::ostream& out);

struct UndoReport {
    std::int64_t import_id = 0;
    std::int64_t removed = 0; ///< transactions
    std::int64_t removed_balances = 0;
    std::set<std::int64_t> corrections; ///< of what the import had added: imports that went with it
    model::PositionChanges changes;
};

/// Remove exactly what an import added, and the corrections of it; its files can be imported again. A correction that
/// is undone brings back what it took the place of.
/// \throws pf::Error  no_input (no such import), bad_data: already undone, prices or rates (which are not undone), or
/// later
///                    sales depend on it (naming them; nothing is changed)
[[nodiscard]] UndoReport undo_import(db::Database& database, std::int64_t import_id);

} // namespace pf::jobs
