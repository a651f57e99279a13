#include "pf/report/plot.hpp"
#include "pf/report/plot_months.hpp"
#include "pf/report/plot_series.hpp"

#include "support/values.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

namespace pf::report {
namespace {

using money::operator""_dec;
using test::on;

/// From 2024-01-01, day by day: value and invested; nothing: unknown.
Plot plot_of(std::vector<std::pair<std::optional<Decimal>, std::optional<Decimal>>> const& days)
{
    Plot plot{"main", Currency{"EUR"}, {}};
    auto day = on("2024-01-01");
    for (auto const& [value, invested] : days) {
        plot.points.push_back({day, value, invested});
        day += std::chrono::days{1};
    }
    return plot;
}

Plot four_days()
{
    return plot_of(
        {{"1000"_dec, "1000"_dec}, {"950"_dec, "1000"_dec}, {std::nullopt, "1000"_dec}, {"1650.5"_dec, "1500"_dec}});
}

std::string drawn(Plot const& plot, PlotStyle const& style)
{
    std::ostringstream out;
    draw_plot(out, plot, style);
    return out.str();
}

template <typename Writer>
std::string written(Plot const& plot, Writer writer)
{
    std::ostringstream out;
    writer(out, plot);
    return out.str();
}

std::string svg_of(Plot const& plot)
{
    return written(plot, [](std::ostream& out, Plot const& drawn) { write_plot_svg(out, drawn); });
}

std::size_t count(std::string const& text, std::string const& part)
{
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++found;
    }
    return found;
}

/// Every element is closed in its turn, and no attribute or text has a bare `<` or `&`. \return  the first fault
std::string xml_fault(std::string const& text)
{
    std::vector<std::string> open;
    for (auto at = text.find('<'); at != std::string::npos; at = text.find('<', at + 1)) {
        auto const end = text.find('>', at);
        if (end == std::string::npos || text.substr(at + 1, end - at - 1).find('<') != std::string::npos) {
            return text.substr(at, 40);
        }
        auto const tag = text.substr(at + 1, end - at - 1);
        auto const name = tag.substr(0, tag.find_first_of(" \n"));
        if (tag.starts_with('/')) {
            if (open.empty() || open.back() != tag.substr(1)) {
                return tag;
            }
            open.pop_back();
        } else if (!tag.ends_with('/')) {
            open.push_back(name);
        }
    }
    for (auto at = text.find('&'); at != std::string::npos; at = text.find('&', at + 1)) {
        if (text.find(';', at) > at + 6) {
            return text.substr(at, 10);
        }
    }
    return open.empty() ? "" : open.back();
}

} // namespace

TEST_CASE("a chart in plain characters")
{
    CHECK(drawn(four_days(), {48, 16, false, Glyphs::ascii}) == R"(main, 2024-01-01 to 2024-01-04, EUR
2,000 +
      |                                        *
1,500 +                                        -
      |                                        -
1,000 +**************---------------------------
      |
  500 +
      |
  200 +                                        #
      |                                        #
    0 +###########################             #
 -200 +
      ++------------+------------+-------------+
       2024-01-01           2024-01-03
** value 1,650.50   -- invested 1,500.00   ## gain 150.50
)");
}

TEST_CASE("a chart of the usual size leaves a line of 80 × 24 for the prompt, with its title and its legend")
{
    auto const text = drawn(four_days(), {});
    CHECK(count(text, "\n") == 23);
    CHECK(text.starts_with("main, 2024-01-01 to 2024-01-04, EUR\n"));
    CHECK(text.find("gain 150.50\n") != std::string::npos);
}

TEST_CASE("one day that stands out does not set the axis of the gains")
{
    std::vector<std::pair<std::optional<Decimal>, std::optional<Decimal>>> days(30, {"1100"_dec, "1000"_dec});
    auto const usual = gain_axis_of(plot_of(days), 3);
    days[7].first = "500000"_dec;
    auto const with_peak = plot_of(days);
    CHECK(gain_axis_of(with_peak, 3) == usual);
    CHECK(value_axis_of(with_peak, 3)->high >= "500000"_dec);
    days[7].first = "1500"_dec; // four times the others is no mistake
    CHECK(gain_axis_of(plot_of(days), 3)->high >= "500"_dec);
}

TEST_CASE("the area of a picture reaches to zero, and is left out where zero is out of sight")
{
    CHECK(count(svg_of(plot_of({{"100"_dec, "50"_dec}, {"-50"_dec, "50"_dec}})), "class=\"below\"") == 1);
    CHECK(count(svg_of(plot_of({{"10000"_dec, "10000"_dec}, {"10010"_dec, "10000"_dec}})), "class=\"below\"") == 0);
}

TEST_CASE("a chart in braille")
{
    CHECK(drawn(four_days(), {60, 16, false, Glyphs::braille}) == R"(main, 2024-01-01 to 2024-01-04, EUR
2,000 ┤
      │                                                    ⠠
1,500 ┤                                                    ⢰
      │                                                    ⢸
1,000 ┤⠤⠤⠤⠤⠤⠤⠤⠤⠤⣀⣤⣀⣤⣀⣤⣀⣤⣠⠤ ⠤ ⠤ ⠤ ⠤ ⠤ ⠤ ⠤ ⠤⠄⠤ ⠤ ⠤ ⠤ ⠤ ⠤ ⠤ ⠤ ⠼
      │
  500 ┤
      │
  200 ┤                                                    ⢠
      │                                                    ⢸
    0 ┤⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠙⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛⠛                 ⠈
 -200 ┤
      └┬────────────────┬────────────────┬─────────────────┬
       2024-01-01  2024-01-02       2024-01-03    2024-01-04
⠒⠒ value 1,650.50   ⠂⠂ invested 1,500.00   ⣿⣿ gain 150.50
)");
}

TEST_CASE("colours are there only when asked for")
{
    CHECK(drawn(four_days(), {60, 16, false, Glyphs::braille}).find('\x1b') == std::string::npos);
    auto const colored = drawn(four_days(), {60, 16, true, Glyphs::braille});
    CHECK(colored.find("\x1b[36m") != std::string::npos); // value
    CHECK(colored.find("\x1b[31m") != std::string::npos); // a loss
    CHECK(colored.find("\x1b[32m") != std::string::npos); // a gain
}

TEST_CASE("a chart is as wide and as high as it may be")
{
    for (int const width : {40, 77, 200}) {
        for (int const height : {16, 24, 51}) {
            std::istringstream lines{drawn(four_days(), {width, height, false, Glyphs::ascii})};
            std::string line;
            std::size_t widest = 0;
            int rows = 0;
            while (std::getline(lines, line)) {
                // The heading and the legend are as long as their figures.
                widest = rows > 0 && rows < height - 1 ? std::max(widest, line.size()) : widest;
                ++rows;
            }
            CAPTURE(width);
            CHECK(rows == height);
            CHECK(widest == static_cast<std::size_t>(width));
        }
    }
}

TEST_CASE("a chart of one day, of nothing known and of unknown flows")
{
    auto const one = drawn(plot_of({{"100"_dec, "90"_dec}}), {40, 16, false, Glyphs::ascii});
    CHECK(one.find('*') != std::string::npos);
    CHECK(drawn(plot_of({{std::nullopt, std::nullopt}}), {40, 16, false, Glyphs::ascii}) ==
          "main, 2024-01-01, EUR\nno known values\n");
    auto const without_flows = drawn(plot_of({{"100"_dec, std::nullopt}, {"110"_dec, std::nullopt}}), {});
    CHECK(without_flows.find("invested ?   ⣿⣿ gain ?") != std::string::npos);
}

TEST_CASE("an SVG picture is well-formed and needs nothing from elsewhere")
{
    auto plot = four_days();
    plot.title = R"(a<b> & "c")";
    auto const svg = svg_of(plot);
    CHECK(xml_fault(svg) == "");
    CHECK(count(svg, "http") == 1); // the name space
    CHECK(svg.find("a&lt;b&gt; &amp; &quot;c&quot;") != std::string::npos);
    CHECK(svg.find("prefers-color-scheme: dark") != std::string::npos);
    CHECK(svg.find("On 2024-01-04: value 1,650.50, invested 1,500.00, gain 150.50 EUR.") != std::string::npos);
}

TEST_CASE("an unknown day is a gap in the line, and marked as one")
{
    auto const whole = svg_of(plot_of({{"1"_dec, "1"_dec}, {"2"_dec, "1"_dec}, {"3"_dec, "1"_dec}}));
    CHECK(count(whole, "class=\"unknown\"") == 0);
    auto const broken = svg_of(plot_of({{"1"_dec, "1"_dec}, {{}, "1"_dec}, {"3"_dec, "1"_dec}}));
    CHECK(count(broken, "class=\"unknown\"") == 1);
    CHECK(count(broken, "class=\"value\"") == count(whole, "class=\"value\"") + 1);
}

TEST_CASE("what happened is marked on the line of values, where there is one")
{
    auto plot = plot_of({{"1"_dec, {}}, {{}, {}}, {"3"_dec, {}}});
    auto const first = plot.points.front().day;
    auto const day = [&](int days) { return first + std::chrono::days{days}; };
    plot.marks = {{day(-1), true, "too early"},
                  {day(0), true, "BUY <1>"},
                  {day(1), true, "unknown"},
                  {day(2), false, "SELL 1"},
                  {day(3), true, "too late"}};
    auto const svg = svg_of(plot);
    CHECK(count(svg, "class=\"mark came\"") == 1);
    CHECK(count(svg, "class=\"mark went\"") == 1);
    CHECK(count(svg, "<title>BUY &lt;1&gt;</title>") == 1);
    CHECK(count(svg, "too ") == 0);
}

TEST_CASE("a picture of which nothing was invested tells its value alone")
{
    auto const svg = svg_of(plot_of({{"1"_dec, {}}, {"3"_dec, {}}}));
    CHECK(count(svg, ": 3.00 EUR.</desc>") == 1);
}

TEST_CASE("level days do not make a picture larger")
{
    std::vector<std::pair<std::optional<Decimal>, std::optional<Decimal>>> const level(2'000, {"5"_dec, "5"_dec});
    CHECK(svg_of(plot_of(level)).size() < 8'000);
}

TEST_CASE("a page holds two pictures, the figures of each day and a table")
{
    auto plot = four_days();
    plot.title = "<script>alert(1)</script>";
    auto const html = written(plot, write_plot_html);
    CHECK(count(html, "<svg ") == 2);
    CHECK(html.find("alert(1)</script>") == std::string::npos);
    CHECK(html.find("default-src 'none'") != std::string::npos);
    CHECK(html.find(R"(["2024-01-03","?","1,000.00","?","?"])") != std::string::npos);
    CHECK(count(html, "<tr><th scope=\"row\">") == 4);
    CHECK(count(html, "src=") + count(html, "href=") == 0);
}

TEST_CASE("the table of a long time has the ends of months, and the last day")
{
    std::vector<std::pair<std::optional<Decimal>, std::optional<Decimal>>> const year(100, {"5"_dec, "5"_dec});
    auto const html = written(plot_of(year), write_plot_html); // until 2024-04-09
    CHECK(count(html, "<tr><th scope=\"row\">") == 4);
    CHECK(html.find("<tr><th scope=\"row\">2024-02-29</th>") != std::string::npos);
    CHECK(html.find("<tr><th scope=\"row\">2024-04-09</th>") != std::string::npos);
}

namespace {

/// Two years of months, of which the first is unknown.
Plot with_months()
{
    auto plot = four_days();
    plot.months = {{"2023-11", {}, true}, {"2023-12", "0.1234"_dec}, {"2024-01", "-0.0205"_dec}, {"2024-02", {}}};
    plot.years = {{"2023", {}, true}, {"2024", "-0.0205"_dec}};
    return plot;
}

Plot with_drawdown()
{
    auto plot = four_days();
    plot.points[0].drawdown = "0"_dec;
    plot.points[1].drawdown = "0.05"_dec;
    plot.points[3].drawdown = "0.0125"_dec;
    return plot;
}

} // namespace

TEST_CASE("a drawdown hangs from zero, and its legend tells the deepest")
{
    CHECK(drawn(with_drawdown(), {48, 16, false, Glyphs::ascii, PlotPart::drawdown}) ==
          R"(main, drawdown in percent, 2024-01-01 to 2024-01-04
 0 +#############################              #
   |               ##############              #
-1 +               ##############              #
   |               ##############              #
-2 +               ##############
   |               ##############
   |               ##############
-3 +               ##############
   |               ##############
-4 +               ##############
   |               ##############
-5 +               ##############
   ++-------------+-------------+--------------+
    2024-01-01             2024-01-03 2024-01-04
## drawdown 1.25 %   deepest 5.00 % on 2024-01-02
)");
    auto plot = with_drawdown();
    plot.points[1].drawdown = plot.points[3].drawdown = "0"_dec;
    auto const never = drawn(plot, {48, 16, false, Glyphs::ascii, PlotPart::drawdown});
    CHECK(never.find("deepest 0.00 %\n") != std::string::npos);
    CHECK(drawn(four_days(), {48, 16, false, Glyphs::ascii, PlotPart::drawdown}) ==
          "main, drawdown in percent, 2024-01-01 to 2024-01-04\nno known drawdown\n");
}

TEST_CASE("months stand beside each other, a line for each year")
{
    CHECK(drawn(with_months(), {80, 23, false, Glyphs::ascii, PlotPart::months}) ==
          R"(main, returns by month in percent, 2024-01-01 to 2024-01-04
      Jan  Feb  Mar  Apr  May  Jun  Jul  Aug  Sep  Oct  Nov  Dec    Year
2023                                                      ?   12       ?
2024 -2.0                                                           -2.0
best 2023-12 12.34 %   worst 2024-01 -2.05 %
)");
    CHECK(drawn(with_months(), {80, 23, true, Glyphs::ascii, PlotPart::months}).find("\x1b[97;48;5;34m") !=
          std::string::npos);
    CHECK(drawn(four_days(), {80, 23, false, Glyphs::ascii, PlotPart::months}).ends_with("no known returns\n"));
}

TEST_CASE("every part of a chart fits 80 × 24, with title and legend")
{
    auto plot = with_months();
    plot.points = with_drawdown().points;
    for (int year = 1990; year < 2023; ++year) {
        plot.years.insert(plot.years.begin(), {std::to_string(2012 - year), "0.5"_dec});
    }
    for (auto const part : {PlotPart::value, PlotPart::drawdown, PlotPart::months}) {
        std::istringstream lines{drawn(plot, {80, 23, false, Glyphs::ascii, part})};
        std::string line;
        int count = 0;
        while (std::getline(lines, line)) {
            CHECK(line.size() <= 80);
            ++count;
        }
        CHECK(count == 23);
    }
}

TEST_CASE("a return is shown with a decimal below ten, and coloured by steps that are the same everywhere")
{
    auto const shown = [](Decimal twr) {
        PlotPeriod const period{"2024-01", twr};
        return shown_return(&period) + " " + std::to_string(shade_of(twr));
    };
    CHECK(shown("0"_dec) == "0.0 0");
    CHECK(shown("0.0004"_dec) == "0.0 0");
    CHECK(shown("0.001"_dec) == "0.1 1");
    CHECK(shown("-0.02"_dec) == "-2.0 -2");
    CHECK(shown("0.0996"_dec) == "10 3");
    CHECK(shown("-0.06"_dec) == "-6.0 -3");
    CHECK(shown("12.3456"_dec) == "1235 3");
    CHECK(shown_return(nullptr).empty());
}

TEST_CASE("pictures have the drawdown below, alone, and the map of months")
{
    auto const below = written(with_drawdown(), [](auto& out, auto const& plot) { write_plot_svg(out, plot); });
    CHECK(xml_fault(below) == "");
    CHECK(count(below, "class=\"fall\"") == 3); // two runs of days, and its entry in the legend
    CHECK(count(below, "Deepest drawdown 5.00 % on 2024-01-02.") == 1);
    auto const alone =
        written(with_drawdown(), [](auto& out, auto const& plot) { write_plot_svg(out, plot, PlotPart::drawdown); });
    CHECK(xml_fault(alone) == "");
    CHECK(count(alone, "class=\"fall\"") == 3);
    CHECK(count(alone, "class=\"value\"") == 0);
    auto const map =
        written(with_months(), [](auto& out, auto const& plot) { write_plot_svg(out, plot, PlotPart::months); });
    CHECK(xml_fault(map) == "");
    CHECK(count(map, "class=\"up3\"") == 1);
    CHECK(count(map, "class=\"down2\"") == 2);
    CHECK(count(map, "class=\"unknown\"") == 2);
    CHECK(count(written(with_months(), write_plot_html), "<table class=\"months\">") == 1);
}

} // namespace pf::report
