#include "pf/web/treemap.hpp"

#include "pf/base/text.hpp"
#include "pf/money/decimal.hpp"
#include "pf/report/writers.hpp"
#include "pf/valuation/amounts.hpp"
#include "pf/valuation/parts.hpp"
#include "pf/web/words.hpp"
#include "pf/web/worth.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <numeric>

namespace pf::web {

namespace {

using money::operator""_dec;

constexpr std::size_t most_boxes = 60;
constexpr int tenths = 10;
constexpr int character = 72; // how wide one of a label is, about

struct Holding {
    std::string name;
    std::string currency;
    bool is_cash = false;
    std::optional<Decimal> value = Decimal{}; ///< in base; nothing: a part of it is unknown
    std::optional<Decimal> gain = Decimal{};  ///< in its own currency
    std::optional<Decimal> cost = Decimal{};
};

Decimal sum_of(std::span<Decimal const> parts)
{
    return std::accumulate(parts.begin(), parts.end(), Decimal{});
}

/// How many of the parts make about half of them, at least one and not all.
std::size_t half_of(std::span<Decimal const> parts)
{
    auto const whole = sum_of(parts);
    Decimal sum;
    std::size_t count = 0;
    while (count + 1 < parts.size() && (count == 0 || sum + sum + parts[count] <= whole)) {
        sum += parts[count++];
    }
    return count;
}

/// `length` × part ÷ whole
int share_of(int length, Decimal part, Decimal whole)
{
    auto const share = money::scaled(Decimal{length}, part, whole, Rounding::half_even).rounded(0, Rounding::half_even);
    return static_cast<int>(base::parse_integer(share.to_text()).value_or(0));
}

void place(std::span<Decimal const> parts, Box box, std::vector<Box>& boxes)
{
    if (parts.size() == 1) {
        boxes.push_back(box);
        return;
    }
    auto const count = half_of(parts);
    auto const first = parts.first(count);
    auto second_box = box;
    if (box.width >= box.height) {
        box.width = share_of(box.width, sum_of(first), sum_of(parts));
        second_box.left += box.width;
        second_box.width -= box.width;
    } else {
        box.height = share_of(box.height, sum_of(first), sum_of(parts));
        second_box.top += box.height;
        second_box.height -= box.height;
    }
    place(first, box, boxes);
    place(parts.subspan(count), second_box, boxes);
}

/// What is held of a name in all accounts, by value. What is owed or of unknown value has no area.
std::vector<Holding> holdings_of(report::Grid const& positions)
{
    Cells const cells{positions};
    std::map<std::pair<std::string, bool>, Holding> by_name;
    for (auto const& row : positions.rows) {
        auto const name = cells.text(row, "ticker");
        auto const currency = cells.text(row, "currency");
        bool const is_cash = cells.text(row, "asset_type") == "CASH";
        auto& holding = by_name.try_emplace({name, is_cash}, Holding{name, currency, is_cash}).first->second;
        bool const is_same = holding.currency == currency;
        holding.value = valuation::sum(holding.value, cells.number(row, "market_value_total"));
        holding.gain = is_same ? valuation::sum(holding.gain, cells.number(row, "unrealized_pl")) : std::nullopt;
        holding.cost = is_same ? valuation::sum(holding.cost, cells.number(row, "total_cost")) : std::nullopt;
    }
    std::vector<Holding> holdings;
    for (auto& [key, holding] : by_name) {
        if (holding.value && holding.value->is_positive()) {
            holdings.push_back(std::move(holding));
        }
    }
    std::ranges::stable_sort(holdings, std::greater{}, [](Holding const& holding) { return *holding.value; });
    return holdings;
}

/// The gain as a part of what it cost; nothing, where it is not known.
std::optional<Decimal> gain_of(Holding const& holding)
{
    return holding.gain && holding.cost && holding.cost->is_positive()
               ? std::optional{money::divide(*holding.gain, *holding.cost, Rounding::half_even)}
               : std::nullopt;
}

char const* kind_of(std::optional<Decimal> const& gain)
{
    auto const much = "0.2"_dec;
    return !gain || gain->is_zero() ? "area even"
           : *gain > much           ? "area much-up"
           : *gain < -much          ? "area much-down"
           : gain->is_negative()    ? "area some-down"
                                    : "area some-up";
}

/// For who does not see colours.
char const* arrow_of(std::optional<Decimal> const& gain)
{
    return !gain || gain->is_zero() ? "" : gain->is_negative() ? " ▼" : " ▲";
}

/// `A, 12.50 %, gained 3.00 %`
std::string told(Holding const& holding, std::string const& weight, std::optional<Decimal> const& gain)
{
    auto const text = holding.name + ", " + weight;
    return gain ? fmt::format("{}, {} {}", text, gain->is_negative() ? "lost" : "gained",
                              report::shown(report::Ratio{gain->abs()}))
                : text;
}

std::string pixels(int place)
{
    return fmt::format("{}.{}", place / tenths, place % tenths);
}

/// \param known  what weights are parts of
Markup area(Holding const& holding, Box const& box, Decimal known)
{
    auto const weight = report::shown(report::Ratio{money::divide(*holding.value, known, Rounding::half_even)});
    auto const gain = gain_of(holding);
    auto inside = element("title", {}, told(holding, weight, gain)) + element("rect",
                                                                              {{"class", kind_of(gain)},
                                                                               {"x", pixels(box.left)},
                                                                               {"y", pixels(box.top)},
                                                                               {"width", pixels(box.width)},
                                                                               {"height", pixels(box.height)}},
                                                                              {});
    auto const fits = [&](std::string const& text, int base) {
        return static_cast<int>(text.size()) * character + 12 * tenths < box.width && (base + 5) * tenths < box.height;
    };
    auto const line = [&](std::string const& text, int base) {
        auto const top = pixels(box.top + base * tenths);
        return element("text", {{"class", "name"}, {"x", pixels(box.left + 6 * tenths)}, {"y", top}}, text);
    };
    constexpr int first_base = 16;
    constexpr int second_base = 32;
    if (fits(holding.name, first_base)) {
        inside += line(holding.name, first_base);
        inside += fits(weight, second_base) ? line(weight + arrow_of(gain), second_base) : Markup{};
    }
    auto const url = holding.is_cash ? Url{"cash"}.with("currency", holding.name) : Url{"holdings"}.below(holding.name);
    return element("a", {{"href", url.text()}, {"tabindex", "-1"}}, inside);
}

Markup drawn(std::vector<Holding> const& holdings, Decimal known, Box const& whole, char const* size)
{
    std::vector<Decimal> values;
    std::ranges::transform(holdings, std::back_inserter(values), [](Holding const& one) { return *one.value; });
    auto const boxes = boxes_of(values, whole);
    auto inside = element("title", {}, "Holdings by value; the table below tells the same");
    for (std::size_t i = 0; i < holdings.size(); ++i) {
        inside += area(holdings[i], boxes[i], known);
    }
    auto const view_box = fmt::format("0 0 {} {}", whole.width / tenths, whole.height / tenths);
    return element("div", {{"class", std::string{"chart "} + size}},
                   element("svg", {{"viewBox", view_box}, {"role", "img"}}, inside));
}

Markup key(char const* kind, char const* words)
{
    return element("span", {{"class", std::string{"patch "} + kind}}, words);
}

} // namespace

std::vector<Box> boxes_of(std::span<Decimal const> parts, Box whole)
{
    std::vector<Box> boxes;
    if (!parts.empty()) {
        place(parts, whole, boxes);
    }
    return boxes;
}

Markup treemap(report::Grid const& positions)
{
    auto holdings = holdings_of(positions);
    auto const worths = worths_of(positions);
    std::vector<Decimal> values;
    std::ranges::transform(holdings, std::back_inserter(values), [](Holding const& holding) { return *holding.value; });
    bool const has_areas = holdings.size() > 1 && worths.size() == 1 && valuation::whole_of(values);
    if (!has_areas || !worths.front().known.is_positive()) {
        return {};
    }
    auto const left_out = holdings.size() - std::min(holdings.size(), most_boxes);
    holdings.resize(holdings.size() - left_out);
    auto caption = key("much-down", "lost over 20 %") + key("some-down", "lost") +
                   key("even", "even, money, or not known") + key("some-up", "gained") +
                   key("much-up", "gained over 20 %");
    caption += left_out == 0 ? Markup{} : element("span", {}, fmt::format("without the {} smallest", left_out));
    auto const known = worths.front().known;
    return element("figure", {},
                   drawn(holdings, known, {0, 0, 11'000, 2'400}, "wide") +
                       drawn(holdings, known, {0, 0, 4'200, 3'600}, "narrow") + element("figcaption", {}, caption));
}

} // namespace pf::web
