#include "pf/importer/money_unit.hpp"

#include <algorithm>
#include <array>

namespace pf::importer {

using money::Rounding;

namespace {

struct Hundredth {
    std::string_view unit;
    std::string_view currency;
};
constexpr std::array hundredths{Hundredth{"GBX", "GBP"}, Hundredth{"GBp", "GBP"}, Hundredth{"ILA", "ILS"},
                                Hundredth{"ZAc", "ZAR"}, Hundredth{"ZAC", "ZAR"}};

} // namespace

Result<MoneyUnit> parse_money_unit(std::string_view code)
{
    auto const* const known =
        std::find_if(hundredths.begin(), hundredths.end(), [code](Hundredth const& one) { return one.unit == code; });
    bool const is_hundredth = known != hundredths.end();
    auto const parsed = Currency::parse(is_hundredth ? known->currency : code);
    return parsed ? Result<MoneyUnit>(MoneyUnit{*parsed, is_hundredth}) : Result<MoneyUnit>(parsed.problem());
}

Decimal hundredth(Decimal amount)
{
    return money::divide(amount, Decimal(100), Rounding::half_even);
}

void divide_by_hundred(std::optional<Decimal>& amount)
{
    amount = amount ? std::optional(hundredth(*amount)) : amount;
}

void count_in_whole_units(model::Transaction& transaction, bool has_own_fee_currency)
{
    divide_by_hundred(transaction.price);
    divide_by_hundred(transaction.total_amount);
    if (!has_own_fee_currency) {
        transaction.fee = hundredth(transaction.fee);
    }
    if (transaction.fx_rate) {
        transaction.fx_rate = money::multiply(*transaction.fx_rate, Decimal(100), Rounding::half_even);
    }
}

void count_in_whole_units(model::Price& price)
{
    price.close = hundredth(price.close);
    divide_by_hundred(price.open);
    divide_by_hundred(price.high);
    divide_by_hundred(price.low);
}

} // namespace pf::importer
