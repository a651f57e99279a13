#include "pf/report/transactions.hpp"

#include "pf/report/changes_of_positions.hpp"
#include "pf/report/columns.hpp"

namespace pf::report {
namespace {

Value when(TransactionRow const& row)
{
    return row.transaction.date_only ? day(row.day) : moment(row.transaction.date);
}

std::vector<Column> columns(bool several_accounts, bool with_held)
{
    return {{"transaction_id", "ID", Align::right},
            account_column(several_accounts),
            {"transaction_date", "Date"},
            {"transaction_type", "Type"},
            {"ticker", "Ticker"},
            {"quantity", "Quantity", Align::right},
            {"price", "Price", Align::right},
            {"total_amount", "Amount", Align::right},
            {"fee", "Fee", Align::right},
            {"currency", "Currency"},
            {"quantity_held", "Held", Align::right, with_held ? Shown::everywhere : Shown::data_only},
            {"note", "Note"},
            {"counter_account", "", Align::left, Shown::data_only},
            {"description", "", Align::left, Shown::data_only},
            {"external_id", "", Align::left, Shown::data_only},
            {"import_id", "", Align::right, Shown::data_only},
            {"line_no", "", Align::right, Shown::data_only}};
}

/// A split says how many new units stand for how many old ones, or how many were added.
Value units_of(model::Transaction const& one)
{
    if (one.split_numerator != 0) {
        return text(std::to_string(one.split_numerator) + ":" + std::to_string(one.split_denominator));
    }
    return one.quantity.is_zero() ? Value(Nothing()) : Value(one.quantity);
}

Row row_of(TransactionRow const& row)
{
    auto const& one = row.transaction;
    return {one.id,
            text(row.account),
            when(row),
            text(to_text(one.type)),
            text_or_nothing(one.ticker),
            units_of(one),
            one.price ? unit_price(one.price, one.currency) : Value(Nothing()),
            one.total_amount ? amount(one.total_amount, one.currency) : Value(Nothing()),
            one.fee.is_zero() ? Value(Nothing()) : amount(one.fee, one.currency),
            text_or_nothing(one.currency.code()),
            row.held ? Value(*row.held) : Value(Nothing()),
            text_or_nothing(row.note),
            text_or_nothing(row.counter_account),
            text_or_nothing(one.description),
            text_or_nothing(one.external_id),
            one.import_id,
            one.line_no};
}

Grid grid_of(std::string key, std::string heading, std::vector<TransactionRow> const& rows)
{
    Grid grid{std::move(key), std::move(heading), columns(have_several_accounts(rows), false)};
    grid.source = rows_of(rows, row_of);
    return grid;
}

/// What is known of it, a line each; nothing is left out but what is not there.
Grid facts_of(TransactionRow const& row, model::Import const& from)
{
    Grid grid{"fields", "", {{"field", "Field"}, {"value", "Value"}}};
    auto const known = row_of(row);
    auto const all = columns(true, true);
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!std::holds_alternative<Nothing>(known[i])) {
            grid.rows.push_back({text(all[i].key), known[i]});
        }
    }
    auto const& one = row.transaction;
    grid.rows.push_back({text("asset_type"), text(to_text(one.asset_type))});
    if (!one.symbol.empty()) {
        grid.rows.push_back({text("symbol"), text(one.symbol)});
    }
    if (!one.lots.empty()) {
        grid.rows.push_back({text("lots"), text(one.lots)});
    }
    if (one.fx_rate) {
        grid.rows.push_back({text("fx_rate"), *one.fx_rate});
    }
    grid.rows.push_back({text("source_file"), text(from.source_file)});
    grid.rows.push_back({text("format"), text(from.format)});
    grid.rows.push_back({text("import_timestamp"), moment(from.import_timestamp)});
    if (!from.reason.empty()) {
        grid.rows.push_back({text("reason"), text(from.reason)});
    }
    return grid;
}

Grid history_of(std::vector<SupersededRow> const& before)
{
    Grid grid{"before", "Before", columns(false, false)};
    grid.columns.push_back({"corrected_at", "Corrected at"});
    grid.columns.push_back({"made_by", "By"});
    grid.columns.push_back({"reason", "Reason"});
    grid.source = rows_of(before, [](SupersededRow const& superseded) {
        auto row = row_of(superseded.row);
        row.push_back(moment(superseded.by.import_timestamp));
        row.push_back(text_or_nothing(superseded.by.made_by));
        row.push_back(text_or_nothing(superseded.by.reason));
        return row;
    });
    return grid;
}

} // namespace

void write_transactions(std::ostream& out, Stream<TransactionRow> const& transactions, bool several_accounts,
                        OutputStyle const& style)
{
    Grid grid{"transactions", "", columns(several_accounts, true), {}, {}, "no transactions"};
    grid.source = [&](RowReceiver const& receiver) {
        transactions.visit([&](TransactionRow const& row) { receiver(row_of(row)); });
    };
    grid.goes_out_at_once = true;
    write(out, {"pf.transactions/1", {}, {std::move(grid)}, {}}, style);
}

void write_transaction(std::ostream& out, TransactionRow const& row, model::Import const& from,
                       std::vector<SupersededRow> const& before, OutputStyle const& style)
{
    write(out, {"pf.transaction/1", {}, {facts_of(row, from), history_of(before)}, {}}, style);
}

void write_correction(std::ostream& out, CorrectionRows const& correction, OutputStyle const& style)
{
    Report report{"pf.correction/1",
                  {{"import_id", correction.dry_run ? Value(Nothing()) : Value(correction.import_id)},
                   {"dry_run", correction.dry_run}},
                  {grid_of("removed", "Removed", correction.removed), grid_of("added", "Added", correction.added),
                   changes_grid(correction.changes)},
                  {}};
    if (correction.dry_run) {
        report.notes.emplace_back("dry run: nothing was changed");
    }
    write(out, report, style);
}

} // namespace pf::report
