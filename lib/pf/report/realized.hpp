#pragma once

#include "pf/base/output.hpp"
#include "pf/model/lot.hpp"
#include "pf/money/currency.hpp"
#include "pf/report/rates.hpp"
#include "pf/report/stream.hpp"
#include "pf/report/totals.hpp"

#include <cstdint>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>

namespace pf::report {

/// A disposal with what it is measured in.
struct RealizedRow {
    std::string account;
    Currency currency;
    Currency base_currency;
    model::Disposal disposal;
    Date closed{}; ///< days of the account
    Date opened{};
};

/// What the rows are about.
struct RealizedScope {
    std::optional<Date> first; ///< days of disposal; nothing: from the beginning
    std::optional<Date> last;
    std::string method; ///< empty: each account's own
    TotalCurrency total;
};

/// What only all disposals together tell.
struct RealizedSummary {
    Totals own;
    Totals base;
    std::map<model::Term, Totals> by_term;      ///< in the currencies of `own`
    std::map<model::Term, Totals> base_by_term; ///< in those of `base`
    bool has_foreign = false;                   ///< a currency is another than its base currency
    bool several_accounts = false;
    std::int64_t unknown = 0; ///< disposals with an unknown gain, in either currency
};
[[nodiscard]] RealizedSummary summary_of(Stream<RealizedRow> const& disposals);

/// Realized gains with one total, split by term; for data also those per currency and in the base currencies. Schema:
/// `pf.realized/1`. \param summary  of the same disposals
void write_realized(std::ostream& out, Stream<RealizedRow> const& disposals, RealizedSummary const& summary,
                    RealizedScope const& scope, OutputStyle const& style);

} // namespace pf::report
