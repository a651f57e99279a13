#include "pf/jobs/snapshot/plot.hpp"

#include "pf/base/error.hpp"
#include "pf/cli/replace_file.hpp"
#include "pf/cli/terminal.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/lots/amounts.hpp"
#include "pf/report/plot.hpp"
#include "pf/report/plot_days.hpp"
#include "pf/valuation/value_series.hpp"

#include <algorithm>
#include <sstream>

namespace pf::jobs {

namespace {

/// What is invested counts from the very first day, whatever part is shown.
report::Plot plot_of(std::string title, Currency currency, valuation::ValueSeries const& series,
                     std::optional<Date> from)
{
    report::Plot plot{std::move(title), currency, {}};
    std::optional<Decimal> invested = series.opening;
    for (auto const& day : series.days) {
        lots::add_to(invested, lots::difference(day.inflow, day.outflow));
        if (!from || *from <= day.day) {
            plot.points.push_back({day.day, day.value, invested});
        }
    }
    return plot;
}

std::optional<report::Plot> load_plot(db::Database& database, cli::Common const& common, DayRange const& range,
                                      MissingValues& missing)
{
    ValueDays const values{database, common.account.value_or(""), {std::nullopt, range.to}};
    if (!values.days()) {
        return std::nullopt;
    }
    auto const [first, last] = *values.days();
    auto const of_one = values.scope() == valuation::AccountScope::one;
    valuation::SeriesCollector collector{valuation::SeriesCollector::By::all, values.scope(), first, last};
    std::string title = "all accounts";
    values.timeline().visit(first, last, [&](model::Snapshot const& snapshot, auto const& lacks) {
        collector.add(snapshot);
        auto const& name = values.name_of(snapshot.account_id);
        title = of_one ? name : title;
        if (!range.from || *range.from <= snapshot.date) {
            missing.add(name, snapshot.date, lacks);
        }
    });
    if (collector.series().size() > 1) {
        throw Error(ExitCode::usage, "the accounts have several base currencies", {}, "choose one with --account");
    }
    auto const& [key, series] = *collector.series().begin();
    return plot_of(std::move(title), key.currency, series, range.from);
}

void write_file(std::string const& path, report::Plot const& plot, void (*write)(std::ostream&, report::Plot const&))
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
        return report::write_plot_days(out, plot, common.output);
    }
    if (!words.svg.empty() || !words.html.empty()) {
        return;
    }
    int const usual_width = 80;
    auto const width = common.output.width == 0 ? usual_width : static_cast<int>(common.output.width);
    auto const glyphs = cli::speaks_utf8(environment) ? report::Glyphs::braille : report::Glyphs::ascii;
    report::draw_plot(out, plot, {width, words.height, common.output.color, glyphs});
}

} // namespace

cli::Outcome show_plot(db::Database& database, cli::Common const& common, PlotWords const& words,
                       cli::Environment const& environment, std::ostream& out)
{
    auto const range = day_range(words.days, Days{chosen_accounts(database, common.account.value_or(""))});
    MissingValues missing;
    auto const plot = load_plot(database, common, range, missing);
    if (!plot) {
        throw Error(ExitCode::no_input, "there is nothing to draw: no transactions up to " + base::to_text(range.to),
                    {}, "'pf-import FILE' brings some in");
    }
    write_file(words.svg, *plot, report::write_plot_svg);
    write_file(words.html, *plot, report::write_plot_html);
    write(out, common, words, *plot, environment);
    cli::print_complaints(missing.complaints());
    auto const is_unknown = [](report::PlotPoint const& point) { return !point.gain(); };
    return std::ranges::any_of(plot->points, is_unknown) ? cli::Outcome::issues() : cli::Outcome::ok();
}

} // namespace pf::jobs
