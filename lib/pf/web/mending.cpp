#include "pf/web/mending.hpp"

#include "pf/web/words.hpp"

#include <set>
#include <string>

namespace pf::web {

namespace {

constexpr std::size_t most_names = 12;

using Names = std::set<std::string>;

Markup named(Names const& names)
{
    Markup list;
    std::size_t count = 0;
    for (auto const& name : names) {
        if (count == most_names) {
            return list + " and " + std::to_string(names.size() - most_names) + " more";
        }
        list += (count++ == 0 ? Markup{} : Markup{", "}) + link(Url{"holdings"}.below(name), isolated(name));
    }
    return list;
}

Markup item(Names const& names, char const* lack, Markup const& way_out)
{
    return names.empty()
               ? Markup{}
               : element("li", {}, element("strong", {}, lack) + " " + named(names) + lone("br", {}) + way_out);
}

} // namespace

Markup mending(report::Grid const& positions)
{
    Cells const cells{positions};
    Names without_price;
    Names without_rate;
    Names without_cost;
    for (auto const& row : positions.rows) {
        auto const ticker = cells.text(row, "ticker");
        if (cells.text(row, "asset_type") != "CASH") {
            if (cells.is_unknown(row, "last_price")) {
                without_price.insert(ticker);
            } else if (cells.is_unknown(row, "market_value_total")) {
                without_rate.insert(ticker);
            }
            if (cells.is_unknown(row, "total_cost")) {
                without_cost.insert(ticker);
            }
        }
    }
    auto const items =
        item(without_price, "No price:", command("pf-prices fetch") + " or " + command("pf-import prices.csv")) +
        item(without_rate, "No exchange rate:", command("pf-prices fetch") + " or " + command("pf-import fx.csv")) +
        item(without_cost, "No cost:",
             command("pf-ledger edit ID price=…") +
                 " gives the price of the row that brought it; the holding's page has its ID");
    return items.is_empty() ? items : section("What is not known", element("ul", {{"class", "mending"}}, items));
}

} // namespace pf::web
