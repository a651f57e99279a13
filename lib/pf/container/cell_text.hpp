#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What a cell of a spreadsheet says, as text. No arithmetic touches a number.
namespace pf::container {

/// A number's own digits without an exponent: `1234.5` for `1.2345E+3`. Up to 15 digits stand for themselves; of more,
/// the shortest number that is kept the same (`shortest_of`). Three decimals get a zero more, so that no reader can
/// take their mark for one of thousands: `1.0650`.
/// \return  nothing, when it is no number
[[nodiscard]] std::optional<std::string> number_text(std::string_view value);

/// The same of who writes what was typed: all digits stand for themselves.
[[nodiscard]] std::optional<std::string> exact_text(std::string_view value);

/// What a number's format makes of it.
enum class Shown : std::uint8_t { number, date, time, moment };

/// \param code  such as `yyyy\-mm\-dd`
[[nodiscard]] Shown shown_by(std::string_view code);

/// Of the formats that are known by their number alone.
[[nodiscard]] Shown shown_by(int format_number);

/// `2024-01-31`, `15:04:05`, `2024-01-31 15:04:05.250` of a count of days; the number itself where it can be none.
/// \param is_1904  day 0 is 1904-01-01; otherwise day 1 is 1900-01-01, and day 60 one that never was
[[nodiscard]] std::string date_text(std::string const& number, Shown shown, bool is_1904);

/// `_x000D_` stands for a character that XML cannot hold.
[[nodiscard]] std::string unescaped(std::string_view text);

} // namespace pf::container
