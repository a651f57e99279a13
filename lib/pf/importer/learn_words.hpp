#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pf::importer {

/// What a column may be to a format that is learned.
enum class Role : unsigned char {
    date,
    time,
    type,
    isin,
    ticker,
    name,
    quantity,
    price,
    total,
    fee,
    currency,
    id,
    description,
    account,
    balance,
};
inline constexpr std::size_t role_count = 15;

[[nodiscard]] std::string_view name_of(Role role);
[[nodiscard]] std::optional<Role> parse_role(std::string_view name);

/// How well a header's words fit a role: 0 not at all; a word of the role alone is worth more than one among others,
/// and of several the usual one most. Words of the languages that the built-in formats are written in.
[[nodiscard]] int fit_of(std::string_view header, Role role);

/// What a kind of row is: one of our words, when the source's is exactly one that is known.
[[nodiscard]] std::string meaning_of(std::string_view word);

/// When a known word is part of the source's.
[[nodiscard]] std::string perhaps_meaning_of(std::string_view word);

/// The words that a kind of row may be given: `BUY`, …, `ignore`.
[[nodiscard]] std::vector<std::string> const& meanings();

} // namespace pf::importer
