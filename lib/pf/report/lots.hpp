#pragma once

#include "pf/base/output.hpp"
#include "pf/model/lot.hpp"
#include "pf/money/currency.hpp"
#include "pf/report/rates.hpp"
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
    std::optional<Decimal> market_value_base;
    std::optional<Decimal> unrealized_pl_base;
};

/// What only all lots together tell.
struct LotsSummary {
    Totals totals;
    Totals base; ///< by base currency
    bool several_accounts = false;
    std::int64_t unknown = 0; ///< lots with an unknown price, rate or cost
};
[[nodiscard]] LotsSummary summary_of(Stream<LotRow> const& lots);

/// What the lots are about.
struct LotsScope {
    std::optional<Date> as_of; ///< nothing: today
    std::string method;        ///< empty: each account's own
    TotalCurrency total;
};

/// Open lots with one total, and for data one per currency. Schema: `pf.lots/1`.
/// \param summary  of the same lots
void write_lots(std::ostream& out, Stream<LotRow> const& lots, LotsSummary const& summary, LotsScope const& scope,
                OutputStyle const& style);

} // namespace pf::report
