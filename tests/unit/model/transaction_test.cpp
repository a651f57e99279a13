#include "pf/model/transaction.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <ostream>
#include <vector>

using namespace pf;
using namespace pf::model;
using namespace pf::money;

namespace {

Transaction transaction(TransactionType type, std::int64_t id = 1)
{
    Transaction result;
    result.account_id = 1;
    result.id = id;
    result.type = type;
    result.quantity = Decimal{1};
    return result;
}

Transaction linked(TransactionType type, std::int64_t import_id, std::int64_t line_no)
{
    auto result = transaction(type);
    result.counter_account_id = 2;
    result.import_id = import_id;
    result.line_no = line_no;
    return result;
}

bool is_before(Transaction const& left, Transaction const& right)
{
    return booking_order(left, right) < 0 && booking_order(right, left) > 0;
}

/// Few different values per field, so that ties are common.
rc::Gen<Transaction> any_transaction()
{
    return rc::gen::exec([] {
        auto const small = [] { return *rc::gen::inRange(0, 3); };
        auto const maybe = [&small]() -> std::optional<Decimal> {
            auto const value = small();
            return value == 0 ? std::nullopt : std::optional{Decimal{value}};
        };
        Transaction result;
        result.account_id = small();
        result.id = small();
        result.date = Timestamp{std::chrono::microseconds{small()}};
        result.type = static_cast<TransactionType>(*rc::gen::inRange(0, 14));
        result.quantity = Decimal{small()};
        result.price = maybe();
        result.total_amount = maybe();
        result.fingerprint[0] = static_cast<std::byte>(small());
        result.import_id = small();
        result.line_no = small();
        if (small() == 0) {
            result.counter_account_id = small();
        }
        return result;
    });
}

} // namespace

TEST_CASE("an earlier transaction is booked first, whatever it is")
{
    auto sale = transaction(TransactionType::sell);
    auto split = transaction(TransactionType::split);
    split.date = sale.date + std::chrono::microseconds{1};
    CHECK(is_before(sale, split));
}

TEST_CASE("at one moment: splits, incoming, cash, linked transfers, outgoing")
{
    using enum TransactionType;
    auto const cash = [](TransactionType type) {
        auto result = transaction(type);
        result.quantity = Decimal{};
        return result;
    };
    std::vector<std::vector<Transaction>> const ranks{
        {transaction(split)},
        {transaction(buy), transaction(staking), transaction(airdrop), transaction(mining), transaction(transfer_in)},
        {cash(dividend), cash(interest), cash(deposit), cash(withdrawal), cash(tax), cash(fee)},
        {linked(transfer_out, 1, 1), linked(transfer_in, 1, 1)},
        {transaction(sell), transaction(transfer_out), transaction(fee)},
    };
    for (std::size_t i = 0; i < ranks.size(); ++i) {
        for (auto const& left : ranks[i]) {
            for (auto const& same : ranks[i]) {
                if (i != 3) {
                    CHECK(booking_order(left, same) == 0);
                }
            }
            for (std::size_t j = i + 1; j < ranks.size(); ++j) {
                for (auto const& right : ranks[j]) {
                    CHECK(is_before(left, right));
                }
            }
        }
    }
}

TEST_CASE("linked transfers keep the order of their files, out before in")
{
    using enum TransactionType;
    CHECK(is_before(linked(transfer_in, 1, 9), linked(transfer_out, 2, 1)));
    CHECK(is_before(linked(transfer_in, 1, 1), linked(transfer_out, 1, 2)));
    CHECK(is_before(linked(transfer_out, 1, 1), linked(transfer_in, 1, 1)));
}

TEST_CASE("L3: at one moment the content decides, not the line in a file")
{
    auto const base = transaction(TransactionType::buy);
    auto first_in_file = base;
    first_in_file.import_id = 1;
    first_in_file.line_no = 1;
    first_in_file.price = Decimal{20};
    auto second_in_file = base;
    second_in_file.import_id = 2;
    second_in_file.line_no = 2;
    second_in_file.price = Decimal{10};
    CHECK(is_before(second_in_file, first_in_file));
    CHECK(is_before(first_in_file, base));
}

TEST_CASE("ties fall to the price, the amount, the quantity, the fingerprint, then account and id; unknown comes last")
{
    auto const base = transaction(TransactionType::sell);
    auto const with = [&base](auto change) {
        auto changed = base;
        change(changed);
        return changed;
    };
    CHECK(is_before(with([](auto& t) { t.price = Decimal{9}; }), base));
    CHECK(is_before(with([](auto& t) { t.total_amount = Decimal{9}; }), base));
    CHECK(is_before(with([](auto& t) { t.total_amount = Decimal{8}; }),
                    with([](auto& t) { t.total_amount = Decimal{9}; })));
    CHECK(is_before(base, with([](auto& t) { t.quantity = Decimal{2}; })));
    CHECK(is_before(base, with([](auto& t) { t.fingerprint[15] = std::byte{1}; })));
    CHECK(is_before(base, with([](auto& t) { t.account_id = 2; })));
    CHECK(is_before(base, with([](auto& t) { t.id = 2; })));
    CHECK(booking_order(base, with([](auto& t) { t.line_no = 7; })) == 0);
}

namespace rc {

template <>
struct Arbitrary<Transaction> {
    static Gen<Transaction> arbitrary() { return any_transaction(); }
};

void showValue(Transaction const& value, std::ostream& out)
{
    out << to_text(value.type) << " #" << value.id << " of account " << value.account_id;
}

} // namespace rc

TEST_CASE("the order of booking is a strict weak order")
{
    CHECK(rc::check([](Transaction const& a, Transaction const& b, Transaction const& c) {
        RC_ASSERT((booking_order(a, a) == 0));
        RC_ASSERT((booking_order(a, b) == (0 <=> booking_order(b, a))));
        if (booking_order(a, b) <= 0 && booking_order(b, c) <= 0) {
            RC_ASSERT((booking_order(a, c) <= 0));
        }
        if (booking_order(a, b) == 0 && booking_order(b, c) == 0) {
            RC_ASSERT((booking_order(a, c) == 0));
        }
    }));
}

TEST_CASE("L3: sorting gives the same sequence from any order of rows")
{
    CHECK(rc::check([](std::vector<Transaction> rows) {
        auto shuffled = rows;
        std::reverse(shuffled.begin(), shuffled.end());
        auto const before = [](Transaction const& left, Transaction const& right) {
            return booking_order(left, right) < 0;
        };
        std::sort(rows.begin(), rows.end(), before);
        std::sort(shuffled.begin(), shuffled.end(), before);
        RC_ASSERT(std::equal(
            rows.begin(), rows.end(), shuffled.begin(), shuffled.end(),
            [](Transaction const& left, Transaction const& right) { return booking_order(left, right) == 0; }));
    }));
}
