#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pf::model {

/// One thing that does not hold.
struct Discrepancy {
    std::string account;
    std::string ticker;
    std::string what; ///< e.g. `stored quantity 10, booked 12`

    friend bool operator==(Discrepancy const&, Discrepancy const&) = default;
};

struct VerifyReport {
    std::int64_t transactions = 0;
    std::int64_t positions = 0;
    std::int64_t lots = 0;
    std::int64_t disposals = 0;
    std::int64_t balances = 0;              ///< of money
    std::int64_t identities = 0;            ///< positions whose cash identity was computed
    std::int64_t unknown = 0;               ///< positions whose cash identity cannot be computed for an unknown amount
    std::vector<Discrepancy> discrepancies; ///< empty: the books are right
};

} // namespace pf::model
