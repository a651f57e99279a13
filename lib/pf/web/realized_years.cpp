#include "pf/web/realized_years.hpp"

namespace pf::web {

void RealizedYears::add(report::Grid const& disposals, report::Row const& row)
{
    Cells const cells{disposals};
    constexpr std::size_t digits = 4;
    auto& year = m_years[cells.text(row, "disposal_date").substr(0, digits)];
    Currency const currency{cells.text(row, "currency")};
    year.sums.add(currency,
                  {cells.number(row, "proceeds"), cells.number(row, "cost_basis"), cells.number(row, "realized_pl")});
    ++year.sales[currency];
}

report::Grid RealizedYears::grid() const
{
    auto const right = report::Align::right;
    report::Grid grid{"years",
                      "",
                      {{"year", "Year"},
                       {"sales", "Lots sold", right},
                       {"proceeds", "Proceeds", right},
                       {"cost_basis", "Cost", right},
                       {"realized_pl", "Realized", right},
                       {"currency", "Currency"}},
                      {},
                      {},
                      "nothing was realized"};
    for (auto const& [name, year] : m_years) {
        for (auto const& [currency, sums] : year.sums.by_currency()) {
            grid.rows.push_back({report::text(name), year.sales.at(currency), report::amount(sums[0], currency),
                                 report::amount(sums[1], currency), report::amount(sums[2], currency),
                                 report::text(currency.code())});
        }
    }
    return grid;
}

} // namespace pf::web
