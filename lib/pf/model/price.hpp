#pragma once

#include "pf/base/time.hpp"
#include "pf/money/currency.hpp"
#include "pf/money/decimal.hpp"

#include <optional>
#include <string>

namespace pf::model {

/// One day's prices of an instrument.
struct Price {
    Date date{};
    std::string ticker;
    Decimal close;
    std::optional<Decimal> open;
    std::optional<Decimal> high;
    std::optional<Decimal> low;
    std::optional<Decimal> volume;
    Currency currency; ///< none: that of the position
    std::string source;

    friend bool operator==(Price const&, Price const&) = default;
};

/// The last price of a day, where the instrument is known.
struct Close {
    Date date{};
    Decimal price;
    Currency currency; ///< none: that of the position

    friend bool operator==(Close const&, Close const&) = default;
};

/// What one unit of `base` cost in `quote` on a day.
struct FxRate {
    Date date{};
    Currency base;
    Currency quote;
    Decimal rate; ///< greater than zero

    friend bool operator==(FxRate const&, FxRate const&) = default;
};

} // namespace pf::model
