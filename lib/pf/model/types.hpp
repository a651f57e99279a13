#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
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
    exchange_out,          ///< money of one currency leaves …
    exchange_in,           ///< … and that of another comes; never a flow
    convert_out,           ///< units of one instrument, or a share of their cost, leave …
    convert_in,            ///< … and become units of another in the same account
    return_of_capital,     ///< money that lowers what the units cost
    notional_distribution, ///< income that is reinvested without new units: it raises what the units cost
    expire,                ///< units end without worth
    tax_refund,            ///< money that lowers the taxes that were paid …
    fee_refund,            ///< … or the fees; neither is income
};

enum class AssetType : std::uint8_t { stock, etf, fund, bond, crypto, metal, cash, other, option, future, warrant };

/// What an option gives its holder a right to do with the underlying.
enum class OptionRight : std::uint8_t { call, put };

/// When money stays in an account: from the day of the first deposit or withdrawal on (until then purchases are paid
/// from outside, and what sales bring goes there), from the account's beginning, or not at all.
enum class CashKeeping : std::uint8_t { from_first_deposit, always, never };

/// How a sale chooses among open lots. `specific` does not: the sale names them.
enum class BookingMethod : std::uint8_t { fifo, lifo, hifo, lofo, average, specific };

/// Those that find the lots of any sale.
inline constexpr std::array booking_methods{BookingMethod::fifo, BookingMethod::lifo, BookingMethod::hifo,
                                            BookingMethod::lofo, BookingMethod::average};

/// As the database writes it: `BUY`, `TRANSFER_IN`, `STOCK`, `CALL`; in lower case `fifo`, `from_first_deposit`.
[[nodiscard]] std::string_view to_text(TransactionType type);
[[nodiscard]] std::string_view to_text(AssetType type);
[[nodiscard]] std::string_view to_text(OptionRight right);
[[nodiscard]] std::string_view to_text(BookingMethod method);
[[nodiscard]] std::string_view to_text(CashKeeping keeping);

/// All of them, in the order of the enumerators.
[[nodiscard]] std::span<std::string_view const> transaction_type_words();

[[nodiscard]] std::span<std::string_view const> asset_type_words();

/// The reverse of `to_text`, exactly (case matters).
[[nodiscard]] std::optional<TransactionType> parse_transaction_type(std::string_view text);
[[nodiscard]] std::optional<AssetType> parse_asset_type(std::string_view text);
[[nodiscard]] std::optional<OptionRight> parse_option_right(std::string_view text);
[[nodiscard]] std::optional<BookingMethod> parse_booking_method(std::string_view text);
[[nodiscard]] std::optional<CashKeeping> parse_cash_keeping(std::string_view text);

/// Opens a lot: BUY, STAKING, AIRDROP, MINING, TRANSFER_IN.
[[nodiscard]] constexpr bool opens_lot(TransactionType type)
{
    return type == TransactionType::buy || type == TransactionType::staking || type == TransactionType::airdrop ||
           type == TransactionType::mining || type == TransactionType::transfer_in;
}

/// Takes units out of lots: SELL, EXPIRE, TRANSFER_OUT, and FEE when it is paid in the asset itself (its quantity is
/// not zero).
[[nodiscard]] constexpr bool reduces_lots(TransactionType type)
{
    return type == TransactionType::sell || type == TransactionType::expire || type == TransactionType::transfer_out ||
           type == TransactionType::fee;
}

/// Units of one instrument for units of another: CONVERT_OUT, CONVERT_IN.
[[nodiscard]] constexpr bool converts(TransactionType type)
{
    return type == TransactionType::convert_out || type == TransactionType::convert_in;
}

/// Changes what open lots cost and nothing else: RETURN_OF_CAPITAL, NOTIONAL_DISTRIBUTION.
[[nodiscard]] constexpr bool changes_cost(TransactionType type)
{
    return type == TransactionType::return_of_capital || type == TransactionType::notional_distribution;
}

/// Money of one currency for money of another: EXCHANGE_OUT, EXCHANGE_IN.
[[nodiscard]] constexpr bool exchanges_money(TransactionType type)
{
    return type == TransactionType::exchange_out || type == TransactionType::exchange_in;
}

} // namespace pf::model
