#pragma once

#include "pf/base/time.hpp"
#include "pf/money/decimal.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pf::model {

/// Which lot: the transaction that brought it into the account, and its number among the lots that came with it
/// (0 but for a transfer, which carries several).
struct LotKey {
    std::int64_t account_id = 0;
    std::int64_t opening_transaction_id = 0;
    int lot_no = 0;

    friend bool operator==(LotKey const&, LotKey const&) = default;
    friend auto operator<=>(LotKey const&, LotKey const&) = default;
};

/// Units that are held, or that were sold without being held and are owed.
enum class Side : std::uint8_t { held, owed };

/// As the database writes it: `LONG`, `SHORT`.
[[nodiscard]] constexpr std::string_view to_text(Side side)
{
    return side == Side::held ? "LONG" : "SHORT";
}

/// Units bought together, or sold short together: then what they cost is what they brought. Amounts are in the
/// position's currency, `…_base` ones in the account's base currency; an amount that is nothing is unknown, which is
/// not zero.
struct Lot {
    LotKey key;
    std::string ticker;
    Timestamp purchase_date{};  ///< of the first purchase, or of the short sale; a transfer keeps it
    std::int64_t place = 0;     ///< of that among the rows of its moment, as `Transaction::place`
    Decimal quantity;           ///< units that came in, in today's units (splits multiply it while the lot is open)
    Decimal remaining_quantity; ///< 0 ≤ remaining ≤ quantity
    std::optional<Decimal> purchase_price; ///< total_cost per unit at the purchase
    std::optional<Decimal> total_cost;     ///< what `quantity` cost, fee included
    std::optional<Decimal> total_cost_base;
    std::optional<Decimal> remaining_cost; ///< what `remaining_quantity` cost
    std::optional<Decimal> remaining_cost_base;
    Side side = Side::held;
    std::string external_id; ///< of the row that brought it into the account, by which a sale may name it

    friend bool operator==(Lot const&, Lot const&) = default;
};

/// Longer than one calendar year between purchase and sale?
enum class Term : std::uint8_t { short_term, long_term };

/// The part of a sale (or of a fee paid in the asset) that one lot covers; of units that were owed, the part of a
/// purchase that closes one lot of them: its proceeds are those of the short sale.
struct Disposal {
    LotKey lot;
    std::int64_t closing_transaction_id = 0;
    std::string ticker;
    Timestamp date{};
    Timestamp purchase_date{};       ///< of the lot, which for units owed is that of the short sale
    Decimal quantity;                ///< in the units of the day of the sale
    std::optional<Decimal> proceeds; ///< fee taken off
    std::optional<Decimal> cost_basis;
    /// proceeds − cost_basis; nothing when either is unknown, but zero for a fee paid in units, whatever they cost
    std::optional<Decimal> realized_pl;
    std::optional<Decimal> proceeds_base;
    std::optional<Decimal> cost_basis_base;
    std::optional<Decimal> realized_pl_base;
    Term term = Term::short_term; ///< of units owed always short
    Side side = Side::held;

    friend bool operator==(Disposal const&, Disposal const&) = default;
};

} // namespace pf::model
