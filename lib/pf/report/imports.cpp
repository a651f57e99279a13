#include "pf/report/imports.hpp"

#include "pf/report/changes_of_positions.hpp"
#include "pf/report/grid.hpp"

#include <ostream>

namespace pf::report {

namespace {

std::vector<Column> count_columns()
{
    return {{"rows_read", "Rows", Align::right},
            {"rows_inserted", "New", Align::right},
            {"rows_duplicate", "Duplicate", Align::right},
            {"rows_ignored", "Ignored", Align::right},
            {"rows_rejected", "Rejected", Align::right}};
}

void append_counts(Row& row, model::ImportCounts const& counts)
{
    for (auto const count : {counts.read, counts.inserted, counts.duplicate, counts.ignored, counts.rejected}) {
        row.emplace_back(count);
    }
}

Grid files_grid(model::ImportReport const& report)
{
    Grid grid{"files", {}, {{"file", "File"}, {"format", "Format"}, {"import_id", "Import", Align::right}}, {}, {}, {}};
    auto const counts = count_columns();
    grid.columns.insert(grid.columns.end(), counts.begin(), counts.end());
    grid.columns.push_back({"file_sha256", "SHA-256", Align::left, Shown::data_only});
    grid.columns.push_back({"rounded_prices", "Rounded prices", Align::right, Shown::data_only});
    grid.columns.push_back({"reject_file", "Reject file", Align::left, Shown::data_only});
    for (auto const& file : report.files) {
        Row row{text(file.file), text(file.format), report.stored ? Value{file.import_id} : Value{Nothing{}}};
        append_counts(row, file.counts);
        row.push_back(text(file.file_sha256));
        row.emplace_back(file.rounded_prices);
        row.push_back(file.reject_file.empty() ? Value{Nothing{}} : text(file.reject_file));
        grid.rows.push_back(std::move(row));
    }
    return grid;
}

Grid ignored_grid(model::ImportReport const& report)
{
    Grid grid{"ignored", "Ignored", {{"file", "File"}, {"rows", "Rows", Align::right}, {"rule", "Rule"}}, {}, {}, {}};
    for (auto const& file : report.files) {
        for (auto const& [rule, rows] : file.ignored_by) {
            grid.rows.push_back({text(file.file), rows, text(rule)});
        }
    }
    return grid;
}

Grid issues_grid(std::string key, model::IssueList const& issues)
{
    Grid grid{std::move(key),
              {},
              {{"file", "File", Align::left, Shown::data_only},
               {"line", "Line", Align::right, Shown::data_only},
               {"column", "Column", Align::left, Shown::data_only},
               {"value", "Value", Align::left, Shown::data_only},
               {"reason", "Reason", Align::left, Shown::data_only},
               {"hint", "Hint", Align::left, Shown::data_only}},
              {},
              {},
              {}};
    grid.source = rows_of(issues, [](model::Issue const& issue) {
        return Row{text(issue.file),  issue.line,         text(issue.column),
                   text(issue.value), text(issue.reason), text(issue.hint)};
    });
    return grid;
}

std::vector<Column> import_columns()
{
    std::vector<Column> columns{
        {"import_id", "Import", Align::right}, {"account", "Account"}, {"format", "Format"}, {"source_file", "File"}};
    auto const counts = count_columns();
    columns.insert(columns.end(), counts.begin(), counts.end());
    columns.push_back({"import_timestamp", "Imported at"});
    columns.push_back({"undone_at", "Undone at"});
    columns.push_back({"file_sha256", "SHA-256", Align::left, Shown::data_only});
    columns.push_back({"made_by", "", Align::left, Shown::data_only});
    columns.push_back({"reason", "", Align::left, Shown::data_only});
    return columns;
}

Row import_row(model::NamedImport const& named)
{
    auto const& import = named.import;
    Row row{import.id, text(named.account), text(import.format), text(import.source_file)};
    append_counts(row, import.counts);
    row.push_back(moment(import.import_timestamp));
    row.push_back(import.undone_at ? moment(*import.undone_at) : Value{Nothing{}});
    row.push_back(text(import.file_sha256));
    row.push_back(import.made_by.empty() ? Value{Nothing{}} : text(import.made_by));
    row.push_back(import.reason.empty() ? Value{Nothing{}} : text(import.reason));
    return row;
}

Grid imports_grid(std::vector<model::NamedImport> const& imports)
{
    Grid grid{"imports", {}, import_columns(), {}, {}, "no imports yet"};
    grid.source = rows_of(imports, import_row);
    return grid;
}

Value moment_of(model::Transaction const& transaction)
{
    return transaction.date_only ? day(transaction.date) : text(base::to_text(transaction.date));
}

/// A conversion has an amount only where money comes or goes beside the units, and what expires has none.
Value amount_of(model::Transaction const& transaction)
{
    bool const needs_none = model::converts(transaction.type) || transaction.type == model::TransactionType::expire;
    return needs_none && !transaction.total_amount ? Value{Nothing{}}
                                                   : amount(transaction.total_amount, transaction.currency);
}

Row transaction_row(model::Transaction const& transaction)
{
    auto const& currency = transaction.currency;
    return {transaction.line_no,
            moment_of(transaction),
            text(to_text(transaction.type)),
            text(transaction.ticker),
            transaction.quantity,
            transaction.price ? unit_price(transaction.price, currency) : Value{Nothing{}},
            amount_of(transaction),
            amount(transaction.fee, currency),
            text(currency.code())};
}

Grid transactions_grid(ImportRows const& rows)
{
    Grid grid{"transactions",
              "Transactions",
              {{"line_no", "Line", Align::right},
               {"transaction_date", "Date"},
               {"transaction_type", "Type"},
               {"ticker", "Ticker"},
               {"quantity", "Quantity", Align::right},
               {"price", "Price", Align::right},
               {"total_amount", "Amount", Align::right},
               {"fee", "Fee", Align::right},
               {"currency", "Currency"}},
              {},
              {},
              "no transactions"};
    grid.source = rows_of(rows, transaction_row);
    return grid;
}

std::string note_of_update(model::FileReport const& file, bool is_dry_run)
{
    auto const rows = std::to_string(file.updated) + (file.updated == 1 ? " row of " : " rows of ") + file.file;
    return is_dry_run ? rows + " would take the place of what is booked"
                      : rows + " took the place of what was booked: import " + std::to_string(file.update_import_id);
}

} // namespace

void write_import(std::ostream& out, model::ImportReport const& report, OutputStyle const& style)
{
    Report result{"pf.import/1", {{"dry_run", report.dry_run}, {"stored", report.stored}}, {}, {}};
    result.grids = {files_grid(report),
                    ignored_grid(report),
                    changes_grid(report.changes),
                    issues_grid("issues", report.issues),
                    issues_grid("held_back", report.held_back),
                    issues_grid("remarks", report.remarks),
                    issues_grid("changed", report.changed)};
    if (report.dry_run) {
        result.notes.emplace_back("dry run: nothing was changed");
    }
    for (auto const& file : report.files) {
        if (file.updated > 0) {
            result.notes.push_back(note_of_update(file, report.dry_run));
        }
        if (!file.reject_file.empty()) {
            result.notes.push_back("rejected rows of " + file.file + " are in " + file.reject_file);
        }
    }
    write(out, result, style);
}

void write_imports(std::ostream& out, std::vector<model::NamedImport> const& imports, OutputStyle const& style)
{
    write(out, {"pf.imports/1", {}, {imports_grid(imports)}, {}}, style);
}

void write_import_details(std::ostream& out, std::vector<model::NamedImport> const& accounts, ImportRows const& rows,
                          OutputStyle const& style)
{
    Report report{"pf.import_details/1",
                  {{"transactions_total", rows.total}},
                  {imports_grid(accounts), transactions_grid(rows)},
                  {}};
    if (rows.shown < rows.total) {
        report.notes.push_back(std::to_string(rows.shown) + " of " + std::to_string(rows.total) +
                               " transactions; --limit N shows more, --output json all");
    }
    write(out, report, style);
}

void write_undo(std::ostream& out, UndoneImport const& undone, OutputStyle const& style)
{
    Report report{"pf.undo/1",
                  {{"import_id", undone.import_id},
                   {"transactions_removed", undone.removed},
                   {"balances_removed", undone.removed_balances},
                   {"dry_run", undone.dry_run}},
                  {changes_grid(undone.changes)},
                  {}};
    report.notes.push_back("import " + std::to_string(undone.import_id) + " undone: " + std::to_string(undone.removed) +
                           (undone.removed == 1 ? " transaction" : " transactions") + " removed");
    if (undone.removed_balances > 0) {
        report.notes.push_back("with it went " + std::to_string(undone.removed_balances) +
                               (undone.removed_balances == 1 ? " balance" : " balances") + " that it told of");
    }
    for (auto const correction : undone.corrections) {
        report.notes.push_back("with it went its correction, import " + std::to_string(correction));
    }
    if (undone.dry_run) {
        report.notes.emplace_back("dry run: nothing was changed");
    }
    write(out, report, style);
}

} // namespace pf::report
