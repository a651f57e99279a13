#pragma once

#include "pf/base/time.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace date {
class time_zone;
}

namespace pf::importer {

/// How a source writes a moment: `iso`, or a pattern of `YYYY`, `MM`, `DD`, `hh`, `mm`, `ss`, `f` (a fraction of a
/// second with its mark, may be missing), `Z` (`Z`, `UTC` or an offset, may be missing) and whatever stands between
/// them: `DD-MM-YYYY hh:mm`.
class DatePattern {
public:
    /// \throws std::invalid_argument  when year, month or day is missing or a part comes twice
    explicit DatePattern(std::string_view pattern);

    [[nodiscard]] std::string const& text() const { return m_text; }

    /// \param zone  of moments that name none; nullptr for UTC
    [[nodiscard]] Result<base::ParsedTimestamp> read(std::string_view text, date::time_zone const* zone) const;

private:
    [[nodiscard]] Result<base::ParsedTimestamp> read_iso(std::string_view text, date::time_zone const* zone) const;

    std::string m_text;
    bool m_is_iso = false;
    bool m_has_time = false;
};

/// \throws std::invalid_argument  when the time zone database has no such zone
[[nodiscard]] date::time_zone const* find_time_zone(std::string const& name);

/// The first pattern that fits decides.
[[nodiscard]] Result<base::ParsedTimestamp> read_date(std::string_view text, std::vector<DatePattern> const& patterns,
                                                      date::time_zone const* zone);

} // namespace pf::importer
