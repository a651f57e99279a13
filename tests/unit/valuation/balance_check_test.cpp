#include "pf/base/time.hpp"
#include "pf/valuation/balance_check.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

namespace pf::valuation {
namespace {

using model::TransactionType;
using money::operator""_dec;

Currency const eur{"EUR"};

Date day(char const* text)
{
    return *base::parse_date(text);
}

model::Transaction row(TransactionType type, char const* date, Decimal amount, std::string const& ticker = {},
                       Decimal units = {})
{
    model::Transaction result;
    result.type = type;
    result.date = Timestamp{day(date)} + std::chrono::hours{12};
    result.total_amount = amount;
    result.currency = eur;
    result.ticker = ticker;
    result.quantity = units;
    return result;
}

/// At the end of that day.
Claim claim(char const* date, Decimal quantity, std::string const& ticker = {}, std::int64_t import_id = 1)
{
    Claim result;
    result.balance.quantity = quantity;
    result.balance.ticker = ticker;
    result.balance.currency = ticker.empty() ? eur : Currency{};
    result.balance.import_id = import_id;
    result.day = day(date);
    result.until = base::end_of(day(date));
    return result;
}

std::string text_of(std::optional<Decimal> const& value)
{
    return value ? value->to_text() : "?";
}

/// `day said booked +more opening`, a line each.
std::string text_of(std::vector<BalanceDifference> const& differences)
{
    std::string text;
    for (auto const& one : differences) {
        text += base::to_text(one.claim.day) + " " + one.claim.balance.quantity.to_text() + " " + text_of(one.booked) +
                " +" + std::to_string(one.more) + " " + text_of(one.opening) + "\n";
    }
    return text;
}

std::string money(std::vector<model::Transaction> const& rows, std::vector<Claim> const& claims,
                  char const* since = "2024-01-01", std::int64_t first_import_id = 0)
{
    MoneyCheck check{claims, eur, day(since), first_import_id};
    for (auto const& one : rows) {
        check.add(one, base::day_of(one.date));
    }
    return text_of(check.finish());
}

std::string units(std::vector<model::Transaction> const& rows, std::vector<Claim> const& claims)
{
    UnitsCheck check{claims, 0};
    for (auto const& one : rows) {
        check.add(one, base::day_of(one.date));
    }
    return text_of(check.finish());
}

std::vector<model::Transaction> const rows{row(TransactionType::deposit, "2024-01-02", "100"_dec),
                                           row(TransactionType::withdrawal, "2024-01-04", "30"_dec),
                                           row(TransactionType::deposit, "2024-01-06", "5"_dec)};

} // namespace

TEST_CASE("balances that are booked are no differences, before the first row and after the last")
{
    CHECK(money(rows, {claim("2024-01-01", "0"_dec), claim("2024-01-02", "100"_dec), claim("2024-01-03", "100"_dec),
                       claim("2024-01-04", "70"_dec), claim("2024-01-09", "75"_dec)}) == "");
}

TEST_CASE("a difference is told where it first appears, and again where it changes")
{
    CHECK(money(rows, {claim("2024-01-02", "100"_dec), claim("2024-01-04", "60"_dec), claim("2024-01-05", "60"_dec),
                       claim("2024-01-06", "64"_dec), claim("2024-01-07", "75"_dec)}) == "2024-01-04 60 70 +1 ?\n"
                                                                                         "2024-01-06 64 75 +0 ?\n");
}

TEST_CASE("what differs by the same from the first balance on may have been there before")
{
    CHECK(money(rows, {claim("2024-01-02", "150"_dec), claim("2024-01-04", "120"_dec),
                       claim("2024-01-06", "125"_dec)}) == "2024-01-02 150 100 +2 50\n");
    CHECK(money(rows, {claim("2024-01-02", "150"_dec)}) ==
          "2024-01-02 150 100 +0 ?\n"); // one balance tells nothing of it
}

TEST_CASE("before an account keeps money its balances only tell what was there")
{
    auto const late = std::vector<model::Transaction>{row(TransactionType::buy, "2024-01-02", "40"_dec, "A", "1"_dec),
                                                      rows[1], rows[2]};
    std::vector<Claim> const claims{claim("2024-01-02", "60"_dec), claim("2024-01-04", "30"_dec),
                                    claim("2024-01-06", "35"_dec)};
    CHECK(money(late, claims, "2024-01-04") == "2024-01-04 30 -30 +1 100\n");
    std::vector<Claim> const from_nothing{claim("2024-01-02", "-40"_dec), claim("2024-01-04", "-70"_dec)};
    CHECK(money(late, from_nothing, "2024-01-04") == "2024-01-04 -70 -30 +0 0\n");
}

TEST_CASE("only what later imports say is told, but what it follows from is known")
{
    std::vector<Claim> const claims{claim("2024-01-02", "150"_dec, "", 1), claim("2024-01-04", "120"_dec, "", 2)};
    CHECK(money(rows, claims, "2024-01-01", 2) == "2024-01-04 120 70 +0 50\n");
    CHECK(money(rows, claims, "2024-01-01", 3) == "");
}

TEST_CASE("an unknown amount is a difference, and stays one")
{
    auto unknown = rows;
    unknown[1].total_amount.reset();
    CHECK(money(unknown, {claim("2024-01-02", "100"_dec), claim("2024-01-04", "70"_dec),
                          claim("2024-01-06", "75"_dec)}) == "2024-01-04 70 ? +1 ?\n");
}

TEST_CASE("units are those that the rows leave: splits, conversions and fees in units included")
{
    auto split = row(TransactionType::split, "2024-01-03", "0"_dec, "A");
    split.split_numerator = 3;
    split.split_denominator = 2;
    std::vector<model::Transaction> const of_a{row(TransactionType::buy, "2024-01-02", "40"_dec, "A", "10"_dec), split,
                                               row(TransactionType::fee, "2024-01-04", "1"_dec, "A", "1"_dec),
                                               row(TransactionType::convert_out, "2024-01-05", "0"_dec, "A", "4"_dec),
                                               row(TransactionType::dividend, "2024-01-06", "4"_dec, "A")};
    CHECK(units(of_a, {claim("2024-01-02", "10"_dec, "A"), claim("2024-01-03", "15"_dec, "A"),
                       claim("2024-01-04", "14"_dec, "A"), claim("2024-01-07", "10"_dec, "A")}) == "");
    CHECK(units({}, {claim("2024-01-02", "7"_dec, "B")}) == "2024-01-02 7 0 +0 ?\n");
}

TEST_CASE("what expires is no more held, or no more owed")
{
    std::vector<model::Transaction> const written{row(TransactionType::sell, "2024-01-02", "40"_dec, "A", "10"_dec),
                                                  row(TransactionType::expire, "2024-01-03", "0"_dec, "A", "4"_dec),
                                                  row(TransactionType::buy, "2024-01-04", "40"_dec, "A", "16"_dec),
                                                  row(TransactionType::expire, "2024-01-05", "0"_dec, "A", "3"_dec)};
    CHECK(units(written, {claim("2024-01-02", "-10"_dec, "A"), claim("2024-01-03", "-6"_dec, "A"),
                          claim("2024-01-04", "10"_dec, "A"), claim("2024-01-05", "7"_dec, "A")}) == "");
}

TEST_CASE("K4: whatever moves, right balances agree, and each planted difference is found where it is planted")
{
    rc::check([] {
        auto const amounts = *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 1000)));
        auto const planted_at = *rc::gen::inRange<std::size_t>(0, amounts.size());
        auto const planted = Decimal(*rc::gen::inRange(1, 50));
        std::vector<model::Transaction> moved;
        std::vector<Claim> right;
        Decimal held;
        for (std::size_t i = 0; i < amounts.size(); ++i) {
            auto const date = base::to_text(day("2024-01-02") + std::chrono::days{i});
            auto const comes = amounts[i] % 2 == 0;
            auto const amount = Decimal(amounts[i]);
            moved.push_back(row(comes ? TransactionType::deposit : TransactionType::withdrawal, date.c_str(), amount));
            held = comes ? held + amount : held - amount;
            right.push_back(claim(date.c_str(), held));
        }
        RC_ASSERT(money(moved, right) == "");
        auto wrong = right;
        wrong[planted_at].balance.quantity += planted;
        MoneyCheck check{wrong, eur, day("2024-01-01"), 0};
        for (auto const& one : moved) {
            check.add(one, base::day_of(one.date));
        }
        auto const found = check.finish();
        RC_ASSERT(found.size() == std::size_t{1});
        RC_ASSERT(found.front().claim.day == right[planted_at].day);
        RC_ASSERT(found.front().difference == std::optional{planted});
        RC_ASSERT(found.front().more == 0);
    });
}

TEST_CASE("what a source rounds in the tenth decimal is no difference")
{
    CHECK(units({row(TransactionType::buy, "2024-01-02", "40"_dec, "A", "0.33333333333"_dec)},
                {claim("2024-01-02", "0.3333333333"_dec, "A")}) == "");
}

} // namespace pf::valuation
