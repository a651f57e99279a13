#pragma once

#include "pf/base/output.hpp"
#include "pf/model/import_report.hpp"
#include "pf/model/transaction.hpp"

#include <cstdint>
#include <iosfwd>
#include <vector>

namespace pf::report {

/// What an import did: a row per file, its ignored rows by rule, and how positions changed. JSON: `pf.import/1`.
/// Issues are part of the JSON document; for people they go to stderr, which is the program's business.
void write_import(std::ostream& out, model::ImportReport const& report, OutputStyle const& style);

/// All imports, newest first. JSON: `pf.imports/1`.
void write_imports(std::ostream& out, std::vector<model::NamedImport> const& imports, OutputStyle const& style);

/// One import and the first of its transactions. JSON: `pf.import_details/1`.
void write_import_details(std::ostream& out, std::vector<model::NamedImport> const& accounts,
                          std::vector<model::Transaction> const& transactions, OutputStyle const& style);

/// What undoing an import changed. JSON: `pf.undo/1`.
void write_undo(std::ostream& out, std::int64_t import_id, std::int64_t removed,
                std::vector<model::PositionChange> const& changes, OutputStyle const& style);

} // namespace pf::report
