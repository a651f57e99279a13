#pragma once

#include "pf/base/output.hpp"
#include "pf/db/database.hpp"
#include "pf/model/import_report.hpp"
#include "pf/model/transaction.hpp"
#include "pf/report/imports.hpp"

#include <cstdint>
#include <iosfwd>
#include <optional>
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

/// Remove exactly what an import added, and the corrections of it; its files can be imported again. A correction that
/// is undone brings back what it took the place of.
/// \param dry_run  do everything, and change nothing
/// \throws pf::Error  no_input (no such import), bad_data: already undone, prices or rates (which are not undone), or
/// later
///                    sales depend on it (naming them; nothing is changed)
[[nodiscard]] report::UndoneImport undo_import(db::Database& database, std::int64_t import_id, bool dry_run = false);

} // namespace pf::jobs
