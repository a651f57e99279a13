#include "pf/tax/rules.hpp"

#include "pf/valuation/amounts.hpp"

#include <algorithm>

namespace pf::tax {
namespace {

void add(Sums& sums, Line const& line)
{
    valuation::add_to(sums.proceeds, line.proceeds);
    valuation::add_to(sums.cost, line.cost);
    valuation::add_to(sums.gain, line.gain);
    sums.adjustment += line.adjustment;
    sums.rounding += line.rounding;
    valuation::add_to(sums.taxable, line.taxable);
}

/// Gains and losses are those of whole disposals, not of the parts that acquisitions cover.
void add_disposal(Sums& sums, std::optional<Decimal> const& taxable)
{
    ++sums.disposals;
    valuation::add_to(sums.gains, taxable ? std::optional{std::max(*taxable, Decimal{})} : std::nullopt);
    valuation::add_to(sums.losses, taxable ? std::optional{std::min(*taxable, Decimal{})} : std::nullopt);
}

} // namespace

std::vector<std::unique_ptr<Rules>> all_rules()
{
    std::vector<std::unique_ptr<Rules>> rules;
    for (auto const make : {make_uk, make_us, make_ca, make_de, make_fr, make_ie, make_au, make_generic}) {
        rules.push_back(make());
    }
    return rules;
}

std::unique_ptr<Rules> find_rules(std::string_view name)
{
    for (auto& rules : all_rules()) {
        if (rules->about().name == name) {
            return std::move(rules);
        }
    }
    return nullptr;
}

Summary summary_of(std::vector<Line> const& lines)
{
    Summary summary{{"", Sums{}}};
    std::map<std::pair<std::string, std::int64_t>, std::optional<Decimal>> disposals;
    for (auto const& line : lines) {
        for (auto const& category : {std::string{}, line.category}) {
            add(summary[category], line);
            valuation::add_to(disposals.try_emplace({category, line.disposal}, Decimal{}).first->second, line.taxable);
            if (line.category.empty()) {
                break;
            }
        }
    }
    for (auto const& [key, taxable] : disposals) {
        add_disposal(summary[key.first], taxable);
    }
    return summary;
}

} // namespace pf::tax
