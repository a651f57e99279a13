#pragma once

#include "pf/web/view.hpp"

#include <string>
#include <vector>

namespace pf::web {

/// `▲` or `▼`, for who does not see colours; nothing for zero. Not read aloud: the sign is.
[[nodiscard]] Markup arrow(int sign);

/// A figure with its colour and arrow. \param sign  -1, 0 or 1
[[nodiscard]] Markup signed_text(Markup const& figure, int sign);

/// Instead of what nobody knows.
[[nodiscard]] Markup unknown_mark();

/// Instead of an amount that is not to be seen.
[[nodiscard]] Markup hidden_amount();

/// What a column is called, also one that the terminal does not show.
[[nodiscard]] std::string title_of(report::Column const& column);

/// A command to type.
[[nodiscard]] Markup command(std::string_view text);

/// A part of a page under its own heading.
[[nodiscard]] Markup section(std::string_view heading, Markup const& inside);

/// Lines of a report below its tables, but for those that tell what is unknown.
[[nodiscard]] Markup notes(std::vector<std::string> const& lines);

} // namespace pf::web
