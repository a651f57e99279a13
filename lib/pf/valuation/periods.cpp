#include "pf/valuation/periods.hpp"

#include "pf/base/time.hpp"

namespace pf::valuation {
namespace {

std::string name_of(Date day, PeriodLength length)
{
    return base::to_text(day).substr(0, length == PeriodLength::month ? 7 : 4);
}

} // namespace

std::vector<Period> periods_of(std::optional<Decimal> opening, std::span<DayValue const> days, PeriodLength length)
{
    std::vector<Period> periods;
    while (!days.empty()) {
        auto name = name_of(days.front().day, length);
        std::size_t count = 1;
        while (count < days.size() && name_of(days[count].day, length) == name) {
            ++count;
        }
        periods.push_back({std::move(name), opening, days.first(count)});
        opening = days[count - 1].value;
        days = days.subspan(count);
    }
    return periods;
}

} // namespace pf::valuation
