#include "pf/base/time_zone.hpp"

#include "pf/base/text.hpp"

#include <date/tz.h>

#include <stdexcept>
#include <vector>

namespace pf::base {

namespace {

std::string nearest_zone(std::string_view name)
{
    std::vector<std::string> names;
    for (auto const& zone : date::get_tzdb().zones) {
        names.push_back(zone.name());
    }
    auto const found = nearest(name, names);
    return found ? "did you mean " + *found + "?" : "write it as Europe/Berlin or America/New_York";
}

} // namespace

Result<TimeZone> TimeZone::parse(std::string_view name)
{
    if (name == "UTC") {
        return TimeZone{};
    }
    try {
        return TimeZone{date::locate_zone(std::string{name})};
    } catch (std::runtime_error const&) {
        return Problem{"is not in this machine's database of time zones", nearest_zone(name)};
    }
}

std::string TimeZone::name() const
{
    return m_zone == nullptr ? "UTC" : m_zone->name();
}

Date TimeZone::day_of(Timestamp moment) const
{
    if (m_zone == nullptr) {
        return base::day_of(moment);
    }
    return Date{std::chrono::floor<std::chrono::days>(m_zone->to_local(moment).time_since_epoch())};
}

Timestamp TimeZone::start_of(Date day) const
{
    if (m_zone == nullptr) {
        return Timestamp{day};
    }
    date::local_time<std::chrono::microseconds> const midnight{day.time_since_epoch()};
    return Timestamp{m_zone->to_sys(midnight, date::choose::earliest)};
}

Timestamp TimeZone::end_of(Date day) const
{
    return start_of(day + std::chrono::days{1}) - std::chrono::microseconds{1};
}

} // namespace pf::base
