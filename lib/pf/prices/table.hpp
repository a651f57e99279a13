#pragma once

#include "pf/prices/reading.hpp"

#include <string>

namespace pf::prices {

/// What an import takes: CSV in the formats `prices` and `fx`, exact. A row's source column names the source.
class Table {
public:
    void add(Question const& question, Observed const& row);

    [[nodiscard]] bool has_prices() const { return m_has_prices; }
    [[nodiscard]] bool has_rates() const { return m_has_rates; }
    [[nodiscard]] std::string const& prices() const { return m_prices; }
    [[nodiscard]] std::string const& rates() const { return m_rates; }

private:
    std::string m_prices = "date,ticker,close,currency,source\n";
    std::string m_rates = "date,base,quote,rate\n";
    bool m_has_prices = false;
    bool m_has_rates = false;
};

} // namespace pf::prices
