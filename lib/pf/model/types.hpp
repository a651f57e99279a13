#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace pf::model {

/// What a transaction does. The direction is in the type: quantities and amounts are never negative.
enum class TransactionType : std::uint8_t {
    buy,
    sell,
    dividend,
    interest,
    staking,
    airdrop,
    mining,
    fee,
    tax,
    deposit,
    withdrawal,
    transfer_in,
    transfer_out,
    split,
};

enum class AssetType : std::uint8_t { stock, etf, fund, bond, crypto, metal, cash, other };

/// How a sale chooses among open lots.
enum class BookingMethod : std::uint8_t { fifo, lifo, hifo, average };

inline constexpr std::array booking_methods{BookingMethod::fifo, BookingMethod::lifo, BookingMethod::hifo,
                                            BookingMethod::average};

/// As the database writes it: `BUY`, `TRANSFER_IN`, `STOCK`; booking methods in lower case: `fifo`.
[[nodiscard]] std::string_view to_text(TransactionType type);
[[nodiscard]] std::string_view to_text(AssetType type);
[[nodiscard]] std::string_view to_text(BookingMethod method);

/// The reverse of `to_text`, exactly (case matters).
[[nodiscard]] std::optional<TransactionType> parse_transaction_type(std::string_view text);
[[nodiscard]] std::optional<AssetType> parse_asset_type(std::string_view text);
[[nodiscard]] std::optional<BookingMethod> parse_booking_method(std::string_view text);

/// Opens a lot: BUY, STAKING, AIRDROP, MINING, TRANSFER_IN.
[[nodiscard]] constexpr bool opens_lot(TransactionType type)
{
    return type == TransactionType::buy || type == TransactionType::staking || type == TransactionType::airdrop ||
           type == TransactionType::mining || type == TransactionType::transfer_in;
}

/// Takes units out of lots: SELL, TRANSFER_OUT, and FEE when it is paid in the asset itself (its quantity is not zero).
[[nodiscard]] constexpr bool reduces_lots(TransactionType type)
{
    return type == TransactionType::sell || type == TransactionType::transfer_out || type == TransactionType::fee;
}

} // namespace pf::model
