#include "pf/prices/gaps.hpp"

#include <algorithm>

namespace pf::prices {

namespace {

constexpr std::chrono::days one_day{1};

} // namespace

Date first_missing_day(std::vector<Date> const& days, std::optional<Date> first, Date fallback)
{
    if (!first) {
        return days.empty() ? fallback : days.back() + one_day;
    }
    auto next = *first;
    for (auto const day : days) {
        if (day < next) {
            continue;
        }
        if (day - next > longest_rest) {
            break;
        }
        next = day + one_day;
    }
    return next;
}

bool is_weekend(Date day)
{
    std::chrono::weekday const weekday{day};
    return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

bool has_weekday(Date from, Date to)
{
    for (auto day = from; day <= std::min(to, from + 2 * one_day); day += one_day) {
        if (!is_weekend(day)) {
            return true;
        }
    }
    return false;
}

} // namespace pf::prices
