#pragma once

#include "pf/base/result.hpp"
#include "pf/base/time.hpp"

#include <string>
#include <string_view>

namespace pf::tax {

/// A tax year, both days inclusive.
struct Year {
    Date first{};
    Date last{};

    [[nodiscard]] bool has(Date day) const { return first <= day && day <= last; }

    friend bool operator==(Year const&, Year const&) = default;
};

/// The year that begins in that calendar year.
[[nodiscard]] Year year_of(int calendar_year, std::chrono::month_day begins);

/// `2024` is the tax year that begins in 2024; `2024-25` and `2024/25` say both calendar years.
/// \return  the problem, when the text is no year, or names two years where the tax year lies in one
[[nodiscard]] Result<Year> parse_year(std::string_view text, std::chrono::month_day begins);

/// `04-06`: a day on which a year may begin.
[[nodiscard]] Result<std::chrono::month_day> parse_beginning(std::string_view text);

} // namespace pf::tax
