#pragma once

#include "pf/base/time.hpp"
#include "pf/model/types.hpp"
#include "pf/money/currency.hpp"
#include "pf/money/decimal.hpp"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace pf::model {

/// 128 bits that are equal for two rows exactly when they tell of the same event: BLAKE2b over the canonical fields (or
/// account, external id and leg) and the occurrence number among identical rows of one file.
using Fingerprint = std::array<std::byte, 16>;

/// One row of the table `transactions`. Quantities and amounts are never negative; the type gives the direction.
struct Transaction {
    std::int64_t account_id = 0;
    std::int64_t id = 0; ///< unique within the account
    Timestamp date{};
    bool date_only = false; ///< the source gave no time of day; `date` is midnight UTC
    TransactionType type = TransactionType::buy;
    AssetType asset_type = AssetType::other;
    std::string ticker;                  ///< empty for cash movements that belong to no instrument
    std::string symbol;                  ///< the source's own word for `ticker`; empty when it is the same
    Decimal quantity;                    ///< units moved; zero for pure cash movements
    std::optional<Decimal> price;        ///< per unit, in `currency`; informational when `total_amount` is given
    std::optional<Decimal> total_amount; ///< gross amount without the fee, in `currency`; nothing when unknown
    Currency currency;
    Decimal fee; ///< in `currency`, not part of `total_amount`
    std::optional<Decimal>
        fx_rate; ///< price of one unit of `currency` in the account's base currency, as the source says
    std::int64_t split_numerator = 0;               ///< new units per …
    std::int64_t split_denominator = 0;             ///< … old units; both zero unless the type is split
    std::optional<std::int64_t> counter_account_id; ///< the other side of a transfer between own accounts
    /// The other side of a conversion; of a SELL the option by which these units were sold, of an EXPIRE what was
    /// bought or sold when a written option was assigned. Empty for others.
    std::string counter_ticker;
    /// Of a CONVERT_OUT: the part of the cost that goes with it, 0 … 1. Without quantity it is the cost of all open
    /// lots, whose units stay; with a quantity what is left of the cost is that of a sale for `total_amount`. Nothing:
    /// all
    std::optional<Decimal> cost_share;
    std::string lots;        ///< of a sale: the lots that it takes, as `to_text` of `NamedLot`s; empty: none is named
    std::string description; ///< at most 500 characters of the source's own words
    std::string external_id; ///< the source's own id of the event; empty when it has none
    Fingerprint fingerprint{};
    std::int64_t import_id = 0;
    std::int64_t line_no = 0; ///< where in the import's file, from 1
    std::int64_t place = 0;   ///< among the rows of its moment, from 1, as the source tells; 0: it does not

    friend bool operator==(Transaction const&, Transaction const&) = default;
};

/// The source's own word for the instrument, by which it knows the row again; empty where it is of none.
[[nodiscard]] inline std::string const& source_word(Transaction const& transaction)
{
    return transaction.symbol.empty() ? transaction.ticker : transaction.symbol;
}

/// The order in which transactions of one instrument are booked where no source tells it (see `lots::put_in_order`): by
/// time, and at one moment
///   0. splits,
///   1. what comes in: buy, staking, airdrop, mining, transfer_in without counter account,
///   2. income and other cash: dividend, interest, deposit, withdrawal, tax, exchanges of money, a fee without
///   quantity, refunds, changes of cost,
///   3. transfers between own accounts (with counter account), conversions and assignments (an expire with counter
///   ticker): by import and line, out before in,
///   4. what goes out: sell, other expire, transfer_out without counter account, a fee with quantity.
/// Within the others by price, total amount (unknown ones last), quantity and fingerprint, so that the order of rows in
/// a file does not matter (guarantee L3); account and id settle what is left.
[[nodiscard]] std::strong_ordering booking_order(Transaction const& left, Transaction const& right);

} // namespace pf::model
