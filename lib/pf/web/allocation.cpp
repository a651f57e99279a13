#include "pf/web/allocation.hpp"

#include "pf/valuation/amounts.hpp"
#include "pf/web/chart.hpp"
#include "pf/web/table.hpp"
#include "pf/web/words.hpp"
#include "pf/web/worth.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <tuple>

namespace pf::web {

namespace {

constexpr std::size_t most_bars = 12;

/// What parts are told by.
enum class By { instrument, account };

struct Part {
    std::string name;
    std::string currency;
    bool is_cash = false;
    Decimal known; ///< of what it is worth
    bool is_unknown = false;
};

/// Money is told from an instrument of its name.
std::vector<Part> parts_by(report::Grid const& positions, By by)
{
    Cells const cells{positions};
    std::map<std::tuple<std::string, std::string, bool>, Part> parts;
    for (auto const& row : positions.rows) {
        auto const name = cells.text(row, by == By::account ? "account" : "ticker");
        auto const currency = cells.text(row, "total_currency");
        bool const is_cash = by == By::instrument && cells.text(row, "asset_type") == "CASH";
        auto& part =
            parts.try_emplace({currency, name, is_cash}, Part{name, currency, is_cash, {}, false}).first->second;
        auto const known = valuation::sum(part.known, cells.number(row, "market_value_total"));
        part.known = known.value_or(part.known);
        part.is_unknown = part.is_unknown || !known;
    }
    std::vector<Part> sorted;
    for (auto& [key, part] : parts) {
        sorted.push_back(std::move(part));
    }
    std::ranges::stable_sort(sorted, std::greater{}, &Part::known);
    return sorted;
}

Url url_of(Part const& part, By by)
{
    return by == By::account ? Url{"holdings"}.with("account", part.name)
           : part.is_cash    ? Url{"cash"}.with("currency", part.name)
                             : Url{"holdings"}.below(part.name);
}

Markup line(View const& view, Part const& part, std::vector<Worth> const& worths, By by)
{
    auto const worth = std::ranges::find(worths, part.currency, &Worth::currency);
    auto const weight =
        worth->known.is_positive() ? money::divide(part.known, worth->known, Rounding::half_even) : Decimal{};
    auto const value = part.is_unknown ? std::nullopt : std::optional{part.known};
    report::Value const shown =
        part.is_unknown ? report::Value{report::Unknown{}} : report::Value{report::Ratio{weight}};
    return element("tr", {},
                   element("th", {{"scope", "row"}}, link(url_of(part, by), isolated(part.name))) +
                       element("td", {{"class", "bars"}}, bar(weight)) +
                       element("td", {{"class", "num"}}, shown_value(shown, false, view.reader)) +
                       element("td", {{"class", "num"}}, money_of(value, part.currency, view.reader)));
}

Markup heads(By by)
{
    return element("th", {{"scope", "col"}}, by == By::account ? "Account" : "Holding") +
           element("th", {{"scope", "col"}}, element("span", {{"class", "unseen"}}, "Bar")) +
           element("th", {{"scope", "col"}, {"class", "num"}}, "Weight") +
           element("th", {{"scope", "col"}, {"class", "num"}}, "Value");
}

Markup parts_table(View const& view, report::Grid const& positions, By by, char const* caption)
{
    auto const worths = worths_of(positions);
    auto const parts = parts_by(positions, by);
    Markup lines;
    for (std::size_t i = 0; i < std::min(parts.size(), most_bars); ++i) {
        lines += line(view, parts[i], worths, by);
    }
    if (parts.size() > most_bars) {
        auto const rest = fmt::format("and {} more", parts.size() - most_bars);
        auto const all = link(Url{"holdings"}.with("sort", "-weight"), rest);
        lines += element("tr", {}, element("th", {{"scope", "row"}, {"colspan", "4"}}, all));
    }
    auto const inside = element("caption", {}, caption) + element("thead", {}, element("tr", {}, heads(by))) +
                        element("tbody", {}, lines);
    return element("div", {{"class", "scroll"}, {"tabindex", "0"}, {"role", "group"}, {"aria-label", caption}},
                   element("table", {{"class", "allocation"}}, inside));
}

} // namespace

Markup allocation(View const& view, report::Grid const& positions)
{
    return element("div", {{"class", "columns"}},
                   parts_table(view, positions, By::instrument, "By holding") +
                       parts_table(view, positions, By::account, "By account"));
}

Markup on_weights(report::Grid const& positions)
{
    std::size_t unknown = 0;
    for (auto const& worth : worths_of(positions)) {
        unknown += worth.unknown;
    }
    return unknown == 0 ? Markup{}
                        : element("p", {{"class", "hint"}},
                                  fmt::format("Weights are parts of what is known: {} of unknown value {} left out.",
                                              unknown, unknown == 1 ? "is" : "are"));
}

} // namespace pf::web
