#pragma once

#include "pf/base/output.hpp"
#include "pf/model/lot.hpp"
#include "pf/money/currency.hpp"
#include "pf/report/stream.hpp"
#include "pf/report/totals.hpp"

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

namespace pf::report {

/// An open lot with what it is measured in and worth. Nothing means unknown.
struct LotRow {
    std::string account;
    Currency currency;
    Currency base_currency;
    model::Lot lot;
    Date bought{};                       ///< a day of the account
    std::optional<Decimal> market_value; ///< of what remains
    std::optional<Decimal> unrealized_pl;
};

/// What only all lots together tell.
struct LotsSummary {
    Totals totals;
    bool several_accounts = false;
    std::int64_t unknown = 0; ///< lots with an unknown price or cost
};
[[nodiscard]] LotsSummary summary_of(Stream<LotRow> const& lots);

/// Open lots with totals per currency. Schema: `pf.lots/1`.
/// \param summary  of the same lots
/// \param as_of    nothing: today
void write_lots(std::ostream& out, Stream<LotRow> const& lots, LotsSummary const& summary, std::optional<Date> as_of,
                std::string const& method, OutputStyle const& style);

} // namespace pf::report
