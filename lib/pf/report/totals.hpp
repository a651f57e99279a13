#pragma once

#include "pf/money/currency.hpp"
#include "pf/money/decimal.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace pf::report {

/// Sums of several amounts per currency. A sum with an unknown part is unknown (guarantee L7), and so is one of 10^20
/// and more.
class Totals {
public:
    /// \param amounts  as many in every call
    void add(Currency currency, std::vector<std::optional<Decimal>> const& amounts);

    /// By currency, ascending.
    [[nodiscard]] std::map<Currency, std::vector<std::optional<Decimal>>> const& by_currency() const { return m_sums; }

    /// How many amounts were unknown.
    [[nodiscard]] std::size_t unknown() const { return m_unknown; }

    /// Those of which a sum is 10^20 or more, ascending.
    [[nodiscard]] std::set<Currency> const& too_large() const { return m_too_large; }

    /// All sums in one currency. \param rate_of  what one unit of a currency is in it
    [[nodiscard]] std::vector<std::optional<Decimal>>
    in_one(std::size_t count, std::function<std::optional<Decimal>(Currency)> const& rate_of) const;

private:
    std::map<Currency, std::vector<std::optional<Decimal>>> m_sums;
    std::size_t m_unknown = 0;
    std::set<Currency> m_too_large;
};

} // namespace pf::report
