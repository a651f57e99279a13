#include "pf/lots/amounts.hpp"
#include "pf/valuation/payments.hpp"

#include "support/values.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <map>

namespace pf::valuation {
namespace {

using model::TransactionType;
using money::operator""_dec;
using test::on;

Currency const eur{"EUR"};

model::Transaction row(TransactionType type, char const* ticker, std::optional<Decimal> amount)
{
    model::Transaction result;
    result.account_id = 1;
    result.type = type;
    result.ticker = ticker;
    result.total_amount = amount;
    result.currency = eur;
    return result;
}

struct Dated {
    char const* day;
    model::Transaction row;
};

std::map<PaymentKind, std::optional<Decimal>> income_of(std::vector<Dated> const& rows)
{
    std::map<PaymentKind, std::optional<Decimal>> sums;
    IncomeFinder finder{[&](PaidAmount const& paid) {
        lots::add_to(sums.try_emplace(paid.kind, Decimal{}).first->second, paid.amount);
    }};
    for (auto const& [day, row] : rows) {
        finder.add({row, on(day), eur, Decimal{1}});
    }
    finder.finish();
    return sums;
}

} // namespace

TEST_CASE("tax of the day and instrument of a payment was withheld of it, before or after it in the file")
{
    auto const sums = income_of({{"2024-01-02", row(TransactionType::tax, "A", "3"_dec)},
                                 {"2024-01-02", row(TransactionType::dividend, "A", "20"_dec)},
                                 {"2024-01-02", row(TransactionType::tax, "A", "2"_dec)},
                                 {"2024-01-02", row(TransactionType::interest, "", "1"_dec)}});
    CHECK(sums.at(PaymentKind::dividend) == "20"_dec);
    CHECK(sums.at(PaymentKind::interest) == "1"_dec);
    CHECK(sums.at(PaymentKind::withheld) == "5"_dec);
}

TEST_CASE("a transfer, whose day is that of the account that sends, does not end the day")
{
    auto const sums = income_of({{"2024-01-02", row(TransactionType::interest, "", "8"_dec)},
                                 {"2024-01-01", row(TransactionType::transfer_in, "A", "1"_dec)},
                                 {"2024-01-02", row(TransactionType::tax, "", "2"_dec)}});
    CHECK(sums.at(PaymentKind::withheld) == "2"_dec);
}

TEST_CASE("tax on a sale, and tax of no instrument on a day without interest, are none on income")
{
    auto const sums = income_of({{"2024-01-02", row(TransactionType::sell, "A", "100"_dec)},
                                 {"2024-01-02", row(TransactionType::tax, "A", "3"_dec)},
                                 {"2024-01-03", row(TransactionType::tax, "", "4"_dec)}});
    CHECK(sums.empty());
}

TEST_CASE("a later refund of an instrument's tax corrects what was withheld")
{
    auto const sums = income_of({{"2024-01-02", row(TransactionType::dividend, "A", "20"_dec)},
                                 {"2024-01-02", row(TransactionType::tax, "A", "3"_dec)},
                                 {"2024-06-02", row(TransactionType::tax_refund, "A", "1"_dec)}});
    CHECK(sums.at(PaymentKind::withheld) == "2"_dec);
}

TEST_CASE("L7: units that came for nothing are worth their price, and unknown without one")
{
    auto priced = row(TransactionType::staking, "ETH", std::nullopt);
    priced.quantity = "0.5"_dec;
    priced.price = "2000"_dec;
    CHECK(income_of({{"2024-01-02", priced}}).at(PaymentKind::reward) == "1000"_dec);
    auto const unknown = row(TransactionType::airdrop, "ETH", std::nullopt);
    CHECK_FALSE(income_of({{"2024-01-02", priced}, {"2024-01-03", unknown}}).at(PaymentKind::reward).has_value());
}

TEST_CASE("A1: costs are the fees of all rows, and fees and taxes of their own, less what was refunded")
{
    CHECK(rc::check([](std::vector<std::pair<std::uint8_t, std::uint16_t>> const& drawn) {
        std::vector const types{TransactionType::buy,        TransactionType::sell, TransactionType::fee,
                                TransactionType::fee_refund, TransactionType::tax,  TransactionType::tax_refund,
                                TransactionType::dividend};
        Decimal expected;
        std::optional<Decimal> found{Decimal{}};
        for (auto const& [type, cents] : drawn) {
            auto booked = row(types[type % types.size()], "A", Decimal{cents});
            booked.fee = Decimal{type};
            expected += booked.fee;
            auto const is_refund =
                booked.type == TransactionType::fee_refund || booked.type == TransactionType::tax_refund;
            auto const is_cost = booked.type == TransactionType::fee || booked.type == TransactionType::tax;
            expected += is_cost ? Decimal{cents} : is_refund ? -Decimal{cents} : Decimal{};
            visit_costs({booked, on("2024-01-02"), eur, Decimal{1}},
                        [&](PaidAmount const& paid) { lots::add_to(found, paid.amount); });
        }
        RC_ASSERT(found == expected);
    }));
}

} // namespace pf::valuation
