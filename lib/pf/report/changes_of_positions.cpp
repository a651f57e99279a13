#include "pf/report/changes_of_positions.hpp"

namespace pf::report {

Grid changes_grid(model::PositionChanges const& changes)
{
    Grid grid{"changes",
              "Changes",
              {{"account", "Account"},
               {"ticker", "Ticker"},
               {"quantity_before", "Quantity before", Align::right},
               {"quantity_after", "Quantity after", Align::right},
               {"realized_pl_before", "Realized before", Align::right},
               {"realized_pl_after", "Realized after", Align::right},
               {"currency", "Currency"}},
              {},
              {},
              {}};
    grid.source = rows_of(changes, [](model::PositionChange const& change) {
        return Row{text(change.account),
                   text(change.ticker),
                   change.quantity_before,
                   change.quantity_after,
                   amount(change.realized_before, change.currency),
                   amount(change.realized_after, change.currency),
                   text(change.currency.code())};
    });
    return grid;
}

} // namespace pf::report
