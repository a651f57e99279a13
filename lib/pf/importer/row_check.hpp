#pragma once

#include "pf/importer/format.hpp"

#include <optional>

namespace pf::importer {

/// What the row's figures make of a check whose conditions hold.
struct CheckedRow {
    Decimal value;
    Decimal equals;
    bool holds = true;
};

/// \return  nothing, when the row lacks a figure or one cannot be read
[[nodiscard]] std::optional<CheckedRow> checked(RowCheck const& check, Scope const& scope);

/// The fault of a row whose check does not hold, with both figures.
[[nodiscard]] Fault fault_of(RowCheck const& check, CheckedRow const& row, Scope const& scope);

} // namespace pf::importer
