#pragma once

#include "pf/base/result.hpp"
#include "pf/model/price.hpp"
#include "pf/model/transaction.hpp"

#include <optional>
#include <string_view>

namespace pf::importer {

/// What a source counts money in.
struct MoneyUnit {
    Currency currency;
    bool is_hundredth = false; ///< `GBX`, `GBp`, `ILA`, `ZAc`: a hundredth of the currency
};

[[nodiscard]] Result<MoneyUnit> parse_money_unit(std::string_view code);

/// Half-even to 18 digits.
[[nodiscard]] Decimal hundredth(Decimal amount);
void divide_by_hundred(std::optional<Decimal>& amount);

/// Amounts in pence are booked in pounds, and a rate is that of the pound.
/// \param has_own_fee_currency  the fee is in another unit, and left alone
void count_in_whole_units(model::Transaction& transaction, bool has_own_fee_currency);
void count_in_whole_units(model::Price& price);

} // namespace pf::importer
