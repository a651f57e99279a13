#include "pf/model/instrument.hpp"

#include <algorithm>

namespace pf::model {

namespace {

constexpr std::size_t isin_size = 12;

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

/// Letters count as two digits, A as 10.
std::string digits_of(std::string_view text)
{
    std::string digits;
    for (char const c : text) {
        digits += is_digit(c) ? std::string(1, c) : std::to_string(c - 'A' + 10);
    }
    return digits;
}

/// Luhn's sum: from the right, every second digit counts twice, as the sum of its digits.
int check_sum(std::string const& digits)
{
    int sum = 0;
    bool is_doubled = false;
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, is_doubled = !is_doubled) {
        int const value = (*digit - '0') * (is_doubled ? 2 : 1);
        sum += value / 10 + value % 10;
    }
    return sum;
}

} // namespace

bool is_isin(std::string_view text)
{
    return text.size() == isin_size && is_capital(text[0]) && is_capital(text[1]) && is_digit(text.back()) &&
           std::ranges::all_of(text, [](char c) { return is_capital(c) || is_digit(c); }) &&
           check_sum(digits_of(text)) % 10 == 0;
}

} // namespace pf::model
