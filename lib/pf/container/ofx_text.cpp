#include "pf/container/ofx_text.hpp"

#include "pf/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pf::container {

namespace {

bool are_digits(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char one) { return one >= '0' && one <= '9'; });
}

/// `-05:00` of `[-5:EST]`; parts of an hour are a decimal (`[5.5]`) or its minutes (`[5.30]`). Empty when it is none.
std::string offset_of(std::string_view zone)
{
    std::string_view hours = zone.substr(1, zone.find_first_of(":]") - 1);
    bool const is_west = hours.starts_with('-');
    hours.remove_prefix(is_west || hours.starts_with('+') ? 1 : 0);
    auto const mark = hours.find('.');
    std::string_view const part = mark == std::string_view::npos ? std::string_view() : hours.substr(mark + 1);
    auto const whole = base::parse_integer(hours.substr(0, mark));
    bool const is_known = part.empty() || part == "5" || part == "50" || part == "30" || part == "75" || part == "45" ||
                          part == "25" || part == "15" || part == "0" || part == "00";
    if (!whole || *whole < 0 || *whole > 14 || !is_known) {
        return {};
    }
    int minutes = part == "5" || part == "50" || part == "30" ? 30 : part == "75" || part == "45" ? 45 : 0;
    minutes = part == "25" || part == "15" ? 15 : minutes;
    return fmt::format("{}{:02}:{:02}", is_west ? '-' : '+', *whole, minutes);
}

} // namespace

std::string ofx_date(std::string_view text)
{
    auto const bracket = text.find('[');
    std::string_view const digits = text.substr(0, text.find_first_of(".["));
    bool const has_clock = digits.size() == 14 || digits.size() == 12;
    if (!are_digits(digits) || (digits.size() != 8 && !has_clock)) {
        return std::string(text);
    }
    auto const day = fmt::format("{}-{}-{}", digits.substr(0, 4), digits.substr(4, 2), digits.substr(6, 2));
    std::string_view const clock = digits.substr(8);
    if (clock.find_first_not_of('0') == std::string_view::npos) {
        return day;
    }
    std::string const offset = bracket == std::string_view::npos ? "Z" : offset_of(text.substr(bracket));
    auto const seconds = clock.size() == 6 ? clock.substr(4) : std::string_view("00");
    return offset.empty() ? std::string(text)
                          : fmt::format("{}T{}:{}:{}{}", day, clock.substr(0, 2), clock.substr(2, 2), seconds, offset);
}

std::string ofx_number(std::string_view text)
{
    std::string number{text};
    if (std::count(number.begin(), number.end(), ',') == 1 && number.find('.') == std::string::npos) {
        number.replace(number.find(','), 1, ".");
    }
    return number;
}

} // namespace pf::container
