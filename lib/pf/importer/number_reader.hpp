#pragma once

#include "pf/money/decimal.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace pf::importer {

/// How a column writes numbers.
struct NumberStyles {
    std::vector<money::NumberStyle> styles{money::NumberStyle{}}; ///< tried in order
    bool first_wins = false;    ///< when a text has a meaning in several styles; otherwise it is refused as ambiguous
    bool rounded = false;       ///< the source works it out: digits after the 18th are no fault
    bool money = false;         ///< a currency's sign or code may stand before or behind: `-$1,234.56`, `USD 5`
    std::int64_t one_way = 0;   ///< a line of the file that only one of the styles reads …
    std::int64_t other_way = 0; ///< … and one that only another does; 0 but for a column that needs both
    std::size_t of_spreadsheets = 0; ///< so many of the last styles: meant only where none of the others can be

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

/// Which of the styles read the text as a number: a bit for each.
[[nodiscard]] unsigned styles_that_read(std::string_view text, NumberStyles const& styles);

/// The code of the currency whose sign or code stands at an amount: `€5` is EUR; empty where there is none, or one of
/// several currencies (`kr`). A dollar sign alone is the US dollar's.
[[nodiscard]] std::string_view currency_at(std::string_view amount);

/// May this sign or code stand at an amount in this currency? `$` may at any dollar.
[[nodiscard]] bool mark_fits(std::string_view mark, std::string_view currency);

} // namespace pf::importer
