#pragma once

#include "pf/money/currency.hpp"
#include "pf/money/decimal.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

namespace pf::report {

/// Sums of several amounts per currency. A sum with an unknown part is unknown (guarantee L7).
class Totals {
public:
    /// \param amounts  as many in every call
    void add(Currency currency, std::vector<std::optional<Decimal>> const& amounts);

    /// By currency, ascending.
    [[nodiscard]] std::map<Currency, std::vector<std::optional<Decimal>>> const& by_currency() const { return m_sums; }

    /// How many amounts were unknown.
    [[nodiscard]] std::size_t unknown() const { return m_unknown; }

private:
    std::map<Currency, std::vector<std::optional<Decimal>>> m_sums;
    std::size_t m_unknown = 0;
};

} // namespace pf::report
