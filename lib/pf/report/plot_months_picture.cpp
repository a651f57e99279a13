#include "pf/report/markup.hpp"
#include "pf/report/plot_months.hpp"
#include "pf/report/plot_picture.hpp"

#include <fmt/format.h>

#include <ostream>

namespace pf::report {
namespace {

// In pixels.
constexpr int width = 960;
constexpr int top = 76;
constexpr int row_height = 28;
constexpr int name_width = 66;
constexpr int cell_width = 66;
constexpr int gap = 2;

std::string class_of(PlotPeriod const* period)
{
    if (period == nullptr || !period->twr) {
        return period != nullptr && period->is_unknown ? "unknown" : "none";
    }
    auto const shade = shade_of(*period->twr);
    return shade == 0 ? "even" : shade < 0 ? fmt::format("down{}", -shade) : fmt::format("up{}", shade);
}

void write_text(std::ostream& out, char const* classes, int left, int base, std::string const& text,
                char const* anchor = "middle")
{
    out << fmt::format(R"(<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>)", classes, left, base, anchor,
                       markup_of(text))
        << "\n";
}

int left_of(int column)
{
    return name_width + column * cell_width + (column == 12 ? 3 * gap : 0);
}

void write_cell(std::ostream& out, PlotPeriod const* period, int column, int row_top)
{
    if (period == nullptr || (!period->twr && !period->is_unknown)) {
        return;
    }
    out << fmt::format(R"(<rect class="{}" x="{}" y="{}" width="{}" height="{}"><title>{} {}</title></rect>)",
                       class_of(period), left_of(column), row_top, cell_width - gap, row_height - gap, period->name,
                       shown_return(period))
        << "\n";
    write_text(out, "text", left_of(column) + cell_width / 2, row_top + 18, shown_return(period));
}

void write_row(std::ostream& out, YearOfMonths const& of, int row_top)
{
    write_text(out, "label", name_width - 10, row_top + 18, of.year->name, "end");
    int column = 0;
    for (auto const* const month : of.months) {
        write_cell(out, month, column++, row_top);
    }
    write_cell(out, of.year, column, row_top);
}

void write_column_names(std::ostream& out)
{
    int column = 0;
    for (auto const* const name : month_names) {
        write_text(out, "label", left_of(column++) + cell_width / 2, top - 8, name);
    }
    write_text(out, "label", left_of(column) + cell_width / 2, top - 8, "Year");
}

void write_table_row(std::ostream& out, YearOfMonths const& of)
{
    out << fmt::format("<tr><th scope=\"row\">{}</th>", of.year->name);
    for (auto const* const month : of.months) {
        out << fmt::format("<td class=\"{}\">{}</td>", class_of(month), shown_return(month));
    }
    out << fmt::format("<td class=\"{}\">{}</td></tr>\n", class_of(of.year), shown_return(of.year));
}

} // namespace

void write_months_svg(std::ostream& out, Plot const& plot)
{
    auto const years = years_of_months(plot);
    auto const height = top + row_height * static_cast<int>(years.size()) + 16;
    out << fmt::format(R"(<svg xmlns="http://www.w3.org/2000/svg" id="months" viewBox="0 0 {} {}" role="img" )"
                       R"(aria-labelledby="months-title">)"
                       "\n<title id=\"months-title\">{}</title>\n<style>{}</style>\n",
                       width, height, markup_of(months_heading(plot)), picture_colors())
        << R"(<rect class="back" width="100%" height="100%"/>)"
        << "\n";
    write_text(out, "text title", 16, 28, months_heading(plot), "start");
    write_column_names(out);
    int row_top = top;
    for (auto const& year : years) {
        write_row(out, year, row_top);
        row_top += row_height;
    }
    out << "</svg>\n";
}

void write_months_table(std::ostream& out, Plot const& plot)
{
    out << "<table class=\"months\">\n<caption>Returns by month, in percent</caption>\n<thead><tr><th "
           "scope=\"col\">Year</th>";
    for (auto const* const name : month_names) {
        out << "<th scope=\"col\">" << name << "</th>";
    }
    out << "<th scope=\"col\">All</th></tr></thead>\n<tbody>\n";
    for (auto const& year : years_of_months(plot)) {
        write_table_row(out, year);
    }
    out << "</tbody>\n</table>\n";
}

} // namespace pf::report
