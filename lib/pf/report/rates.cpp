#include "pf/report/rates.hpp"

#include <algorithm>

namespace pf::report {

std::vector<std::string> notes_on(std::vector<ShownRate> const& rates)
{
    std::string known;
    std::vector<std::string> notes;
    for (auto const& [from, to, rate, date] : rates) {
        auto const pair = std::string{from.code()} + " to " + std::string{to.code()};
        if (!rate) {
            notes.push_back("? no rate from " + pair + " is known: 'pf-prices fetch' or 'pf-import fx.csv'");
            continue;
        }
        known += (known.empty() ? "at 1 " : ", 1 ") + std::string{from.code()} + " = " +
                 rate->rounded(6, Rounding::half_even).to_text() + " " + std::string{to.code()} +
                 (date ? " of " + base::to_text(*date) : "");
    }
    if (!known.empty()) {
        notes.insert(notes.begin(), known);
    }
    return notes;
}

Grid rates_grid(std::vector<ShownRate> const& rates)
{
    Grid grid{"rates", "", {{"from", ""}, {"to", ""}, {"rate", ""}, {"rate_date", ""}}, {}, {}, "", Shown::data_only};
    for (auto const& [from, to, rate, date] : rates) {
        grid.rows.push_back({text(from.code()), text(to.code()), rate ? Value(*rate) : Value(Unknown()),
                             date ? day(*date) : Value(Nothing())});
    }
    return grid;
}

std::optional<Decimal> TotalCurrency::rate_of(Currency from) const
{
    auto const found = std::ranges::find(rates, from, &ShownRate::from);
    return from == currency ? Decimal{1} : found == rates.end() ? std::nullopt : found->rate;
}

} // namespace pf::report
