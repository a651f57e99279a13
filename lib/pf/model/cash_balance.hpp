#pragma once

#include "pf/base/time.hpp"
#include "pf/money/currency.hpp"
#include "pf/money/decimal.hpp"

#include <cstdint>
#include <optional>

namespace pf::model {

/// The money of one currency that an account holds. It may be negative: then it is owed.
struct CashBalance {
    std::int64_t account_id = 0;
    Currency currency;
    std::optional<Decimal> balance; ///< nothing: unknown, because an amount that moved is
    Date last_day{};                ///< on which it moved

    friend bool operator==(CashBalance const&, CashBalance const&) = default;
};

} // namespace pf::model
