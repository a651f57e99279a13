#include "pf/report/totals.hpp"

#include "pf/valuation/amounts.hpp"

namespace pf::report {

void Totals::add(Currency currency, std::vector<std::optional<Decimal>> const& amounts)
{
    auto& sums = m_sums.try_emplace(currency, amounts.size(), Decimal{}).first->second;
    for (std::size_t i = 0; i < amounts.size(); ++i) {
        m_unknown += amounts[i] ? 0U : 1U;
        bool const was_known = sums[i] && amounts[i];
        valuation::add_to(sums[i], amounts[i]);
        if (was_known && !sums[i]) {
            m_too_large.insert(currency);
        }
    }
}

std::vector<std::optional<Decimal>> Totals::in_one(std::size_t count,
                                                   std::function<std::optional<Decimal>(Currency)> const& rate_of) const
{
    std::vector<std::optional<Decimal>> all(count, Decimal{});
    for (auto const& [currency, sums] : m_sums) {
        auto const rate = rate_of(currency);
        for (std::size_t i = 0; i < count; ++i) {
            valuation::add_to(all[i], valuation::converted(sums[i], rate));
        }
    }
    return all;
}

} // namespace pf::report
