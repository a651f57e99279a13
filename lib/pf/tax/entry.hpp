#pragma once

#include "pf/lots/book.hpp"
#include "pf/tax/assessment.hpp"

#include <optional>
#include <string>
#include <vector>

namespace pf::tax {

/// A transaction as the rules see it.
struct Entry {
    model::Transaction row;
    Date day{};                  ///< of its account
    std::optional<Decimal> rate; ///< one unit of its currency in the tax currency, on that day; nothing: unknown
    bool is_own = true; ///< of an account of the taxpayer; others are known only as far as units come from there
    bool changes_owner = false; ///< a transfer between an account of the taxpayer and one that is not
    bool allows_short = false;  ///< may more leave its account than is held?
    base::TimeZone zone{};      ///< of its account
};

/// All transactions of one instrument, or of several that conversions connect, in booking order.
using Family = std::vector<Entry>;

/// In the tax currency; the cost with the fee, the proceeds without it.
[[nodiscard]] std::optional<Decimal> cost_of(Entry const& entry);
[[nodiscard]] std::optional<Decimal> proceeds_of(Entry const& entry);
[[nodiscard]] std::optional<Decimal> amount_of(Entry const& entry);

[[nodiscard]] RowRef ref_of(Entry const& entry);

/// A line of this disposal, without its amounts.
[[nodiscard]] Line line_of(Entry const& sale, std::int64_t disposal, std::string matched);

/// Why amounts of this row are unknown; empty: they are known.
[[nodiscard]] std::string lack_of(Entry const& entry, Currency tax_currency);

/// Units come in against money or for work: what a sale may be matched with.
[[nodiscard]] bool acquires(Entry const& entry);

/// Units leave for money, as a fee, or for nothing.
[[nodiscard]] bool disposes(Entry const& entry);

/// From or to an account of the taxpayer, or between accounts that are not.
[[nodiscard]] bool is_between_own(Entry const& entry);

} // namespace pf::tax
