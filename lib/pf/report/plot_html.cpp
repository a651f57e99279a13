#include "pf/report/markup.hpp"
#include "pf/report/plot_months.hpp"
#include "pf/report/plot_picture.hpp"
#include "pf/report/plot_series.hpp"

#include <fmt/format.h>

#include <ostream>

namespace pf::report {
namespace {

constexpr char const* head = R"html(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
)html";

constexpr char const* page_style = R"css(
body { margin: 0; background: #f8fafc; color: #1f2933; font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif }
main { max-width: 62rem; margin: 0 auto; padding: 1.25rem 1rem 3rem }
h1 { margin: 0; font-size: 1.5rem }
p { margin: 0; color: #64748b }
dl { display: flex; flex-wrap: wrap; gap: 0.75rem; margin: 1.25rem 0 }
dl div { flex: 1 1 8rem }
dl div, figure { background: #ffffff; border: 1px solid #e2e8f0; border-radius: 0.75rem; padding: 0.75rem 1rem }
dt { color: #64748b; font-size: 0.875rem }
dd { margin: 0; font-size: 1.25rem; font-weight: 600; font-variant-numeric: tabular-nums }
.up { color: #15803d }
.down { color: #b91c1c }
figure { margin: 0; padding: 0.75rem }
figure svg { display: block; width: 100%; height: auto; touch-action: pan-y }
figcaption { min-height: 1.5em; color: #64748b; font-size: 0.875rem; font-variant-numeric: tabular-nums; padding: 0 0.25rem }
.key::before { content: ""; display: inline-block; width: 1.25em; margin-right: 0.4em; vertical-align: middle; border-top: 2px solid #2563eb }
.key.put::before { border-top: 2px dashed #64748b }
.key { margin-right: 1.25em; white-space: nowrap }
#narrow { display: none }
@media (max-width: 38rem) { #wide { display: none } #narrow { display: block } }
details { margin-top: 1.25rem }
summary { cursor: pointer; padding: 0.5rem 0 }
.scroll { overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-size: 0.875rem; font-variant-numeric: tabular-nums }
caption { text-align: left; color: #64748b; padding-bottom: 0.5rem }
th, td { text-align: right; padding: 0.3rem 0.75rem; border-bottom: 1px solid #e2e8f0; white-space: nowrap }
th:first-child { text-align: left; font-weight: inherit }
thead th { color: #64748b; font-weight: 600 }
.months { margin-top: 1.25rem }
.months td { text-align: center; padding: 0.3rem 0.25rem; min-width: 2.6rem }
@media (prefers-color-scheme: dark) {
body { background: #020617; color: #e2e8f0 }
dl div, figure { background: #0f172a; border-color: #1e293b }
p, dt, figcaption, caption, thead th { color: #94a3b8 }
.up { color: #4ade80 }
.down { color: #f87171 }
.key::before { border-color: #60a5fa }
.key.put::before { border-color: #94a3b8 }
th, td { border-color: #1e293b }
}
)css";

constexpr char const* script = R"js(
const days = JSON.parse(document.getElementById('days').textContent);
const shown = document.getElementById('shown');
for (const svg of document.querySelectorAll('svg')) {
  const left = +svg.dataset.left, width = svg.dataset.right - left, steps = days.length - 1;
  const cursor = svg.querySelector('.cursor');
  const show = event => {
    const box = svg.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width * svg.viewBox.baseVal.width;
    const at = Math.min(Math.max(Math.round((x - left) / width * steps), 0), steps);
    const [day, value, invested, gain, drawdown] = days[at];
    shown.textContent = `${day}: value ${value}, invested ${invested}, gain ${gain}, drawdown ${drawdown}`;
    if (cursor) {
      cursor.setAttribute('transform', `translate(${steps ? left + width * at / steps : left + width / 2})`);
      cursor.style.visibility = 'visible';
    }
  };
  svg.addEventListener('pointermove', show);
  svg.addEventListener('pointerdown', show);
}
)js";

std::string figure(char const* name, std::optional<Decimal> const& amount, Currency currency, char const* classes = "")
{
    return fmt::format("<div><dt>{}</dt><dd class=\"{}\">{}</dd></div>\n", name, classes,
                       shown_amount(amount, currency));
}

void write_figures(std::ostream& out, Plot const& plot)
{
    auto const& point = latest(plot);
    auto const gain = point.gain();
    out << "<dl>\n"
        << figure("Value", point.value, plot.currency) << figure("Invested", point.invested, plot.currency)
        << figure(gain && gain->is_negative() ? "Loss" : "Gain", gain, plot.currency,
                  !gain                 ? ""
                  : gain->is_negative() ? "down"
                                        : "up")
        << "</dl>\n";
}

void write_pictures(std::ostream& out, Plot const& plot)
{
    out << "<figure>\n";
    write_picture(out, plot, {960, 600, "wide", false});
    write_picture(out, plot, {400, 520, "narrow", false});
    out << R"(<figcaption id="shown" aria-live="polite"><span class="key">value</span>)"
        << R"(<span class="key put">invested</span>below: gain, drawdown</figcaption>)"
        << "\n</figure>\n";
}

void write_months(std::ostream& out, Plot const& plot)
{
    if (!plot.months.empty()) {
        out << "<div class=\"scroll\">";
        write_months_table(out, plot);
        out << "</div>\n";
    }
}

bool ends_month(Date day)
{
    return std::chrono::year_month_day{day + std::chrono::days{1}}.day() == std::chrono::day{1};
}

/// More days than a season's are for nobody to read: then the ends of months, and the last day.
void write_table(std::ostream& out, Plot const& plot)
{
    bool const is_monthly = plot.points.size() > 92;
    out << "<details>\n<summary>Values as a table</summary>\n<div class=\"scroll\"><table>\n"
        << fmt::format("<caption>{}, in {}</caption>\n",
                       is_monthly ? "At the end of each month" : "At the end of each day", plot.currency.code())
        << "<thead><tr><th scope=\"col\">Day</th><th scope=\"col\">Value</th><th scope=\"col\">Invested</th>"
           "<th scope=\"col\">Gain</th><th scope=\"col\">Drawdown</th></tr></thead>\n<tbody>\n";
    for (auto const& point : plot.points) {
        if (!is_monthly || ends_month(point.day) || &point == &plot.points.back()) {
            out << fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                               base::to_text(point.day), shown_amount(point.value, plot.currency),
                               shown_amount(point.invested, plot.currency), shown_amount(point.gain(), plot.currency),
                               shown_percent(point.drawdown));
        }
    }
    out << "</tbody>\n</table></div>\n</details>\n";
}

void write_data(std::ostream& out, Plot const& plot)
{
    out << R"(<script type="application/json" id="days">[)";
    char const* separator = "\n";
    for (auto const& point : plot.points) {
        out << separator
            << fmt::format(R"(["{}","{}","{}","{}","{}"])", base::to_text(point.day),
                           shown_amount(point.value, plot.currency), shown_amount(point.invested, plot.currency),
                           shown_amount(point.gain(), plot.currency), shown_percent(point.drawdown));
        separator = ",\n";
    }
    out << "\n]</script>\n<script>" << script << "</script>\n";
}

} // namespace

void write_plot_html(std::ostream& out, Plot const& plot)
{
    out << head << "<title>" << markup_of(heading_of(plot)) << "</title>\n<style>" << page_style << picture_colors()
        << "</style>\n</head>\n<body>\n<main>\n<h1>" << markup_of(plot.title) << "</h1>\n<p>" << range_of(plot)
        << "</p>\n";
    write_figures(out, plot);
    write_pictures(out, plot);
    write_months(out, plot);
    write_table(out, plot);
    out << "</main>\n";
    write_data(out, plot);
    out << "</body>\n</html>\n";
}

} // namespace pf::report
