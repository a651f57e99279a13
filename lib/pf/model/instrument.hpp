#pragma once

#include "pf/base/time.hpp"
#include "pf/model/instrument_tags.hpp"
#include "pf/model/types.hpp"
#include "pf/money/currency.hpp"
#include "pf/money/decimal.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pf::model {

/// What is known of an instrument besides its transactions. What is empty is not known.
struct InstrumentDetails {
    std::string ticker;
    std::optional<std::int64_t> import_id; ///< whose file taught all of it; nothing: somebody said so
    std::string name;
    std::optional<AssetType> asset_type;
    Currency currency; ///< of its prices
    std::string isin;
    std::optional<Decimal> multiplier; ///< of an amount: quantity × price × multiplier
    std::string exchange;
    std::string underlying; ///< of a derivative, as the next three
    std::optional<Date> expiry;
    std::optional<Decimal> strike;
    std::optional<OptionRight> right;
    std::string price_source; ///< where its closes come from: a source of prices, and its symbol there
    Tags tags;                ///< what people sort it by

    friend bool operator==(InstrumentDetails const&, InstrumentDetails const&) = default;
};

/// A source's word, a symbol or an ISIN, that stands for a ticker of another name.
struct InstrumentName {
    std::string name;
    std::string ticker;
    std::optional<std::int64_t> import_id; ///< whose file taught it; nothing: somebody said so

    friend bool operator==(InstrumentName const&, InstrumentName const&) = default;
};

/// Two letters, nine letters or digits, and the check digit of ISO 6166.
[[nodiscard]] bool is_isin(std::string_view text);

} // namespace pf::model
