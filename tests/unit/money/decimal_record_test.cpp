#include "pf/money/decimal_record.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace pf;
using money::operator""_dec;

TEST_CASE("decimals of a record come back as they were, unknown ones too")
{
    std::vector<std::optional<Decimal>> const values{"0"_dec,
                                                     "1"_dec,
                                                     "-1"_dec,
                                                     "0.000000000000000001"_dec,
                                                     "-0.000000000000000001"_dec,
                                                     "18.446744073709551616"_dec,
                                                     "-18.5"_dec,
                                                     std::nullopt,
                                                     Decimal::max(),
                                                     -Decimal::max()};
    base::RecordWriter writer;
    for (auto const& value : values) {
        money::write(writer, value);
        money::write(writer, value.value_or(Decimal{}));
    }
    base::RecordReader reader{writer.bytes()};
    for (auto const& value : values) {
        CHECK(money::read_optional_decimal(reader) == value);
        CHECK(money::read_decimal(reader) == value.value_or(Decimal{}));
    }
    CHECK(reader.rest().empty());
}
