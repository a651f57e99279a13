#include "pf/lots/term.hpp"

namespace pf::lots {

Date anniversary(Date day)
{
    auto const later = std::chrono::year_month_day{day} + std::chrono::years{1};
    return later.ok() ? Date{later} : Date{later.year() / later.month() / std::chrono::last};
}

model::Term term_between(Timestamp purchase, Timestamp sale, base::TimeZone const& zone)
{
    return zone.day_of(sale) > anniversary(zone.day_of(purchase)) ? model::Term::long_term : model::Term::short_term;
}

} // namespace pf::lots
