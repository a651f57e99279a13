#include "pf/report/plot_days.hpp"

#include "pf/report/grid.hpp"

#include <utility>

namespace pf::report {
namespace {

Grid days_of(Plot const& plot)
{
    Grid grid{"days",
              "",
              {{"day", "Day"},
               {"value", "Value", Align::right},
               {"invested", "Invested", Align::right},
               {"gain", "Gain", Align::right},
               {"drawdown", "Drawdown", Align::right}},
              {},
              {},
              "no days"};
    grid.source = rows_of(plot.points, [&](auto const& point) {
        return Row{day(point.day), amount(point.value, plot.currency), amount(point.invested, plot.currency),
                   amount(point.gain(), plot.currency), point.drawdown ? ratio(point.drawdown) : Value{Nothing{}}};
    });
    return grid;
}

Grid periods_of(std::vector<PlotPeriod> const& periods, std::string key, std::string const& name)
{
    Grid grid{std::move(key), "", {{name, "Period"}, {"twr", "TWR", Align::right}}, {}, {}, {}, Shown::data_only};
    grid.source = rows_of(periods, [](auto const& period) {
        return Row{text(period.name), period.is_unknown || period.twr ? ratio(period.twr) : Value{Nothing{}}};
    });
    return grid;
}

} // namespace

void write_plot_days(std::ostream& out, Plot const& plot, OutputStyle const& style, PlotPart part)
{
    Report report{"pf.plot/1",
                  {{"title", text(plot.title)}, {"currency", text(plot.currency.code())}},
                  {days_of(plot), periods_of(plot.months, "months", "month"), periods_of(plot.years, "years", "year")},
                  {}};
    if (style.format == OutputFormat::csv && part == PlotPart::months) {
        std::swap(report.grids[0], report.grids[1]);
    }
    write(out, report, style);
}

} // namespace pf::report
