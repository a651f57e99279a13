#pragma once

#include "pf/base/result.hpp"
#include "pf/base/time.hpp"

#include <string>
#include <string_view>

namespace date {
class time_zone;
} // namespace date

namespace pf::base {

/// Where days begin: a zone of the IANA database of the machine, by name. Cheap to copy; UTC unless it was parsed.
class TimeZone {
public:
    TimeZone() = default;

    /// `Europe/Berlin`, `UTC`. \return  the problem, when the database has no zone of that name; its hint names the
    /// nearest
    [[nodiscard]] static Result<TimeZone> parse(std::string_view name);

    [[nodiscard]] std::string name() const;

    /// The day that a moment falls on here.
    [[nodiscard]] Date day_of(Timestamp moment) const;

    /// The first moment of a day here. Where clocks are put forward at midnight, the day begins at that moment.
    [[nodiscard]] Timestamp start_of(Date day) const;

    /// The last microsecond of a day here.
    [[nodiscard]] Timestamp end_of(Date day) const;

    friend bool operator==(TimeZone const&, TimeZone const&) = default;

private:
    explicit TimeZone(date::time_zone const* zone) : m_zone(zone) {}

    date::time_zone const* m_zone = nullptr; ///< of the database, which lives as long as the program; null: UTC
};

} // namespace pf::base
