#include "pf/report/plot_months.hpp"

#include "pf/base/text.hpp"
#include "pf/report/plot_series.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <utility>

namespace pf::report {
namespace {

constexpr std::size_t year_width = 4;
constexpr std::size_t month_width = 5;
constexpr std::size_t whole_width = 8;

Decimal in_percent(Decimal twr)
{
    return money::multiply(twr, Decimal{100}, Rounding::half_even);
}

/// White on green or red, the darker the more.
char const* background_of(int shade)
{
    constexpr std::array<char const*, 7> colors{"\x1b[97;48;5;124m", "\x1b[97;48;5;88m", "\x1b[97;48;5;52m", "",
                                                "\x1b[97;48;5;22m",  "\x1b[97;48;5;28m", "\x1b[97;48;5;34m"};
    return colors.at(static_cast<std::size_t>(shade + 3));
}

std::string padded(std::string const& text, std::size_t width)
{
    return std::string(width - std::min(width, text.size()), ' ') + text;
}

std::string cell(PlotPeriod const* period, std::size_t width, bool color)
{
    auto const text = padded(shown_return(period), width);
    auto const* const background =
        color && period != nullptr && period->twr ? background_of(shade_of(*period->twr)) : "";
    return *background == '\0' ? text : background + text + "\x1b[0m";
}

std::string titles()
{
    std::string line(year_width, ' ');
    for (auto const* const name : month_names) {
        line += padded(name, month_width);
    }
    return line + padded("Year", whole_width);
}

std::string line_of(YearOfMonths const& of, bool color)
{
    auto line = of.year->name;
    for (auto const* const month : of.months) {
        line += cell(month, month_width, color);
    }
    return line + cell(of.year, whole_width, color);
}

std::string extremes(Plot const& plot)
{
    auto const best = std::ranges::max_element(plot.months, {}, &PlotPeriod::twr); // nothing is less than anything
    if (best == plot.months.end() || !best->twr) {
        return "no known returns";
    }
    auto const worst = std::ranges::min_element(plot.months, {}, [](PlotPeriod const& month) {
        return std::pair{!month.twr.has_value(), month.twr.value_or(Decimal{})};
    });
    return fmt::format("best {} {}   worst {} {}", best->name, shown_percent(best->twr), worst->name,
                       shown_percent(worst->twr));
}

} // namespace

std::vector<YearOfMonths> years_of_months(Plot const& plot)
{
    std::vector<YearOfMonths> years;
    for (auto const& year : plot.years) {
        years.push_back({&year, {}});
    }
    for (auto const& month : plot.months) {
        auto const of = std::ranges::find(years, month.name.substr(0, year_width),
                                          [](YearOfMonths const& year) { return year.year->name; });
        auto const number = base::parse_integer(month.name.substr(year_width + 1));
        if (of != years.end() && number) {
            of->months.at(static_cast<std::size_t>(*number - 1)) = &month;
        }
    }
    return years;
}

int shade_of(Decimal twr)
{
    auto const percent = in_percent(twr).abs();
    int const strength = percent >= Decimal{6}                                   ? 3
                         : percent >= Decimal{2}                                 ? 2
                         : percent.rounded(1, Rounding::half_even).is_positive() ? 1
                                                                                 : 0;
    return twr.is_negative() ? -strength : strength;
}

std::string shown_return(PlotPeriod const* period)
{
    if (period == nullptr || !period->twr) {
        return period != nullptr && period->is_unknown ? "?" : "";
    }
    auto const percent = in_percent(*period->twr);
    auto const exact = percent.rounded(1, Rounding::half_even);
    return exact.abs() < Decimal{10} ? exact.to_text(1, Rounding::half_even) : percent.to_text(0, Rounding::half_even);
}

std::string months_heading(Plot const& plot)
{
    return plot.title + ", returns by month in percent, " + days_of(plot);
}

void draw_months(std::ostream& out, Plot const& plot, PlotStyle const& style)
{
    auto const strong = [&](std::string const& text) { return style.color ? "\x1b[1m" + text + "\x1b[0m" : text; };
    auto const years = years_of_months(plot);
    auto const room = static_cast<std::size_t>(std::max(style.height, 16) - 3);
    auto const left_out = years.size() - std::min(years.size(), room);
    out << strong(months_heading(plot)) << '\n' << titles() << '\n';
    for (auto year = years.begin() + static_cast<std::ptrdiff_t>(left_out); year != years.end(); ++year) {
        out << line_of(*year, style.color) << '\n';
    }
    out << extremes(plot) << (left_out == 0 ? "" : fmt::format("   {} years before these: --height", left_out)) << '\n';
}

} // namespace pf::report
