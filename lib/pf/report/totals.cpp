#include "pf/report/totals.hpp"

namespace pf::report {

void Totals::add(Currency currency, std::vector<std::optional<Decimal>> const& amounts)
{
    auto& sums = m_sums.try_emplace(currency, amounts.size(), Decimal{}).first->second;
    for (std::size_t i = 0; i < amounts.size(); ++i) {
        m_unknown += amounts[i] ? 0U : 1U;
        sums[i] = sums[i] && amounts[i] ? std::optional(*sums[i] + *amounts[i]) : std::nullopt;
    }
}

} // namespace pf::report
