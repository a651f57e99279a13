#pragma once

#include "pf/base/output.hpp"
#include "pf/base/time.hpp"
#include "pf/model/price.hpp"
#include "pf/money/currency.hpp"
#include "pf/money/decimal.hpp"
#include "pf/report/stream.hpp"

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace pf::report {

/// What came of one question to a source.
struct FetchedLine {
    std::string subject; ///< `AAPL`, `EUR/USD and 2 more`
    std::string source;
    std::int64_t rows = 0;   ///< values of finished days
    std::optional<Date> day; ///< the newest of them
    std::optional<Decimal> value;
    Currency currency; ///< none: not told
    std::string state = "fetched";
};

/// JSON: `pf.prices_fetched/1`.
void write_fetched(std::ostream& out, std::vector<FetchedLine> const& lines, OutputStyle const& style);

/// Where prices or rates can come from.
struct SourceLine {
    std::string name;
    std::string gives;
    std::string key; ///< the variable that names its key's file; empty: it needs none
    std::string title;
};

/// JSON: `pf.price_sources/1`.
void write_sources(std::ostream& out, std::vector<SourceLine> const& lines, OutputStyle const& style);

/// How old the newest value of something is.
struct PriceAgeLine {
    std::string subject;
    std::optional<Date> day;
    std::optional<std::int64_t> age_seconds;
    bool fresh = false;
};

/// JSON: `pf.prices_check/1`.
void write_price_ages(std::ostream& out, std::vector<PriceAgeLine> const& lines, std::int64_t max_age_seconds,
                      OutputStyle const& style);

/// What is stored: as CSV a file of the import format `prices`. JSON: `pf.prices/1`.
void write_prices(std::ostream& out, Stream<model::Price> const& prices, OutputStyle const& style);

/// What is stored: as CSV a file of the import format `fx`. JSON: `pf.fx/1`.
void write_rates(std::ostream& out, Stream<model::FxRate> const& rates, OutputStyle const& style);

/// What was taken away, of one of the two.
struct RemovedValues {
    std::vector<model::Price> prices;
    std::vector<model::FxRate> rates;
    bool dry_run = false;
};

/// JSON: `pf.prices_removed/1`.
void write_removed_values(std::ostream& out, RemovedValues const& removed, OutputStyle const& style);

} // namespace pf::report
