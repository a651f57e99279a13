#include "pf/lots/amounts.hpp"

#include <doctest/doctest.h>

namespace pf::lots {

using money::operator""_dec;

TEST_CASE("unknown with anything is unknown, in one currency at a time")
{
    Amounts const known{"1"_dec, "2"_dec};
    Amounts const half_known{"3"_dec, std::nullopt};
    CHECK(known + half_known == Amounts{"4"_dec, std::nullopt});
    CHECK(known - half_known == Amounts{"-2"_dec, std::nullopt});
}

TEST_CASE("shares are rounded half to even, and the last takes the rest")
{
    Amounts amounts{"0.000000000000000005"_dec, "10"_dec};
    auto const first = take_share(amounts, "1"_dec, "2"_dec);
    CHECK(first == Amounts{"0.000000000000000002"_dec, "5"_dec});
    CHECK(take_share(amounts, "1"_dec, "1"_dec) == Amounts{"0.000000000000000003"_dec, "5"_dec});
    CHECK(amounts == Amounts{});
}

TEST_CASE("shares of very little never turn negative")
{
    Amounts amounts{"0.000000000000000004"_dec, "-0.000000000000000004"_dec};
    for (int left = 6; left > 0; --left) {
        auto const share = take_share(amounts, "1"_dec, Decimal{left});
        CHECK_FALSE(share.position->is_negative());
        CHECK_FALSE(share.base->is_positive());
    }
    CHECK(amounts == Amounts{});
}

TEST_CASE("nothing is left of an unknown amount of which everything was taken")
{
    Amounts amounts{std::nullopt, "1"_dec};
    CHECK(take_share(amounts, "1"_dec, "2"_dec) == Amounts{std::nullopt, "0.5"_dec});
    CHECK(take_share(amounts, "1"_dec, "1"_dec) == Amounts{std::nullopt, "0.5"_dec});
    CHECK(amounts == Amounts{});
}

TEST_CASE("an amount converts by a rate, zero by any and none, the rate 1 exactly")
{
    CHECK(converted("10"_dec, "0.9"_dec) == "9"_dec);
    CHECK(converted("10"_dec, std::nullopt) == std::nullopt);
    CHECK(converted("0"_dec, std::nullopt) == "0"_dec);
    CHECK(converted(std::nullopt, "1"_dec) == std::nullopt);
    CHECK(converted("0.123456789012345678"_dec, "1"_dec) == "0.123456789012345678"_dec);
}

TEST_CASE("an amount per unit is nothing where it cannot be written")
{
    CHECK(per_unit("10"_dec, "4"_dec) == "2.5"_dec);
    CHECK(per_unit("10"_dec, "0"_dec) == std::nullopt);
    CHECK(per_unit(std::nullopt, "4"_dec) == std::nullopt);
    CHECK(per_unit("99"_dec, "0.000000000000000001"_dec) == "99000000000000000000"_dec);
    CHECK(per_unit("100"_dec, "0.000000000000000001"_dec) == std::nullopt);
    CHECK(per_unit(Decimal::max(), "1"_dec) == Decimal::max());
    CHECK(per_unit(Decimal::max(), "0.999999999999999999"_dec) == std::nullopt);
}

} // namespace pf::lots
