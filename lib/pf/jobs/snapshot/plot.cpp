#include "pf/jobs/snapshot/plot.hpp"

#include "pf/base/error.hpp"
#include "pf/cli/replace_file.hpp"
#include "pf/cli/terminal.hpp"
#include "pf/jobs/books/report_currency.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/report/plot.hpp"
#include "pf/report/plot_days.hpp"
#include "pf/valuation/amounts.hpp"
#include "pf/valuation/periods.hpp"
#include "pf/valuation/value_series.hpp"

#include <algorithm>
#include <functional>
#include <span>
#include <sstream>

namespace pf::jobs {

namespace {

std::vector<report::PlotPeriod> returns_of_periods(std::optional<Decimal> opening,
                                                   std::span<valuation::DayValue const> days,
                                                   valuation::PeriodLength length)
{
    std::vector<report::PlotPeriod> periods;
    for (auto const& period : valuation::periods_of(opening, days, length)) {
        auto const is_unknown = std::ranges::any_of(
            period.days, [](valuation::DayValue const& day) { return !day.value || !day.inflow || !day.outflow; });
        auto twr = valuation::time_weighted(period.opening, period.days);
        periods.push_back({period.name, twr, !twr && (is_unknown || !period.opening)});
    }
    return periods;
}

/// What is invested counts from the very first day, whatever part is shown; returns and drawdown begin with the part,
/// as those of `returns` do.
report::Plot plot_of(std::string title, Currency currency, valuation::ValueSeries const& series,
                     std::optional<Date> from)
{
    report::Plot plot{std::move(title), currency, {}};
    std::optional<Decimal> invested = series.opening;
    auto opening = series.opening;
    std::span<valuation::DayValue const> shown;
    for (auto const& day : series.days) {
        valuation::add_to(invested, valuation::difference(day.inflow, day.outflow));
        if (!from || *from <= day.day) {
            shown = shown.empty() ? std::span{&day, series.days.data() + series.days.size()} : shown;
            plot.points.push_back({day.day, day.value, invested});
        } else {
            opening = day.value;
        }
    }
    auto const drawdowns = valuation::drawdowns_of(opening, shown);
    for (std::size_t i = 0; i < drawdowns.size(); ++i) {
        plot.points[i].drawdown = drawdowns[i];
    }
    plot.months = returns_of_periods(opening, shown, valuation::PeriodLength::month);
    plot.years = returns_of_periods(opening, shown, valuation::PeriodLength::year);
    return plot;
}

std::optional<report::Plot> load_plot(db::Database& database, cli::Common const& common, std::string const& in,
                                      DayRange const& range, MissingValues& missing)
{
    ValueDays const values{database, common.account.value_or(""), {std::nullopt, range.to}};
    if (!values.days()) {
        return std::nullopt;
    }
    auto const [first, last] = *values.days();
    auto const of_one = values.scope() == valuation::AccountScope::one;
    auto const& timeline = values.timeline();
    auto const currency = report_currency(common, in, values.accounts());
    valuation::SeriesCollector collector{valuation::SeriesCollector::By::all, values.scope(), first, last,
                                         valuation::Conversion{&timeline.rates(), currency}};
    std::string title = "all accounts";
    timeline.visit(first, last, [&](model::Snapshot const& snapshot, auto const& lacks) {
        collector.add(snapshot);
        auto const& name = values.name_of(snapshot.account_id);
        title = of_one ? name : title;
        if (!range.from || *range.from <= snapshot.date) {
            missing.add(name, snapshot.date, lacks);
            if (!timeline.rates().rate(snapshot.base_currency, currency, snapshot.date)) {
                missing.add_rate(name, snapshot.date, snapshot.base_currency, currency);
            }
        }
    });
    auto const& [key, series] = *collector.series().begin();
    return plot_of(std::move(title), key.currency, series, range.from);
}

report::PlotPart part_of(PlotWords const& words)
{
    return words.of == "drawdown" ? report::PlotPart::drawdown
           : words.of == "months" ? report::PlotPart::months
                                  : report::PlotPart::value;
}

void write_file(std::string const& path, report::Plot const& plot,
                std::function<void(std::ostream&, report::Plot const&)> const& write)
{
    if (path.empty()) {
        return;
    }
    std::ostringstream text;
    write(text, plot);
    cli::replace_file(path, text.str(), cli::FileMode::as_umask_says);
    cli::log(cli::Level::info, "written", "wrote " + path, {{"file", path}});
}

void write(std::ostream& out, cli::Common const& common, PlotWords const& words, report::Plot const& plot,
           cli::Environment const& environment)
{
    if (common.output.format != OutputFormat::table) {
        return report::write_plot_days(out, plot, common.output, part_of(words));
    }
    if (!words.svg.empty() || !words.html.empty()) {
        return;
    }
    int const usual_width = 80;
    auto const width = common.output.width == 0 ? usual_width : static_cast<int>(common.output.width);
    auto const glyphs = cli::speaks_utf8(environment) ? report::Glyphs::braille : report::Glyphs::ascii;
    report::draw_plot(out, plot, {width, words.height, common.output.color, glyphs, part_of(words)});
}

} // namespace

cli::Outcome show_plot(db::Database& database, cli::Common const& common, PlotWords const& words,
                       cli::Environment const& environment, std::ostream& out)
{
    auto const range = day_range(words.days, Days{chosen_accounts(database, common.account.value_or(""))});
    MissingValues missing;
    auto const plot = load_plot(database, common, words.in, range, missing);
    if (!plot) {
        throw Error(ExitCode::no_input, "there is nothing to draw: no transactions up to " + base::to_text(range.to),
                    {}, "'pf-import FILE' brings some in");
    }
    write_file(words.svg, *plot, [&](std::ostream& file, report::Plot const& drawn) {
        report::write_plot_svg(file, drawn, part_of(words));
    });
    write_file(words.html, *plot, report::write_plot_html);
    write(out, common, words, *plot, environment);
    cli::print_complaints(missing.complaints());
    auto const is_unknown = [](report::PlotPoint const& point) { return !point.gain(); };
    return cli::outcome_of_unknown(std::ranges::any_of(plot->points, is_unknown), common.allow_unknown);
}

} // namespace pf::jobs
