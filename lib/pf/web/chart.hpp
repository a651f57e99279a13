#pragma once

#include "pf/web/view.hpp"

namespace pf::web {

/// The days of the answer to `plot`, drawn for a wide and for a narrow window. When amounts are hidden, the value is
/// drawn as a part of its highest.
/// \param id  of the elements
[[nodiscard]] Markup chart(View const& view, Answer const& answer, std::string const& id);

/// The returns of its months, a row per year; nothing, where there are none.
[[nodiscard]] Markup months_map(Answer const& answer);

/// A chart of a price, which is nobody's secret, with trades marked; nothing, where there are not two days.
/// \param trades  rows of `transactions`; null: none
[[nodiscard]] Markup price_chart(View const& view, Answer const& prices, report::Grid const* trades);

/// A bar as long as a part of the whole, 0 to 1.
[[nodiscard]] Markup bar(Decimal part);

} // namespace pf::web
