#include "pf/db/text_values.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"

#include <chrono>
#include <cstdint>

namespace pf::db {

namespace {

constexpr std::uint64_t ten_to_18 = 1'000'000'000'000'000'000ULL;

[[noreturn]] void refuse(std::string_view text, char const* what)
{
    throw Error{ExitCode::bad_data,
                "the database holds " + base::quoted(text) + ", which is not " + what,
                {},
                "something else than pf wrote to it; see docs/schema.md"};
}

/// With leading zeros.
void write_digits(char* out, std::size_t count, std::uint64_t value)
{
    for (std::size_t i = count; i-- > 0;) {
        out[i] = static_cast<char>('0' + value % 10);
        value /= 10;
    }
}

unsigned read_digits(std::string_view text, std::size_t at, std::size_t count)
{
    unsigned value = 0;
    for (auto const c : text.substr(at, count)) {
        if (c < '0' || c > '9') {
            refuse(text, "a date or time");
        }
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    return value;
}

std::size_t digits_of(std::uint64_t value)
{
    std::size_t count = 1;
    for (; value >= 10; value /= 10) {
        ++count;
    }
    return count;
}

/// Without leading zeros. There may be 20 digits, one more than 64 bits always hold.
std::size_t write_whole(char* out, money::Uint128 whole)
{
    auto const high = static_cast<std::uint64_t>(whole / ten_to_18);
    auto const low = static_cast<std::uint64_t>(whole % ten_to_18);
    auto const first = high == 0 ? low : high;
    auto const count = digits_of(first);
    write_digits(out, count, first);
    if (high == 0) {
        return count;
    }
    write_digits(out + count, 18, low);
    return count + 18;
}

} // namespace

void write_date(char* out, Date value)
{
    std::chrono::year_month_day const day{value};
    write_digits(out, 4, static_cast<std::uint64_t>(static_cast<int>(day.year())));
    out[4] = '-';
    write_digits(out + 5, 2, static_cast<unsigned>(day.month()));
    out[7] = '-';
    write_digits(out + 8, 2, static_cast<unsigned>(day.day()));
}

void write_timestamp(char* out, Timestamp value)
{
    auto const day = base::day_of(value);
    auto rest = static_cast<std::uint64_t>((value - day).count());
    write_date(out, day);
    write_digits(out + 20, 6, rest % 1'000'000);
    rest /= 1'000'000;
    write_digits(out + 17, 2, rest % 60);
    write_digits(out + 14, 2, rest / 60 % 60);
    write_digits(out + 11, 2, rest / 3600);
    out[10] = 'T';
    out[13] = ':';
    out[16] = ':';
    out[19] = '.';
    out[26] = 'Z';
}

std::size_t write_decimal(char* out, Decimal value)
{
    auto const units = static_cast<money::Uint128>(value.is_negative() ? -value.units() : value.units());
    auto const whole = units / ten_to_18;
    auto fraction = static_cast<std::uint64_t>(units % ten_to_18);
    std::size_t size = 0;
    if (value.is_negative()) {
        out[size++] = '-';
    }
    size += write_whole(out + size, whole);
    if (fraction == 0) {
        return size;
    }
    std::size_t digits = Decimal::scale;
    for (; fraction % 10 == 0; fraction /= 10) {
        --digits;
    }
    out[size++] = '.';
    write_digits(out + size, digits, fraction);
    return size + digits;
}

Date read_date(std::string_view text)
{
    if (text.size() != date_size || text[4] != '-' || text[7] != '-') {
        refuse(text, "a date");
    }
    auto const year = static_cast<int>(read_digits(text, 0, 4));
    std::chrono::year_month_day const day{std::chrono::year{year}, std::chrono::month{read_digits(text, 5, 2)},
                                          std::chrono::day{read_digits(text, 8, 2)}};
    if (!day.ok()) {
        refuse(text, "a date");
    }
    return Date{day};
}

Timestamp read_timestamp(std::string_view text)
{
    if (text.size() != timestamp_size || text[10] != 'T' || text[19] != '.' || text[26] != 'Z') {
        refuse(text, "a time in UTC");
    }
    return Timestamp{read_date(text.substr(0, date_size))} + std::chrono::hours{read_digits(text, 11, 2)} +
           std::chrono::minutes{read_digits(text, 14, 2)} + std::chrono::seconds{read_digits(text, 17, 2)} +
           std::chrono::microseconds{read_digits(text, 20, 6)};
}

Decimal read_decimal(std::string_view text)
{
    auto const parsed = money::parse_decimal(text);
    if (!parsed) {
        refuse(text, "a decimal of at most 20 digits before and 18 after the mark");
    }
    return parsed->value;
}

} // namespace pf::db
