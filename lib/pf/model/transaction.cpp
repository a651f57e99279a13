#include "pf/model/transaction.hpp"

namespace pf::model {
namespace {

enum class Rank : std::uint8_t { split, incoming, cash, linked, outgoing };

Rank rank_of_transfer(Transaction const& transfer, Rank unlinked)
{
    return transfer.counter_account_id ? Rank::linked : unlinked;
}

Rank rank_of(Transaction const& transaction)
{
    switch (transaction.type) {
    case TransactionType::split:
        return Rank::split;
    case TransactionType::buy:
    case TransactionType::staking:
    case TransactionType::airdrop:
    case TransactionType::mining:
        return Rank::incoming;
    case TransactionType::transfer_in:
        return rank_of_transfer(transaction, Rank::incoming);
    case TransactionType::transfer_out:
        return rank_of_transfer(transaction, Rank::outgoing);
    case TransactionType::convert_out:
    case TransactionType::convert_in:
        return Rank::linked;
    case TransactionType::expire:
        return transaction.counter_ticker.empty() ? Rank::outgoing : Rank::linked;
    case TransactionType::sell:
        return Rank::outgoing;
    case TransactionType::fee:
        return transaction.quantity.is_zero() ? Rank::cash : Rank::outgoing;
    case TransactionType::dividend:
    case TransactionType::interest:
    case TransactionType::tax:
    case TransactionType::tax_refund:
    case TransactionType::fee_refund:
    case TransactionType::deposit:
    case TransactionType::withdrawal:
    case TransactionType::exchange_out:
    case TransactionType::exchange_in:
    case TransactionType::return_of_capital:
    case TransactionType::notional_distribution:
        return Rank::cash;
    }
    return Rank::cash;
}

std::strong_ordering unknown_last(std::optional<Decimal> const& left, std::optional<Decimal> const& right)
{
    if (left.has_value() != right.has_value()) {
        return left ? std::strong_ordering::less : std::strong_ordering::greater;
    }
    return left ? *left <=> *right : std::strong_ordering::equal;
}

bool arrives(Transaction const& transaction)
{
    return transaction.type == TransactionType::transfer_in || transaction.type == TransactionType::convert_in;
}

std::strong_ordering by_source(Transaction const& left, Transaction const& right)
{
    if (auto const order = left.import_id <=> right.import_id; order != 0) {
        return order;
    }
    if (auto const order = left.line_no <=> right.line_no; order != 0) {
        return order;
    }
    return arrives(left) <=> arrives(right);
}

std::strong_ordering by_content(Transaction const& left, Transaction const& right)
{
    if (auto const order = unknown_last(left.price, right.price); order != 0) {
        return order;
    }
    if (auto const order = unknown_last(left.total_amount, right.total_amount); order != 0) {
        return order;
    }
    if (auto const order = left.quantity <=> right.quantity; order != 0) {
        return order;
    }
    return left.fingerprint <=> right.fingerprint;
}

} // namespace

std::strong_ordering booking_order(Transaction const& left, Transaction const& right)
{
    if (auto const order = left.date <=> right.date; order != 0) {
        return order;
    }
    auto const rank = rank_of(left);
    if (auto const order = rank <=> rank_of(right); order != 0) {
        return order;
    }
    auto const order = rank == Rank::linked ? by_source(left, right) : by_content(left, right);
    if (order != 0) {
        return order;
    }
    if (auto const account = left.account_id <=> right.account_id; account != 0) {
        return account;
    }
    return left.id <=> right.id;
}

} // namespace pf::model
