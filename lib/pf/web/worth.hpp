#pragma once

#include "pf/web/view.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace pf::web {

/// What positions and money are worth in the currency of the total.
struct Worth {
    std::string currency;
    std::optional<Decimal> total; ///< nothing: a part of it is unknown
    Decimal known;                ///< the parts that are known
    std::size_t unknown = 0;      ///< parts that are not
};

/// Of the grid `positions`; none where nothing is held.
[[nodiscard]] std::vector<Worth> worths_of(report::Grid const& positions);

/// One more column behind another.
void add_column(report::Grid& grid, std::string_view after, report::Column column,
                std::function<report::Value(report::Row const&)> const& value);

/// The same with the colour and the arrow of a gain or a loss.
[[nodiscard]] Markup gain_of(std::optional<Decimal> const& amount, std::string const& currency, Reader const& reader);

/// Money for people: with thousands, and the currency behind it.
[[nodiscard]] Markup money_of(std::optional<Decimal> const& amount, std::string const& currency, Reader const& reader);

} // namespace pf::web
