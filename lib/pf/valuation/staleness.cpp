#include "pf/valuation/staleness.hpp"

namespace pf::valuation {

std::int64_t weekdays_between(Date from, Date to)
{
    if (to <= from) {
        return 0;
    }
    auto const days = (to - from).count();
    std::int64_t count = days / 7 * 5;
    for (auto rest = days % 7; rest > 0; --rest) {
        auto const weekday = std::chrono::weekday{to - std::chrono::days{rest - 1}};
        count += weekday == std::chrono::Saturday || weekday == std::chrono::Sunday ? 0 : 1;
    }
    return count;
}

} // namespace pf::valuation
