#pragma once

#include "pf/money/decimal.hpp"

#include <string_view>
#include <vector>

namespace pf::importer {

/// How a column writes numbers.
struct NumberStyles {
    std::vector<money::NumberStyle> styles{money::NumberStyle{}}; ///< tried in order
    bool first_wins = false; ///< when a text has a meaning in several styles; otherwise it is refused as ambiguous
    bool money = false;      ///< a currency's sign or code may stand before or behind: `-$1,234.56`, `USD 5`

    friend bool operator==(NumberStyles const&, NumberStyles const&) = default;
};

/// The style of a sample: `1.234,56`, `1234.56`, `1 234,56`.
/// \throws std::invalid_argument  when it is not 1234.56 written some way
[[nodiscard]] money::NumberStyle style_of_sample(std::string_view sample);

/// A number, and the currency's sign or code that stood with it.
struct ReadNumber {
    money::ParsedDecimal parsed;
    std::string_view mark;
};

[[nodiscard]] Result<ReadNumber> read_number(std::string_view text, NumberStyles const& styles, money::Excess excess);

/// May this sign or code stand at an amount in this currency? `$` may at any dollar.
[[nodiscard]] bool mark_fits(std::string_view mark, std::string_view currency);

} // namespace pf::importer
