#pragma once

#include "pf/base/output.hpp"
#include "pf/model/import_report.hpp"
#include "pf/model/transaction.hpp"

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <set>
#include <vector>

namespace pf::report {

/// What an import did: a row per file, its ignored rows by rule, and how positions changed. JSON: `pf.import/1`.
/// Issues are part of the JSON document; for people they go to stderr, which is the program's business.
void write_import(std::ostream& out, model::ImportReport const& report, OutputStyle const& style);

/// All imports, newest first. JSON: `pf.imports/1`.
void write_imports(std::ostream& out, std::vector<model::NamedImport> const& imports, OutputStyle const& style);

/// The first transactions of an import.
struct ImportRows {
    std::function<void(std::function<void(model::Transaction const&)> const&)> visit; ///< may be called again
    std::int64_t shown = 0;
    std::int64_t total = 0;
};

/// One import and its transactions; a table that stops short says so. JSON: `pf.import_details/1`.
void write_import_details(std::ostream& out, std::vector<model::NamedImport> const& accounts, ImportRows const& rows,
                          OutputStyle const& style);

/// What undoing an import changed.
struct UndoneImport {
    std::int64_t import_id = 0;
    std::int64_t removed = 0; ///< transactions
    std::int64_t removed_balances = 0;
    std::set<std::int64_t> corrections; ///< of what the import had added: imports that went with it
    model::PositionChanges changes;
    bool dry_run = false;
};

/// JSON: `pf.undo/1`.
void write_undo(std::ostream& out, UndoneImport const& undone, OutputStyle const& style);

} // namespace pf::report
