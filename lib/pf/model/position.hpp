#pragma once

#include "pf/base/time.hpp"
#include "pf/model/types.hpp"
#include "pf/money/currency.hpp"
#include "pf/money/decimal.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace pf::model {

/// What an account holds of one instrument: the sum of its lots and disposals. Amounts are in `currency`, that of its
/// first transaction, `…_base` ones in the account's base currency; nothing means unknown.
struct Position {
    std::int64_t account_id = 0;
    std::string ticker;
    AssetType asset_type = AssetType::other;
    Currency currency;
    Decimal quantity;                  ///< negative when units are owed
    std::optional<Decimal> total_cost; ///< of the open lots; what owed units brought counts against it
    std::optional<Decimal> total_cost_base;
    std::optional<Decimal> realized_pl; ///< of all disposals
    std::optional<Decimal> realized_pl_base;
    std::optional<Decimal> income; ///< dividends and interest, before tax
    std::optional<Decimal> income_base;
    std::optional<Decimal> fees; ///< all fees paid, whether or not they are part of cost and proceeds
    Timestamp first_transaction_date{};
    Timestamp last_transaction_date{};

    friend bool operator==(Position const&, Position const&) = default;
};

} // namespace pf::model
