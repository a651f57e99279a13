#pragma once

#include "pf/base/time.hpp"
#include "pf/model/types.hpp"
#include "pf/money/decimal.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pf::tax {

/// A stored transaction, and where it was read.
struct RowRef {
    std::int64_t account_id = 0;
    std::int64_t id = 0;
    std::int64_t import_id = 0;
    std::int64_t line_no = 0;

    friend bool operator==(RowRef const&, RowRef const&) = default;
};

/// A part of a disposal that one acquisition, or one pool, covers. Amounts are in the tax currency; an amount that is
/// nothing is unknown, and so is every sum that it is part of.
struct Line {
    std::int64_t disposal = 0; ///< lines of one disposal share its number, from 1
    std::string ticker;
    std::int64_t account_id = 0; ///< of the (first) row that disposed
    Date sold{};
    std::optional<Date> acquired;   ///< nothing: a pool
    std::optional<Date> held_since; ///< from which day the holding period counts, where that is another one
    std::string matched;            ///< `same day`, `30 days`, `pool`, `lot` …
    std::string category;           ///< as the country divides gains: `short`, `long`, `shares` …
    std::string code;               ///< why there is an adjustment: `W`
    Decimal quantity;               ///< in units of the day of the disposal
    std::optional<Decimal> proceeds;
    std::optional<Decimal> cost;
    std::optional<Decimal> gain;    ///< proceeds − cost
    Decimal adjustment;             ///< what the rules add to the gain: a disallowed loss, an exemption
    Decimal rounding;               ///< what rounding adds
    std::optional<Decimal> taxable; ///< gain + adjustment + rounding
    std::vector<RowRef> rows;       ///< those that disposed, then those that acquired; a pool's stand in `pool`
    std::size_t pool_entries = 0;   ///< it rests on so many first entries of its ticker in `Assessment::pool`

    friend bool operator==(Line const&, Line const&) = default;
};

/// What changed a pool.
struct PoolEntry {
    std::string ticker;
    Date day{};
    std::string what; ///< `acquired`, `disposed`, `split` …
    Decimal units;    ///< in the pool afterwards
    std::optional<Decimal> cost;
    std::vector<RowRef> rows;

    friend bool operator==(PoolEntry const&, PoolEntry const&) = default;
};

/// Money that came in, or tax that was paid, in the tax currency.
struct Income {
    std::string ticker;
    std::int64_t account_id = 0;
    Date day{};
    std::string kind;             ///< `dividend`, `interest`, `staking` …, `tax withheld` of these, `other tax`
    std::optional<Decimal> gross; ///< before fees and tax
    std::optional<Decimal> withheld;
    RowRef row;

    friend bool operator==(Income const&, Income const&) = default;
};

/// Something that a reader has to know. It makes the assessment incomplete unless it only says what was assumed.
struct Remark {
    std::string where; ///< ticker and day
    std::string text;
    bool is_incomplete = true;
    std::optional<RowRef> row{};

    friend bool operator==(Remark const&, Remark const&) = default;
};

/// What a country's rules make of a year.
struct Assessment {
    std::vector<Line> lines;
    std::vector<PoolEntry> pool; ///< of tickers that have lines, from their beginning to the year's end
    std::vector<Income> income;
    std::vector<Remark> remarks;

    friend bool operator==(Assessment const&, Assessment const&) = default;
};

} // namespace pf::tax
