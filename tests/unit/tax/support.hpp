#pragma once

#include "pf/tax/rules.hpp"

#include "../lots/support.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pf::tax::test {

using lots::test::at;
using lots::test::dec;

/// A day as ISO 8601 writes it.
[[nodiscard]] Date day(std::string_view text);

/// A row of ticker X in account 1, whose currency is the tax currency; its id is its place in the family.
[[nodiscard]] Entry entry(model::TransactionType type, std::string_view date, std::string_view quantity,
                          std::optional<std::string_view> amount, std::string_view fee = "0");

/// Numbered in the order that they stand in.
[[nodiscard]] Family family(std::vector<Entry> entries);

/// All years, by the rules' first method, long before today.
[[nodiscard]] Context context_of(Rules const& rules);

[[nodiscard]] Assessment assessed(std::string_view rules, Family const& family);
[[nodiscard]] Assessment assessed(std::string_view rules, Family const& family, Context const& context);

/// The texts of the remarks that make it incomplete.
[[nodiscard]] std::vector<std::string> missing(Assessment const& assessment);

} // namespace pf::tax::test
