#include "pf/tax/year.hpp"

#include "pf/base/text.hpp"

#include <fmt/format.h>

namespace pf::tax {
namespace {

constexpr std::chrono::month_day new_year{std::chrono::January, std::chrono::day{1}};

std::optional<int> number_of(std::string_view text, std::size_t digits)
{
    auto const number = text.size() == digits ? base::parse_integer(text) : std::nullopt;
    return number && *number >= 0 ? std::optional{static_cast<int>(*number)} : std::nullopt;
}

Date beginning(int calendar_year, std::chrono::month_day begins)
{
    return Date{std::chrono::year{calendar_year} / begins.month() / begins.day()};
}

} // namespace

Year year_of(int calendar_year, std::chrono::month_day begins)
{
    return {beginning(calendar_year, begins), beginning(calendar_year + 1, begins) - std::chrono::days{1}};
}

Result<Year> parse_year(std::string_view text, std::chrono::month_day begins)
{
    auto const first = number_of(text.substr(0, 4), 4);
    if (!first || *first < 1001 || *first > 9997) {
        return Problem{"is not a tax year", "as 2024, or 2024-25 where the tax year lies in two"};
    }
    if (text.size() == 4) {
        return year_of(*first, begins);
    }
    auto const rest = text.substr(5);
    auto const second = number_of(rest, rest.size() == 4 ? 4 : 2);
    bool const follows = second && (text[4] == '-' || text[4] == '/') &&
                         (rest.size() == 4 ? *second == *first + 1 : *second == (*first + 1) % 100);
    if (!follows) {
        return Problem{"is not a tax year", "as 2024, or 2024-25 where the tax year lies in two"};
    }
    if (begins == new_year) {
        return Problem{"names two years", fmt::format("the tax year is the calendar year: {}", *first)};
    }
    return year_of(*first, begins);
}

Result<std::chrono::month_day> parse_beginning(std::string_view text)
{
    auto const month = number_of(text.substr(0, 2), 2);
    auto const day = text.size() == 5 && text[2] == '-' ? number_of(text.substr(3), 2) : std::nullopt;
    if (month && day) {
        std::chrono::month_day const result{std::chrono::month{static_cast<unsigned>(*month)},
                                            std::chrono::day{static_cast<unsigned>(*day)}};
        bool const is_leap_day = *month == 2 && *day == 29;
        if (result.ok() && !is_leap_day) {
            return result;
        }
    }
    return Problem{"is not a day of every year", "as 04-06: month and day"};
}

} // namespace pf::tax
