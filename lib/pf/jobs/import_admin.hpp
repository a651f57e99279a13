#pragma once

#include "pf/db/database.hpp"
#include "pf/model/import_report.hpp"
#include "pf/model/transaction.hpp"

#include <string>
#include <vector>

namespace pf::jobs {

/// Newest first.
[[nodiscard]] std::vector<model::NamedImport> list_imports(db::Database& database);

/// One import, and the first of its transactions.
struct ImportDetails {
    std::vector<model::NamedImport> accounts;
    std::vector<model::Transaction> transactions;
};

/// \throws pf::Error  no_input, when there is no such import
[[nodiscard]] ImportDetails show_import(db::Database& database, std::int64_t import_id, std::int64_t limit);

struct UndoReport {
    std::int64_t import_id = 0;
    std::int64_t removed = 0; ///< transactions
    std::vector<model::PositionChange> changes;
};

/// Remove exactly what an import added; its files can be imported again.
/// \throws pf::Error  no_input (no such import), bad_data: already undone, prices or rates (which are not undone), or
/// later
///                    sales depend on it (naming them; nothing is changed)
[[nodiscard]] UndoReport undo_import(db::Database& database, std::int64_t import_id);

} // namespace pf::jobs
