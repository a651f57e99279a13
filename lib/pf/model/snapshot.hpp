#pragma once

#include "pf/base/time.hpp"
#include "pf/model/types.hpp"
#include "pf/money/currency.hpp"
#include "pf/money/decimal.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace pf::model {

/// What moved in and out of an instrument on one day, in the account's base currency; nothing means unknown. The day's
/// gain is the change in value − purchases + sales + income − charges − transfers − conversions.
struct InstrumentFlows {
    std::optional<Decimal> purchases = Decimal{};     ///< paid for units, fee included
    std::optional<Decimal> sales = Decimal{};         ///< received for units, fee taken off
    std::optional<Decimal> income = Decimal{};        ///< dividends and interest, before fees and tax
    std::optional<Decimal> charges = Decimal{};       ///< fees that belong to no purchase or sale, and taxes
    std::optional<Decimal> transfers = Decimal{};     ///< units that came less units that went, at the day's value
    std::optional<Decimal> own_transfers = Decimal{}; ///< the part of `transfers` between own accounts
    /// What units were worth that were converted into this instrument, less what those were that became another. Over
    /// the instruments of an account they add up to zero.
    std::optional<Decimal> conversions = Decimal{};

    friend bool operator==(InstrumentFlows const&, InstrumentFlows const&) = default;
};

/// One instrument in a snapshot. `…_base` is in the account's base currency, the rest in the position's; nothing means
/// unknown.
struct SnapshotPosition {
    std::string ticker;
    AssetType asset_type = AssetType::other;
    Currency currency;
    Decimal quantity; ///< zero for what was closed on that very day
    std::optional<Decimal> total_cost;
    std::optional<Decimal> total_cost_base;
    std::optional<Decimal> last_price;
    std::optional<Date> price_date;
    std::optional<Decimal> market_value;
    std::optional<Decimal> market_value_base;
    std::optional<Decimal> realized_pl_base; ///< from the first transaction to that day
    std::optional<Decimal> income_base;      ///< likewise
    InstrumentFlows flows;                   ///< of that day alone

    friend bool operator==(SnapshotPosition const&, SnapshotPosition const&) = default;
};

/// What an account was worth at the end of a day (UTC). Amounts are in its base currency; nothing means unknown, and a
/// sum with an unknown part is unknown.
struct Snapshot {
    std::int64_t account_id = 0;
    Date date{};
    Currency base_currency;
    std::optional<Decimal> total_value = Decimal{};  ///< market_value + cash_balance
    std::optional<Decimal> market_value = Decimal{}; ///< of the instruments held
    std::optional<Decimal> cash_balance = Decimal{}; ///< `cash`, converted at the day's rates
    std::optional<Decimal> total_cost = Decimal{};   ///< of the instruments held
    std::optional<Decimal> realized_pl = Decimal{};  ///< from the first transaction to that day, closed ones included
    std::optional<Decimal> unrealized_pl = Decimal{};
    std::optional<Decimal> income = Decimal{};        ///< of instruments, likewise from the first transaction
    std::optional<Decimal> net_flows = Decimal{};     ///< that came from outside on that day, less what went there
    std::optional<Decimal> own_transfers = Decimal{}; ///< the part of `net_flows` that other own accounts sent or got
    std::map<Currency, std::optional<Decimal>> cash;  ///< empty before the first deposit or withdrawal
    std::int64_t unpriced = 0;                        ///< positions without a price
    std::int64_t stale_prices = 0;                    ///< positions whose price is old
    std::int64_t missing_rates = 0;                   ///< currencies without a rate into the base currency
    std::int64_t stale_rates = 0;                     ///< currencies whose rate is old
    std::int64_t unknown_cost = 0;                    ///< positions whose cost is unknown
    std::vector<SnapshotPosition> positions;          ///< held, or moved on that day; by ticker

    friend bool operator==(Snapshot const&, Snapshot const&) = default;
};

/// A snapshot as it is stored.
struct StoredSnapshot {
    Snapshot snapshot;
    Timestamp created_at{};               ///< when the day was first stored
    std::optional<Timestamp> restated_at; ///< when it was last replaced by another value

    friend bool operator==(StoredSnapshot const&, StoredSnapshot const&) = default;
};

/// What a snapshot said until it was restated.
struct SupersededSnapshot {
    Snapshot snapshot;         ///< the amounts and counts alone
    Timestamp superseded_at{}; ///< until when it was stored
    Timestamp stored_at{};     ///< since when

    friend bool operator==(SupersededSnapshot const&, SupersededSnapshot const&) = default;
};

} // namespace pf::model
