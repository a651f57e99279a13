#include "pf/model/types.hpp"

#include <algorithm>
#include <iterator>

namespace pf::model {
namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, 23> transaction_type_names{"BUY",
                                                                  "SELL",
                                                                  "DIVIDEND",
                                                                  "INTEREST",
                                                                  "STAKING",
                                                                  "AIRDROP",
                                                                  "MINING",
                                                                  "FEE",
                                                                  "TAX",
                                                                  "DEPOSIT",
                                                                  "WITHDRAWAL",
                                                                  "TRANSFER_IN",
                                                                  "TRANSFER_OUT",
                                                                  "SPLIT",
                                                                  "EXCHANGE_OUT",
                                                                  "EXCHANGE_IN",
                                                                  "CONVERT_OUT",
                                                                  "CONVERT_IN",
                                                                  "RETURN_OF_CAPITAL",
                                                                  "NOTIONAL_DISTRIBUTION",
                                                                  "EXPIRE",
                                                                  "TAX_REFUND",
                                                                  "FEE_REFUND"};
constexpr std::array<std::string_view, 11> asset_type_names{"STOCK", "ETF",   "FUND",   "BOND",   "CRYPTO", "METAL",
                                                            "CASH",  "OTHER", "OPTION", "FUTURE", "WARRANT"};
constexpr std::array<std::string_view, 2> option_right_names{"CALL", "PUT"};
constexpr std::array<std::string_view, 6> booking_method_names{"fifo", "lifo", "hifo", "lofo", "average", "specific"};
constexpr std::array<std::string_view, 3> cash_keeping_names{"from_first_deposit", "always", "never"};

template <typename Enum, std::size_t Size>
std::string_view name_of(std::array<std::string_view, Size> const& names, Enum value)
{
    return names.at(static_cast<std::size_t>(value));
}

template <typename Enum, std::size_t Size>
std::optional<Enum> find_name(std::array<std::string_view, Size> const& names, std::string_view text)
{
    auto const* const found = std::find(names.begin(), names.end(), text);
    if (found == names.end()) {
        return std::nullopt;
    }
    return static_cast<Enum>(std::distance(names.begin(), found));
}

} // namespace

std::string_view to_text(TransactionType type)
{
    return name_of(transaction_type_names, type);
}

std::string_view to_text(AssetType type)
{
    return name_of(asset_type_names, type);
}

std::string_view to_text(OptionRight right)
{
    return name_of(option_right_names, right);
}

std::string_view to_text(BookingMethod method)
{
    return name_of(booking_method_names, method);
}

std::string_view to_text(CashKeeping keeping)
{
    return name_of(cash_keeping_names, keeping);
}

std::span<std::string_view const> transaction_type_words()
{
    return transaction_type_names;
}

std::span<std::string_view const> asset_type_words()
{
    return asset_type_names;
}

std::optional<TransactionType> parse_transaction_type(std::string_view text)
{
    return find_name<TransactionType>(transaction_type_names, text);
}

std::optional<AssetType> parse_asset_type(std::string_view text)
{
    return find_name<AssetType>(asset_type_names, text);
}

std::optional<OptionRight> parse_option_right(std::string_view text)
{
    return find_name<OptionRight>(option_right_names, text);
}

std::optional<BookingMethod> parse_booking_method(std::string_view text)
{
    return find_name<BookingMethod>(booking_method_names, text);
}

std::optional<CashKeeping> parse_cash_keeping(std::string_view text)
{
    return find_name<CashKeeping>(cash_keeping_names, text);
}

} // namespace pf::model
