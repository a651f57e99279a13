#pragma once

#include "pf/base/result.hpp"
#include "pf/cache/redis.hpp"
#include "pf/model/price.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace pf::cache {

/// A field of the hash `pf:quotes`: `{"price": "187.35", "currency": "USD", "time": "2026-11-20T15:04:05Z"}`. The price
/// may also be a JSON number; the currency may be missing, then it is that of the position.
/// \return  its price of the day of `time`, from the source `live`
[[nodiscard]] Result<model::Price> parse_quote(std::string const& ticker, std::string_view json);

/// The quotes that the server has of these tickers. One that cannot be read, or is from the future, is a problem of the
/// server and left out.
[[nodiscard]] std::vector<model::Price> quotes(Redis& redis, std::set<std::string> const& tickers, Timestamp now);

/// A price as it is now.
struct LiveQuote {
    std::string ticker;
    Decimal price;
    Currency currency; ///< none: that of the position
    Timestamp time{};
};

/// Put these where `quotes` finds them.
void put_quotes(Redis& redis, std::vector<LiveQuote> const& quotes);

} // namespace pf::cache
