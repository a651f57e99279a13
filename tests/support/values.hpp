#pragma once

#include "pf/base/time.hpp"
#include "pf/model/account.hpp"
#include "pf/model/lot.hpp"
#include "pf/model/position.hpp"
#include "pf/model/transaction.hpp"
#include "pf/money/currency.hpp"
#include "pf/money/decimal.hpp"

#include <cstring>
#include <string_view>

/// Short ways to write down values in tests.
namespace pf::test {

using namespace pf::money; // NOLINT: the literal _dec

inline Timestamp at(std::string_view text)
{
    return (*base::parse_iso_timestamp(text)).timestamp;
}

inline Date on(std::string_view text)
{
    return *base::parse_date(text);
}

/// Different for every number, and not in its order.
inline model::Fingerprint fingerprint_of(std::uint64_t number)
{
    auto state = number * 0x9E3779B97F4A7C15ULL + 0x1234567;
    model::Fingerprint fingerprint{};
    for (std::size_t i = 0; i < fingerprint.size(); i += 8) {
        state ^= state >> 29U;
        state *= 0xBF58476D1CE4E5B9ULL;
        state ^= state >> 32U;
        std::memcpy(fingerprint.data() + i, &state, 8);
    }
    return fingerprint;
}

/// A plain purchase; change what the test is about.
inline model::Transaction purchase(std::int64_t account_id, std::int64_t id, std::string_view ticker,
                                   std::string_view date)
{
    model::Transaction transaction;
    transaction.account_id = account_id;
    transaction.id = id;
    transaction.import_id = 1;
    transaction.line_no = id + 1;
    transaction.date = at(date);
    transaction.type = model::TransactionType::buy;
    transaction.asset_type = model::AssetType::stock;
    transaction.ticker = ticker;
    transaction.quantity = "10"_dec;
    transaction.price = "12.5"_dec;
    transaction.total_amount = "125"_dec;
    transaction.currency = Currency{"EUR"};
    transaction.fee = "1.01"_dec;
    transaction.fingerprint = fingerprint_of(static_cast<std::uint64_t>(account_id * 1'000'000'000 + id));
    return transaction;
}

inline model::Position position_of(std::int64_t account_id, std::string_view ticker)
{
    model::Position position;
    position.account_id = account_id;
    position.ticker = ticker;
    position.asset_type = model::AssetType::stock;
    position.currency = Currency{"EUR"};
    position.quantity = "10"_dec;
    position.total_cost = "126.01"_dec;
    position.total_cost_base = "126.01"_dec;
    position.realized_pl = "-3.5"_dec;
    position.realized_pl_base = "-3.5"_dec;
    position.income = "0"_dec;
    position.income_base = "0"_dec;
    position.fees = "1.01"_dec;
    position.first_transaction_date = at("2024-01-02T10:00:00Z");
    position.last_transaction_date = at("2024-03-04T10:00:00.123456Z");
    return position;
}

inline model::Lot lot_of(std::int64_t account_id, std::string_view ticker, std::int64_t transaction_id, int lot_no = 0)
{
    model::Lot lot;
    lot.key = {account_id, transaction_id, lot_no};
    lot.ticker = ticker;
    lot.purchase_date = at("2024-01-02T10:00:00Z");
    lot.quantity = "10"_dec;
    lot.remaining_quantity = "10"_dec;
    lot.purchase_price = "12.601"_dec;
    lot.total_cost = "126.01"_dec;
    lot.total_cost_base = "126.01"_dec;
    lot.remaining_cost = "126.01"_dec;
    lot.remaining_cost_base = "126.01"_dec;
    return lot;
}

inline model::Disposal disposal_of(model::Lot const& lot, std::int64_t closing_transaction_id)
{
    model::Disposal disposal;
    disposal.lot = lot.key;
    disposal.closing_transaction_id = closing_transaction_id;
    disposal.ticker = lot.ticker;
    disposal.date = at("2024-05-06T11:00:00Z");
    disposal.purchase_date = lot.purchase_date;
    disposal.quantity = "4"_dec;
    disposal.proceeds = "60"_dec;
    disposal.cost_basis = "50.404"_dec;
    disposal.realized_pl = "9.596"_dec;
    disposal.proceeds_base = "60"_dec;
    disposal.cost_basis_base = "50.404"_dec;
    disposal.realized_pl_base = "9.596"_dec;
    disposal.term = model::Term::short_term;
    return disposal;
}

inline model::Import import_of(std::int64_t id, std::int64_t account_id)
{
    return {id,
            account_id,
            "pf",
            "statement.csv",
            std::string(64, 'a'),
            {5, 3, 1, 1, 0},
            at("2024-06-01T12:00:00Z"),
            std::nullopt,
            {},
            {}};
}

} // namespace pf::test
