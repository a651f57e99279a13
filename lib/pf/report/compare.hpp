#pragma once

#include "pf/base/output.hpp"
#include "pf/model/position.hpp"
#include "pf/model/types.hpp"

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace pf::report {

/// A position booked by one method. Nothing means unknown.
struct MethodRow {
    std::string account;
    model::BookingMethod method = model::BookingMethod::fifo;
    model::Position position;
    std::optional<Decimal> unrealized_pl;
};

/// What each method makes of the same transactions: a table per figure with the methods side by side; in JSON and CSV a
/// row per position and method. Schema: `pf.compare/1`. \param rows  by account and ticker, then by method
void write_comparison(std::ostream& out, std::vector<MethodRow> const& rows, std::optional<Date> as_of,
                      OutputStyle const& style);

} // namespace pf::report
