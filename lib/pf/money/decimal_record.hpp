#pragma once

#include "pf/base/record.hpp"
#include "pf/money/decimal.hpp"

#include <optional>

namespace pf::money {

void write(base::RecordWriter& record, Decimal value);
void write(base::RecordWriter& record, std::optional<Decimal> const& value);

[[nodiscard]] Decimal read_decimal(base::RecordReader& record);
[[nodiscard]] std::optional<Decimal> read_optional_decimal(base::RecordReader& record);

} // namespace pf::money
