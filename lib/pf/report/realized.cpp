#include "pf/report/realized.hpp"

#include "pf/report/columns.hpp"

#include <optional>

namespace pf::report {
namespace {

std::string_view name_of(model::Term term)
{
    return term == model::Term::long_term ? "long" : "short";
}

std::vector<Column> columns(bool several_accounts)
{
    return {account_column(several_accounts),
            {"ticker", "Ticker"},
            {"disposal_date", "", Align::left, Shown::data_only},
            {"purchase_date", "", Align::left, Shown::data_only},
            {"sold", "Sold", Align::left, Shown::table_only},
            {"bought", "Bought", Align::left, Shown::table_only, 4},
            {"term", "Term", Align::left, Shown::everywhere, 3},
            {"quantity", "Quantity", Align::right},
            {"proceeds", "Proceeds", Align::right, Shown::everywhere, 1},
            {"cost_basis", "Cost", Align::right, Shown::everywhere, 2},
            {"realized_pl", "Realized", Align::right},
            {"currency", "Currency"},
            {"proceeds_base", "", Align::right, Shown::data_only},
            {"cost_basis_base", "", Align::right, Shown::data_only},
            {"realized_pl_base", "", Align::right, Shown::data_only},
            {"base_currency", "", Align::left, Shown::data_only},
            {"side", "", Align::left, Shown::data_only}};
}

Row row_of(RealizedRow const& row)
{
    auto const& disposal = row.disposal;
    // Units that were owed were sold when the position was opened, and bought when it was closed.
    bool const was_held = disposal.side == model::Side::held;
    return {text(row.account),
            text(disposal.ticker),
            day(row.closed),
            day(row.opened),
            day(was_held ? row.closed : row.opened),
            day(was_held ? row.opened : row.closed),
            text(name_of(disposal.term)),
            disposal.quantity,
            amount(disposal.proceeds, row.currency),
            amount(disposal.cost_basis, row.currency),
            amount(disposal.realized_pl, row.currency),
            text(row.currency.code()),
            amount(disposal.proceeds_base, row.base_currency),
            amount(disposal.cost_basis_base, row.base_currency),
            amount(disposal.realized_pl_base, row.base_currency),
            text(row.base_currency.code()),
            text(to_text(disposal.side))};
}

std::vector<std::optional<Decimal>> own_amounts(RealizedRow const& row)
{
    return {row.disposal.proceeds, row.disposal.cost_basis, row.disposal.realized_pl};
}

std::vector<std::string> const summed{"proceeds", "cost_basis", "realized_pl"};

void append_all_totals(Grid& grid, RealizedSummary const& summary, TotalCurrency const& total)
{
    // Short and long term are taxed apart; told only where both occur.
    bool const has_terms = summary.by_term.size() > 1;
    if (has_terms) {
        append_totals(grid, "short_term", "Short term", summary.by_term.at(model::Term::short_term), summed);
        append_totals(grid, "long_term", "Long term", summary.by_term.at(model::Term::long_term), summed);
    }
    append_totals(grid, "currency", "Total", summary.own, summed);
    if (summary.has_foreign) {
        append_totals(grid, "base", "All in base", summary.base, summed);
    }
    hide_totals(grid);
    auto const append = [&](std::string const& key, std::string const& label, Totals const& base) {
        append_one_total(grid, key, label, total.currency,
                         base.in_one(summed.size(), [&](Currency from) { return total.rate_of(from); }), summed);
    };
    if (has_terms) {
        append("total_short_term", "Short term", summary.base_by_term.at(model::Term::short_term));
        append("total_long_term", "Long term", summary.base_by_term.at(model::Term::long_term));
    }
    if (!summary.own.by_currency().empty()) {
        append("total", "Total", summary.base);
    }
}

void add(RealizedSummary& summary, RealizedRow const& row)
{
    auto const& disposal = row.disposal;
    summary.own.add(row.currency, own_amounts(row));
    std::vector const in_base{disposal.proceeds_base, disposal.cost_basis_base, disposal.realized_pl_base};
    summary.base.add(row.base_currency, in_base);
    summary.base_by_term[disposal.term].add(row.base_currency, in_base);
    summary.by_term[disposal.term].add(row.currency, own_amounts(row));
    summary.has_foreign = summary.has_foreign || row.currency != row.base_currency;
    summary.unknown += disposal.realized_pl && disposal.realized_pl_base ? 0 : 1;
}

} // namespace

RealizedSummary summary_of(Stream<RealizedRow> const& disposals)
{
    RealizedSummary summary;
    std::optional<std::string> account;
    disposals.visit([&](RealizedRow const& row) {
        add(summary, row);
        summary.several_accounts = summary.several_accounts || account.value_or(row.account) != row.account;
        account = row.account;
    });
    return summary;
}

void write_realized(std::ostream& out, Stream<RealizedRow> const& disposals, RealizedSummary const& summary,
                    RealizedScope const& scope, OutputStyle const& style)
{
    Grid grid{"disposals", "", columns(summary.several_accounts), {}, {}, "nothing was realized"};
    grid.source = rows_of(disposals, row_of);
    append_all_totals(grid, summary, scope.total);
    write(out,
          {"pf.realized/1",
           {{"first", scope.first ? day(*scope.first) : Value(Nothing())},
            {"last", scope.last ? day(*scope.last) : Value(Nothing())},
            {"booking_method", text(scope.method)},
            {"total_currency", text(scope.total.currency.code())}},
           {grid, rates_grid(scope.total.rates)},
           notes_on(scope.total.rates)},
          style);
}

} // namespace pf::report
