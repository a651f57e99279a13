#pragma once

#include "pf/base/result.hpp"

#include <string>
#include <string_view>

namespace pf::prices {

/// Where the closes of an instrument come from: `SOURCE`, `SOURCE:SYMBOL`, each with ` UNIT` behind where the source
/// does not tell what it counts in.
struct Symbol {
    std::string source;
    std::string symbol; ///< the source's word; empty: the ticker
    std::string unit;   ///< `GBp`; empty: as the source says

    friend bool operator==(Symbol const&, Symbol const&) = default;
};

[[nodiscard]] Result<Symbol> parse_symbol(std::string_view text);

} // namespace pf::prices
