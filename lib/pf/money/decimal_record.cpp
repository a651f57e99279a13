#include "pf/money/decimal_record.hpp"

namespace pf::money {

void write(base::RecordWriter& record, Decimal value)
{
    record.number(static_cast<std::int64_t>(value.units() >> 64U)).number(static_cast<std::int64_t>(value.units()));
}

void write(base::RecordWriter& record, std::optional<Decimal> const& value)
{
    record.number(value ? 1 : 0);
    if (value) {
        write(record, *value);
    }
}

Decimal read_decimal(base::RecordReader& record)
{
    auto const high = static_cast<Uint128>(record.number());
    auto const low = static_cast<std::uint64_t>(record.number());
    return Decimal::from_units(static_cast<Int128>((high << 64U) | low));
}

std::optional<Decimal> read_optional_decimal(base::RecordReader& record)
{
    return record.number() == 0 ? std::nullopt : std::optional{read_decimal(record)};
}

} // namespace pf::money
