#pragma once

#include "pf/tax/entry.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace pf::tax {

/// The splits of a family's instruments, whichever accounts tell of them: a split that several tell of the same day is
/// one.
class Splits {
public:
    explicit Splits(Family const& family);

    /// Units after the splits that come after the one day and up to the other, of units before them.
    [[nodiscard]] Decimal carried(std::string const& ticker, Decimal units, Date after, Date until) const;

    /// The reverse: how many units before them these were.
    [[nodiscard]] Decimal returned(std::string const& ticker, Decimal units, Date after, Date until) const;

private:
    struct Split {
        Date day{};
        Decimal numerator;
        Decimal denominator;

        friend bool operator==(Split const&, Split const&) = default;
    };

    std::map<std::string, std::vector<Split>> m_splits; ///< by day
};

/// What accounts hold, row by row.
class Holdings {
public:
    using Key = std::pair<std::int64_t, std::string>;

    /// \return  what the account held before the row
    Decimal apply(model::Transaction const& row);

    [[nodiscard]] Decimal of(std::int64_t account_id, std::string const& ticker) const;

private:
    std::map<Key, Decimal> m_units;
};

} // namespace pf::tax
