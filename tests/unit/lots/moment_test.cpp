#include "pf/lots/moment.hpp"

#include "support.hpp"

#include <doctest/doctest.h>

#include <map>
#include <span>
#include <string>
#include <vector>

namespace pf::lots::test {

using model::Transaction;
using model::TransactionType;

namespace {

Transaction placed(std::int64_t id, TransactionType type, Decimal quantity, std::int64_t place)
{
    Transaction transaction;
    transaction.account_id = 1;
    transaction.id = id;
    transaction.type = type;
    transaction.ticker = "AAA";
    transaction.quantity = quantity;
    transaction.place = place;
    return transaction;
}

std::string ordered(std::vector<Transaction> rows, Held held = {})
{
    put_in_order(
        rows, [&](std::int64_t, std::string const&) { return held; }, dec("0.00000001"));
    std::string ids;
    for (auto const& transaction : rows) {
        ids += std::to_string(transaction.id);
    }
    return ids;
}

Held holding(Decimal units)
{
    return {units, false};
}

} // namespace

TEST_CASE("the order that a source tells is kept where it is possible")
{
    std::vector<Transaction> const rows{placed(1, TransactionType::buy, dec("5"), 2),
                                        placed(2, TransactionType::sell, dec("5"), 1)};
    CHECK(ordered(rows, holding(dec("5"))) == "21");
    CHECK(ordered(rows, holding(dec("4.999999999"))) == "21"); // dust
    CHECK(ordered(rows, holding(dec("4.9"))) == "12");
    CHECK(ordered(rows) == "12");
    CHECK(ordered(rows, {Decimal{}, true}) == "21"); // sold short, and bought back
}

TEST_CASE("one row without a place, and the moment is booked as if none had one")
{
    CHECK(ordered({placed(1, TransactionType::sell, dec("5"), 1), placed(2, TransactionType::buy, dec("5"), 2),
                   placed(3, TransactionType::buy, dec("1"), 0)},
                  holding(dec("9"))) == "321");
}

TEST_CASE("a split of the moment comes first, whatever the source says")
{
    auto doubled = placed(3, TransactionType::split, Decimal{}, 3);
    doubled.split_numerator = 2;
    doubled.split_denominator = 1;
    CHECK(
        ordered({placed(1, TransactionType::buy, dec("3"), 2), placed(2, TransactionType::sell, dec("10"), 1), doubled},
                holding(dec("5"))) == "321");
    CHECK(
        ordered({placed(1, TransactionType::buy, dec("3"), 2), placed(2, TransactionType::sell, dec("11"), 1), doubled},
                holding(dec("5"))) == "312");
    doubled.split_numerator = 0;
    doubled.split_denominator = 0;
    doubled.quantity = dec("5");
    CHECK(
        ordered({placed(1, TransactionType::buy, dec("3"), 2), placed(2, TransactionType::sell, dec("10"), 1), doubled},
                holding(dec("5"))) == "321");
}

TEST_CASE("rows that need units wait for them")
{
    for (auto const type :
         {TransactionType::transfer_out, TransactionType::convert_out, TransactionType::expire, TransactionType::fee}) {
        CAPTURE(to_text(type));
        CHECK(ordered({placed(1, TransactionType::buy, dec("5"), 2), placed(2, type, dec("2"), 1)},
                      holding(dec("2"))) == "21");
        CHECK(ordered({placed(1, TransactionType::buy, dec("5"), 2), placed(2, type, dec("2"), 1)},
                      holding(dec("1"))) == "12");
        CHECK(ordered({placed(1, TransactionType::buy, dec("5"), 2), placed(2, type, dec("2"), 1)}, {dec("1"), true}) ==
              "12");
    }
    for (auto const type : {TransactionType::return_of_capital, TransactionType::notional_distribution}) {
        CHECK(ordered({placed(1, TransactionType::buy, dec("5"), 2), placed(2, type, Decimal{}, 1)},
                      holding(dec("1"))) == "21");
        CHECK(ordered({placed(1, TransactionType::buy, dec("5"), 2), placed(2, type, Decimal{}, 1)}) == "12");
    }
    CHECK(ordered({placed(1, TransactionType::buy, dec("5"), 2), placed(2, TransactionType::fee, Decimal{}, 1)}) ==
          "21");
}

TEST_CASE("what one account sells another need not hold")
{
    auto bought_elsewhere = placed(1, TransactionType::buy, dec("5"), 1);
    bought_elsewhere.account_id = 2;
    CHECK(ordered({placed(2, TransactionType::sell, dec("5"), 2), placed(3, TransactionType::buy, dec("5"), 3),
                   bought_elsewhere}) == "312");
}

TEST_CASE("events of one place keep the order of booking")
{
    auto out = placed(1, TransactionType::transfer_out, dec("5"), 1);
    out.counter_account_id = 2;
    auto in = placed(2, TransactionType::transfer_in, dec("5"), 1);
    in.account_id = 2;
    in.counter_account_id = 1;
    CHECK(ordered({placed(3, TransactionType::buy, dec("1"), 2), in, out}, holding(dec("5"))) == "123");
}

} // namespace pf::lots::test
