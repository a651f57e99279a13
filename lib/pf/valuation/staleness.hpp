#pragma once

#include "pf/base/time.hpp"

#include <cstdint>

namespace pf::valuation {

/// Days from Monday to Friday after `from`, up to and including `to`; 0 when `to` is not later.
[[nodiscard]] std::int64_t weekdays_between(Date from, Date to);

/// How old a price or a rate may be before it counts as stale. Markets rest on Saturday and Sunday, so only weekdays
/// count; three of them let Easter pass: Thursday's price is good until Tuesday.
struct Freshness {
    std::int64_t weekdays = 3;

    /// What is of a later day says nothing of this one.
    [[nodiscard]] bool is_stale(Date of, Date day) const { return of > day || weekdays_between(of, day) > weekdays; }

    friend bool operator==(Freshness const&, Freshness const&) = default;
};

} // namespace pf::valuation
