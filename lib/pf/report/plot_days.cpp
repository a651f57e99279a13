#include "pf/report/plot_days.hpp"

#include "pf/report/grid.hpp"

namespace pf::report {

void write_plot_days(std::ostream& out, Plot const& plot, OutputStyle const& style)
{
    Grid grid{"days",
              "",
              {{"day", "Day"},
               {"value", "Value", Align::right},
               {"invested", "Invested", Align::right},
               {"gain", "Gain", Align::right}},
              {},
              {},
              "no days"};
    grid.source = rows_of(plot.points, [&](auto const& point) {
        return Row{day(point.day), amount(point.value, plot.currency), amount(point.invested, plot.currency),
                   amount(point.gain(), plot.currency)};
    });
    write(out, {"pf.plot/1", {{"title", text(plot.title)}, {"currency", text(plot.currency.code())}}, {grid}, {}},
          style);
}

} // namespace pf::report
