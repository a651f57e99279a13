#include "pf/report/realized.hpp"

#include "pf/report/columns.hpp"

#include <algorithm>
#include <map>

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
            {"disposal_date", "Sold"},
            {"purchase_date", "Bought"},
            {"term", "Term"},
            {"quantity", "Quantity", Align::right},
            {"proceeds", "Proceeds", Align::right},
            {"cost_basis", "Cost", Align::right},
            {"realized_pl", "Realized", Align::right},
            {"currency", "Currency"},
            {"proceeds_base", "", Align::right, Shown::data_only},
            {"cost_basis_base", "", Align::right, Shown::data_only},
            {"realized_pl_base", "", Align::right, Shown::data_only},
            {"base_currency", "", Align::left, Shown::data_only}};
}

Row row_of(RealizedRow const& row)
{
    auto const& disposal = row.disposal;
    return {text(row.account),
            text(disposal.ticker),
            day(disposal.date),
            day(disposal.purchase_date),
            text(name_of(disposal.term)),
            disposal.quantity,
            amount(disposal.proceeds, row.currency),
            amount(disposal.cost_basis, row.currency),
            amount(disposal.realized_pl, row.currency),
            text(row.currency.code()),
            amount(disposal.proceeds_base, row.base_currency),
            amount(disposal.cost_basis_base, row.base_currency),
            amount(disposal.realized_pl_base, row.base_currency),
            text(row.base_currency.code())};
}

std::vector<std::optional<Decimal>> own_amounts(RealizedRow const& row)
{
    return {row.disposal.proceeds, row.disposal.cost_basis, row.disposal.realized_pl};
}

std::vector<std::string> const summed{"proceeds", "cost_basis", "realized_pl"};

// Short and long term are taxed apart; told only where both occur.
void append_term_totals(Grid& grid, std::vector<RealizedRow> const& rows)
{
    std::map<model::Term, Totals> by_term;
    for (auto const& row : rows) {
        by_term[row.disposal.term].add(row.currency, own_amounts(row));
    }
    if (by_term.size() > 1) {
        append_totals(grid, "short_term", "Short term", by_term[model::Term::short_term], summed);
        append_totals(grid, "long_term", "Long term", by_term[model::Term::long_term], summed);
    }
}

bool differs_from_base(RealizedRow const& row)
{
    return row.currency != row.base_currency;
}

void append_all_totals(Grid& grid, std::vector<RealizedRow> const& rows)
{
    Totals own;
    Totals base;
    for (auto const& row : rows) {
        auto const& disposal = row.disposal;
        own.add(row.currency, own_amounts(row));
        base.add(row.base_currency, {disposal.proceeds_base, disposal.cost_basis_base, disposal.realized_pl_base});
    }
    append_term_totals(grid, rows);
    append_totals(grid, "currency", "Total", own, summed);
    if (std::any_of(rows.begin(), rows.end(), differs_from_base)) {
        append_totals(grid, "base", "All in base", base, summed);
    }
}

} // namespace

void write_realized(std::ostream& out, std::vector<RealizedRow> const& rows, RealizedScope const& scope,
                    OutputStyle const& style)
{
    Grid grid{"disposals", "", columns(have_several_accounts(rows)), {}, {}, "nothing was realized"};
    for (auto const& row : rows) {
        grid.rows.push_back(row_of(row));
    }
    append_all_totals(grid, rows);
    write(out,
          {"pf.realized/1",
           {{"first", scope.first ? day(*scope.first) : Value(Nothing())},
            {"last", scope.last ? day(*scope.last) : Value(Nothing())},
            {"booking_method", text(scope.method)}},
           {grid},
           {}},
          style);
}

} // namespace pf::report
