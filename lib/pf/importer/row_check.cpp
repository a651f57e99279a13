#include "pf/importer/row_check.hpp"

#include "pf/base/error.hpp"

namespace pf::importer {

using money::Excess;
using money::operator""_dec;

namespace {

/// Sources round prices and amounts: half a percent and a hundredth, where the definition does not say better. What is
/// read wrong is off by more.
Decimal usual_tolerance(Decimal figure)
{
    return money::multiply(figure.abs(), "0.005"_dec, money::Rounding::half_even) + "0.01"_dec;
}

} // namespace

std::optional<CheckedRow> checked(RowCheck const& check, Scope const& scope)
{
    Findings findings;
    auto const value = check.value.number(scope, Excess::round, findings);
    auto const equals = check.equals.number(scope, Excess::round, findings);
    auto const within = check.within.number(scope, Excess::round, findings);
    if (!value || !equals || !findings.faults.empty()) {
        return std::nullopt;
    }
    bool const holds = (*value - *equals).abs() <= within.value_or(usual_tolerance(*equals));
    return CheckedRow{*value, *equals, holds};
}

Fault fault_of(RowCheck const& check, CheckedRow const& row, Scope const& scope)
{
    auto const slot = check.equals.first_slot();
    bool const is_lent = slot && (slot->kind == Slot::Kind::group || slot->kind == Slot::Kind::companion);
    bool const stands_in_row = slot && !is_lent; // else no cell shows the figure
    std::string const reason = "is not " + row.value.to_text() + ", the " + check.name;
    return {stands_in_row ? slot : std::nullopt, stands_in_row ? std::string(text_of(*slot, scope)) : std::string(),
            stands_in_row ? reason : row.equals.to_text() + " " + reason,
            !check.hint.empty() ? check.hint
            : check.is_remark
                ? "the row is booked by it; when one of the figures is mistyped, mend it with 'pf-ledger edit'"
                : "a figure is read wrong, or another column holds money that the format does not read"};
}

} // namespace pf::importer
