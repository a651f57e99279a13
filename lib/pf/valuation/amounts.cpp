#include "pf/valuation/amounts.hpp"

namespace pf::valuation {

std::optional<Decimal> sum(std::optional<Decimal> const& left, std::optional<Decimal> const& right)
{
    return lots::in_range([&] { return lots::sum(left, right); });
}

std::optional<Decimal> difference(std::optional<Decimal> const& left, std::optional<Decimal> const& right)
{
    return lots::in_range([&] { return lots::difference(left, right); });
}

std::optional<Decimal> product(Decimal left, Decimal right)
{
    return lots::in_range([&] { return std::optional{money::multiply(left, right, Rounding::half_even)}; });
}

std::optional<Decimal> converted(std::optional<Decimal> const& amount, std::optional<Decimal> const& rate)
{
    return lots::in_range([&] { return lots::converted(amount, rate); });
}

void add_to(std::optional<Decimal>& total, std::optional<Decimal> const& amount)
{
    total = sum(total, amount);
}

} // namespace pf::valuation
