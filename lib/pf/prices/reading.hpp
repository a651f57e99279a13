#pragma once

#include "pf/base/time.hpp"
#include "pf/importer/importer.hpp"
#include "pf/prices/source.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pf::prices {

/// One question to a source.
struct Question {
    Source const* source = nullptr; ///< never null; outlives this
    std::string ticker;             ///< of prices
    std::string symbol;             ///< the source's word for it
    std::string unit;               ///< what it counts in, when it does not tell; empty: nobody knows
    Currency currency;              ///< of the position; none: not known
    std::vector<Currency> quotes;   ///< of rates: what is asked for, without the source's base
    Date from{};
    Date to{};

    /// `AAPL`, `EUR/USD`; `EUR/USD and 2 more`
    [[nodiscard]] std::string subject() const;
};

/// A close or a rate that an answer holds.
struct Observed {
    Date day{};
    Timestamp moment{}; ///< within the day; its beginning, when the source tells no time
    Decimal value;
    Currency currency; ///< of a close; none: not told
    Currency base;     ///< of a rate
    Currency quote;

    friend bool operator==(Observed const&, Observed const&) = default;
};

/// What an answer says.
struct Reading {
    std::vector<Observed> rows; ///< in the answer's order
    std::int64_t rounded = 0;   ///< values with more decimals than the source has
};

/// A number as sources write it, with an exponent too: `5.1e-05`.
/// \param decimals  what is beyond is rounded half-even, and counted
[[nodiscard]] Result<money::ParsedDecimal> parse_value(std::string_view text, std::optional<int> decimals);

/// \param formats  the import formats; asked where the source names one
/// \return  a problem, when the answer is not what the source's definition says, in whole or in a row
[[nodiscard]] Result<Reading> read_answer(Question const& question, std::string_view body,
                                          importer::Catalog const& formats);

} // namespace pf::prices
