#pragma once

#include "pf/base/time.hpp"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace date {
class time_zone;
}

namespace pf::importer {

/// What of day and month comes first, where the year comes last and both are numbers.
enum class DateOrder : std::uint8_t {
    plain, ///< a pattern of which this is not true; a file whose dates do not tell
    day_first,
    month_first,
    mixed ///< a file with dates of both: those that may be two days cannot be read
};

/// A piece of a pattern; the first six are the numbers of a moment, in their order.
struct DatePart {
    enum class Kind : std::uint8_t {
        year,
        month,
        day,
        hour,
        minute,
        second,
        short_year,
        month_name,
        half_of_day,
        fraction,
        zone,
        rest,
        literal
    };
    Kind kind = Kind::literal;
    char character = '\0';
    std::size_t least = 0; ///< digits
    std::size_t most = 0;
};

/// How a source writes a moment: `iso`, or a pattern of `YYYY` or `YY`, `MM`, `M` (one digit or two) or `MMM` (a
/// month's name), `DD` or `D`, `hh` or `h`, `mm`, `ss`, `A` (AM or PM), `f` (a fraction of a second with its mark, may
/// be missing), `Z` (`Z`, `UTC`, `CET`, `Europe/Vienna` or an offset, may be missing), `*` (whatever follows) and
/// whatever stands between them: `DD-MM-YYYY hh:mm`.
class DatePattern {
public:
    /// \throws std::invalid_argument  when year, month or day is missing or a part comes twice
    explicit DatePattern(std::string_view pattern);

    [[nodiscard]] std::string const& text() const { return m_text; }
    [[nodiscard]] DateOrder order() const { return m_order; }

    /// May a file of this order be written so? Plain is a file whose order nothing has settled.
    [[nodiscard]] bool may_be(DateOrder order) const
    {
        return order == DateOrder::plain || order == DateOrder::mixed || m_order == DateOrder::plain ||
               m_order == order;
    }

    /// \param zone  of moments that name none; nullptr for UTC
    [[nodiscard]] Result<base::ParsedTimestamp> read(std::string_view text, date::time_zone const* zone) const;

private:
    [[nodiscard]] Result<base::ParsedTimestamp> read_iso(std::string_view text, date::time_zone const* zone) const;
    [[nodiscard]] std::size_t count(std::initializer_list<DatePart::Kind> kinds) const;
    void check_parts();
    [[nodiscard]] DateOrder order_of_parts() const;

    std::string m_text;
    std::vector<DatePart> m_parts;
    DateOrder m_order = DateOrder::plain;
    bool m_is_iso = false;
    bool m_has_time = false;
};

/// \throws std::invalid_argument  when the time zone database has no such zone
[[nodiscard]] date::time_zone const* find_time_zone(std::string const& name);

/// The first pattern that fits decides; where day and month may be exchanged, all that fit must mean the same day.
/// \param order  of the file, as its other dates have settled it
[[nodiscard]] Result<base::ParsedTimestamp> read_date(std::string_view text, std::vector<DatePattern> const& patterns,
                                                      date::time_zone const* zone, DateOrder order = DateOrder::plain);

/// The orders in which a text is a date.
struct DateOrders {
    bool plain = false;
    bool day_first = false;
    bool month_first = false;
};
[[nodiscard]] DateOrders orders_that_read(std::string_view text, std::vector<DatePattern> const& patterns);

} // namespace pf::importer
