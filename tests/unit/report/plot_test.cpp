#include "pf/report/plot.hpp"
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
    CHECK(count(written(plot_of({{"100"_dec, "50"_dec}, {"-50"_dec, "50"_dec}}), write_plot_svg), "class=\"below\"") ==
          1);
    CHECK(count(written(plot_of({{"10000"_dec, "10000"_dec}, {"10010"_dec, "10000"_dec}}), write_plot_svg),
                "class=\"below\"") == 0);
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
    auto const svg = written(plot, write_plot_svg);
    CHECK(xml_fault(svg) == "");
    CHECK(count(svg, "http") == 1); // the name space
    CHECK(svg.find("a&lt;b&gt; &amp; &quot;c&quot;") != std::string::npos);
    CHECK(svg.find("prefers-color-scheme: dark") != std::string::npos);
    CHECK(svg.find("On 2024-01-04: value 1,650.50, invested 1,500.00, gain 150.50 EUR.") != std::string::npos);
}

TEST_CASE("an unknown day is a gap in the line, and marked as one")
{
    auto const whole = written(plot_of({{"1"_dec, "1"_dec}, {"2"_dec, "1"_dec}, {"3"_dec, "1"_dec}}), write_plot_svg);
    CHECK(count(whole, "class=\"unknown\"") == 0);
    auto const broken = written(plot_of({{"1"_dec, "1"_dec}, {{}, "1"_dec}, {"3"_dec, "1"_dec}}), write_plot_svg);
    CHECK(count(broken, "class=\"unknown\"") == 1);
    CHECK(count(broken, "class=\"value\"") == count(whole, "class=\"value\"") + 1);
}

TEST_CASE("level days do not make a picture larger")
{
    std::vector<std::pair<std::optional<Decimal>, std::optional<Decimal>>> const level(2'000, {"5"_dec, "5"_dec});
    CHECK(written(plot_of(level), write_plot_svg).size() < 8'000);
}

TEST_CASE("a page holds two pictures, the figures of each day and a table")
{
    auto plot = four_days();
    plot.title = "<script>alert(1)</script>";
    auto const html = written(plot, write_plot_html);
    CHECK(count(html, "<svg ") == 2);
    CHECK(html.find("alert(1)</script>") == std::string::npos);
    CHECK(html.find("default-src 'none'") != std::string::npos);
    CHECK(html.find(R"(["2024-01-03","?","1,000.00","?"])") != std::string::npos);
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

} // namespace pf::report
