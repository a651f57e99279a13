#pragma once

#include "pf/base/result.hpp"
#include "pf/base/time.hpp"
#include "pf/money/decimal.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pf::model {

/// Units that a sale takes out of what was bought on a day, or of what a row brought: `2023-01-10:5`, `id:ABC:5`.
struct NamedLot {
    std::optional<Date> day; ///< of the purchase, in the account's time zone; nothing: the id says
    std::string external_id; ///< of the row that brought the units into the account
    Decimal quantity;

    friend bool operator==(NamedLot const&, NamedLot const&) = default;
};

/// `2023-01-10:5; id:ABC:5`; empty is none. \return  or what is wrong with the first name that is wrong
[[nodiscard]] Result<std::vector<NamedLot>> parse_named_lots(std::string_view text);

/// As it is stored: what was parsed, without what does not matter in it.
[[nodiscard]] std::string to_text(std::vector<NamedLot> const& lots);

/// Which lot, without how many units: `2023-01-10`, `id:ABC`.
[[nodiscard]] std::string name_of(NamedLot const& lot);

[[nodiscard]] Decimal total_quantity(std::vector<NamedLot> const& lots);

} // namespace pf::model
