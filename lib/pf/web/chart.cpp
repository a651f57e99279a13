#include "pf/web/chart.hpp"

#include "pf/base/time.hpp"
#include "pf/report/plot.hpp"
#include "pf/report/plot_months.hpp"
#include "pf/report/plot_series.hpp"
#include "pf/web/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

namespace pf::web {

namespace {

std::string fact(report::Report const& report, std::string_view key)
{
    auto const found = std::ranges::find(report.facts, key, &report::Fact::first);
    auto const* const text = found == report.facts.end() ? nullptr : std::get_if<std::string>(&found->second);
    return text == nullptr ? std::string{} : *text;
}

report::Plot plot_of(report::Report const& report, report::Grid const& days)
{
    auto const currency = fact(report, "currency");
    report::Plot plot{fact(report, "title"), currency.empty() ? Currency{} : Currency{currency}, {}};
    Cells const cells{days};
    for (auto const& row : days.rows) {
        plot.points.push_back({*base::parse_date(cells.text(row, "day")), cells.number(row, "value"),
                               cells.number(row, "invested"), cells.number(row, "drawdown")});
    }
    return plot;
}

/// As parts of the highest value, in percent.
void hide_amounts(report::Plot& plot)
{
    Decimal highest;
    for (auto const& point : plot.points) {
        highest = std::max(highest, point.value.value_or(Decimal{}));
    }
    auto const part = [&](std::optional<Decimal> const& amount) {
        return amount && highest.is_positive()
                   ? std::optional{money::scaled(*amount, Decimal{100}, highest, Rounding::half_even)}
                   : std::nullopt;
    };
    for (auto& point : plot.points) {
        point.value = part(point.value);
        point.invested = part(point.invested);
    }
    plot.title += ", in percent of the highest value";
    plot.currency = Currency{};
}

/// Once for a wide window and once for a narrow one: the page shows what fits.
Markup drawn(report::Plot const& plot, std::string const& id)
{
    int const height = report::deepest(plot) == nullptr ? 320 : 400;
    report::PictureStyle const wide{1100, height, id + "-wide", false};
    report::PictureStyle const narrow{420, height, id + "-narrow", false};
    return element("div", {{"class", "chart wide"}}, picture(plot, wide)) +
           element("div", {{"class", "chart narrow"}}, picture(plot, narrow));
}

Markup key(char const* kind, char const* words)
{
    return element("span", {{"class", std::string{"key "} + kind}}, words);
}

Markup key(char const* name)
{
    return key(name, name);
}

std::vector<report::PlotPeriod> periods_of(Answer const& answer, char const* grid_key, char const* name)
{
    std::vector<report::PlotPeriod> periods;
    if (auto const* const grid = answer.grid(grid_key)) {
        Cells const cells{*grid};
        for (auto const& row : grid->rows) {
            periods.push_back({cells.text(row, name), cells.number(row, "twr"), cells.is_unknown(row, "twr")});
        }
    }
    return periods;
}

Markup month_cell(report::PlotPeriod const* period)
{
    int const shade = period != nullptr && period->twr ? report::shade_of(*period->twr) : 0;
    std::string const direction = shade < 0 ? "down" : "up";
    auto const strength = (std::abs(shade) > 2 ? "much-" : "some-") + direction;
    return element("td", {{"class", shade == 0 ? "" : strength}}, report::shown_return(period));
}

Markup month_row(report::YearOfMonths const& of)
{
    auto cells = element("th", {{"scope", "row"}}, of.year->name);
    for (auto const* const month : of.months) {
        cells += month_cell(month);
    }
    return element("tr", {}, cells + month_cell(of.year));
}

/// What made the units more or fewer.
std::vector<report::PlotMark> marks_of(report::Grid const& trades, Reader const& reader)
{
    Cells const cells{trades};
    std::vector<report::PlotMark> marks;
    for (auto const& row : trades.rows) {
        auto const type = cells.text(row, "transaction_type");
        constexpr std::size_t day_length = 10; // of `2024-01-10T10:31:07Z`
        auto const day = base::parse_date(cells.text(row, "transaction_date").substr(0, day_length));
        if (day && (type == "BUY" || type == "SELL")) {
            auto const quantity = reader.discreet ? std::string{} : cells.text(row, "quantity");
            marks.push_back({*day, type == "BUY", fmt::format("{} {} {}", base::to_text(*day), type, quantity)});
        }
    }
    return marks;
}

} // namespace

Markup chart(View const& view, Answer const& answer, std::string const& id)
{
    auto const* const days = answer.grid("days");
    if (days == nullptr || days->rows.empty()) {
        return refusal(answer);
    }
    auto plot = plot_of(answer.report, *days);
    if (view.reader.discreet) {
        hide_amounts(plot);
    }
    auto const keys = key("value") + key("invested") + key("gain") + key("fall", "drawdown");
    auto const pointed = element("span", {{"class", "pointed"}}, {});
    auto const attributes = view.reader.discreet ? Attributes{} : Attributes{{"data-days", url_of(answer, "").text()}};
    return element("figure", attributes, drawn(plot, id) + element("figcaption", {}, keys + pointed + exports(answer)));
}

Markup months_map(Answer const& answer)
{
    report::Plot plot;
    plot.months = periods_of(answer, "months", "month");
    plot.years = periods_of(answer, "years", "year");
    if (plot.months.empty()) {
        return {};
    }
    auto titles = element("th", {{"scope", "col"}}, "Year");
    for (auto const* const name : report::month_names) {
        titles += element("th", {{"scope", "col"}}, name);
    }
    titles += element("th", {{"scope", "col"}}, "All");
    Markup rows;
    for (auto const& year : report::years_of_months(plot)) {
        rows += month_row(year);
    }
    std::string const caption = "Returns by month, in percent";
    return element("div", {{"class", "scroll"}, {"tabindex", "0"}, {"role", "group"}, {"aria-label", caption}},
                   element("table", {{"class", "months"}},
                           element("caption", {}, caption) + element("thead", {}, element("tr", {}, titles)) +
                               element("tbody", {}, rows)));
}

Markup price_chart(View const& view, Answer const& prices, report::Grid const* trades)
{
    auto const* const days = prices.grid("days");
    if (days == nullptr || days->rows.size() < 2) {
        return {};
    }
    auto plot = plot_of(prices.report, *days);
    auto keys = key("close");
    if (trades != nullptr) {
        plot.marks = marks_of(*trades, view.reader);
        keys += plot.marks.empty() ? Markup{} : key("came", "bought") + key("went", "sold");
    }
    return element("figure", {}, drawn(plot, "price") + element("figcaption", {}, keys));
}

Markup bar(Decimal part)
{
    auto const whole = money::multiply(std::clamp(part, Decimal{}, Decimal{1}), Decimal{100}, Rounding::half_even);
    return element("svg",
                   {{"class", "bar"},
                    {"viewBox", "0 0 100 6"},
                    {"preserveAspectRatio", "none"},
                    {"aria-hidden", "true"},
                    {"focusable", "false"}},
                   element("rect", {{"width", whole.to_text(2, Rounding::half_even)}, {"height", "6"}}, {}));
}

} // namespace pf::web
