#pragma once

#include "pf/money/decimal.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace pf::valuation {

/// A part of a portfolio, and what it is to become.
struct Allocation {
    std::string group;
    Decimal value;
    Decimal weight;       ///< of the whole, as it is
    Decimal target;       ///< of the whole, as it is to be
    Decimal drift;        ///< weight − target
    Decimal trade;        ///< to buy, or negative to sell
    Decimal weight_after; ///< of the whole, after all trades

    friend bool operator==(Allocation const&, Allocation const&) = default;
};

using Values = std::map<std::string, Decimal>; ///< by group

/// A part of a portfolio as it is.
struct HeldPart {
    Decimal value;
    Decimal weight; ///< of the whole; together exactly 1
};

using HeldParts = std::map<std::string, HeldPart>; ///< by group

/// What brings a portfolio to its targets. The trades add up to nothing, and lead exactly to the targets; with new
/// money they add up to that, none is negative, and what each group gets of it is in proportion to what it lacks in the
/// whole with the new money. Groups that have no target are to become nothing, those that are not held come into being.
/// \param targets  not negative, together exactly 1
/// \param invest   new money, positive; nothing: what is held is moved
/// \return  by group; nothing when there is no positive whole, or when there are amounts that are owed and new money
/// \throws pf::Error  bad_data, when a result is out of range
[[nodiscard]] std::vector<Allocation> rebalanced(HeldParts const& held, Values const& targets,
                                                 std::optional<Decimal> invest);

} // namespace pf::valuation
