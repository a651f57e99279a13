#pragma once

#include "pf/lots/amounts.hpp"

#include <optional>

/// Sums over instruments, accounts and days. What single rows move the books refuse when it is no value of ours; a sum
/// of them may be none all the same, and is then as unknown as one with an unknown part.
namespace pf::valuation {

[[nodiscard]] std::optional<Decimal> sum(std::optional<Decimal> const& left, std::optional<Decimal> const& right);
[[nodiscard]] std::optional<Decimal> difference(std::optional<Decimal> const& left,
                                                std::optional<Decimal> const& right);

/// Half-even.
[[nodiscard]] std::optional<Decimal> product(Decimal left, Decimal right);

/// As `lots::converted`.
[[nodiscard]] std::optional<Decimal> converted(std::optional<Decimal> const& amount,
                                               std::optional<Decimal> const& rate);

/// A total that is unknown once stays unknown.
void add_to(std::optional<Decimal>& total, std::optional<Decimal> const& amount);

} // namespace pf::valuation
