#include "pf/db/postgres/binary.hpp"

#include "pf/base/error.hpp"

#include <array>
#include <chrono>
#include <limits>

namespace pf::db::postgres {

namespace {

using money::Int128;
using money::Uint128;

constexpr std::uint64_t ten_to_16 = 10'000'000'000'000'000ULL;
constexpr std::uint64_t ten_to_18 = 100 * ten_to_16;
constexpr unsigned group = 10'000; // NUMERIC counts in digits of base 10000

constexpr std::uint16_t sign_positive = 0x0000;
constexpr std::uint16_t sign_negative = 0x4000;

constexpr Timestamp epoch{std::chrono::sys_days{std::chrono::year{2000} / 1 / 1}};

template <typename Unsigned>
void append_big_endian(std::string& out, Unsigned value)
{
    std::array<char, sizeof(Unsigned)> bytes{};
    for (std::size_t i = sizeof(Unsigned); i-- > 0;) {
        bytes[i] = static_cast<char>(value & 0xFFU);
        value = static_cast<Unsigned>(value >> 8U);
    }
    out.append(bytes.data(), bytes.size());
}

std::uint16_t word(std::string_view bytes, std::size_t index)
{
    auto const high = static_cast<unsigned char>(bytes[2 * index]);
    auto const low = static_cast<unsigned char>(bytes[2 * index + 1]);
    return static_cast<std::uint16_t>((high << 8U) | low);
}

[[noreturn]] void fail_malformed(char const* what)
{
    throw Error{ExitCode::internal, std::string{"the server sent something else than "} + what};
}

/// The digits of a magnitude: five groups before the decimal mark, five after it.
struct Groups {
    static constexpr std::size_t whole = 5;
    std::array<std::uint16_t, 10> digits{};
};

Groups groups_of(Uint128 units)
{
    Groups result;
    auto const small = units <= std::numeric_limits<std::uint64_t>::max();
    auto const whole = small ? static_cast<Uint128>(static_cast<std::uint64_t>(units) / ten_to_18) : units / ten_to_18;
    auto fraction = static_cast<std::uint64_t>(units - whole * ten_to_18);
    result.digits[9] = static_cast<std::uint16_t>(fraction % 100 * 100); // 18 digits fill four and a half groups
    fraction /= 100;
    for (std::size_t i = 8; i >= Groups::whole; --i) {
        result.digits[i] = static_cast<std::uint16_t>(fraction % group);
        fraction /= group;
    }
    auto const top = static_cast<std::uint64_t>(whole / ten_to_16);
    auto rest = static_cast<std::uint64_t>(whole % ten_to_16);
    result.digits[0] = static_cast<std::uint16_t>(top);
    for (std::size_t i = 4; i >= 1; --i) {
        result.digits[i] = static_cast<std::uint16_t>(rest % group);
        rest /= group;
    }
    return result;
}

/// One base-10000 digit at its place, in 10^-18ths.
Uint128 units_of(std::uint16_t digit, int weight)
{
    static constexpr std::array<std::uint64_t, 5> fraction{1'000'000'000'000'00ULL, 10'000'000'000ULL, 1'000'000ULL,
                                                           100ULL, 0};
    if (weight >= 0) {
        Uint128 units = static_cast<Uint128>(digit) * ten_to_18;
        for (int i = 0; i < weight; ++i) {
            units *= group;
        }
        return units;
    }
    if (weight >= -4) {
        return static_cast<Uint128>(digit) * fraction[static_cast<std::size_t>(-weight - 1)];
    }
    return digit / 100U;
}

Error unrepresentable(char const* what)
{
    return Error{ExitCode::bad_data,
                 std::string{"the database holds a number that is "} + what,
                 {},
                 "columns are NUMERIC(38,18) and finite; see docs/schema.md"};
}

} // namespace

void append_int16(std::string& out, std::int16_t value)
{
    append_big_endian(out, static_cast<std::uint16_t>(value));
}

void append_int32(std::string& out, std::int32_t value)
{
    append_big_endian(out, static_cast<std::uint32_t>(value));
}

void append_int64(std::string& out, std::int64_t value)
{
    append_big_endian(out, static_cast<std::uint64_t>(value));
}

std::int64_t decode_integer(std::string_view bytes)
{
    if (bytes.size() != 2 && bytes.size() != 4 && bytes.size() != 8) {
        fail_malformed("an integer");
    }
    auto const negative = (static_cast<unsigned char>(bytes[0]) & 0x80U) != 0;
    std::uint64_t value = negative ? ~std::uint64_t{0} : 0;
    for (char const byte : bytes) {
        value = (value << 8U) | static_cast<unsigned char>(byte);
    }
    return static_cast<std::int64_t>(value);
}

void append_numeric(std::string& out, Decimal value)
{
    auto const negative = value.is_negative();
    auto const groups = groups_of(static_cast<Uint128>(negative ? -value.units() : value.units()));
    std::size_t first = 0;
    std::size_t last = groups.digits.size();
    while (first < last && groups.digits[first] == 0) {
        ++first;
    }
    while (last > first && groups.digits[last - 1] == 0) {
        --last;
    }
    auto const count = last - first;
    std::array<char, 4 + 8 + 20> field{};
    std::size_t size = 0;
    auto const put = [&](std::size_t number) {
        field[size++] = static_cast<char>((number >> 8U) & 0xFFU);
        field[size++] = static_cast<char>(number & 0xFFU);
    };
    put(0);
    put(8 + 2 * count);
    put(count);
    put(count == 0 ? 0
                   : Groups::whole - 1 - first); // weight of the first group; negative ones wrap as two's complement
    put(negative ? sign_negative : sign_positive);
    put(static_cast<std::size_t>(Decimal::scale));
    for (auto i = first; i < last; ++i) {
        put(groups.digits[i]);
    }
    out.append(field.data(), size);
}

Decimal decode_numeric(std::string_view bytes)
{
    if (bytes.size() < 8 || bytes.size() % 2 != 0 || bytes.size() != 8U + 2U * word(bytes, 0)) {
        fail_malformed("a NUMERIC");
    }
    auto const count = word(bytes, 0);
    auto const weight = static_cast<std::int16_t>(word(bytes, 1));
    auto const sign = word(bytes, 2);
    if (sign != sign_positive && sign != sign_negative) {
        throw unrepresentable("NaN or infinite");
    }
    if (count > 0 && weight > 4) {
        throw unrepresentable("too large");
    }
    Uint128 units = 0;
    for (int i = 0; i < count; ++i) {
        auto const digit = word(bytes, static_cast<std::size_t>(4 + i));
        auto const place = weight - i;
        if (place < -5 || (place == -5 && digit % 100 != 0)) {
            throw unrepresentable("finer than 18 decimals");
        }
        units += units_of(digit, place);
    }
    return Decimal::from_units(sign == sign_negative ? -static_cast<Int128>(units) : static_cast<Int128>(units));
}

std::int64_t encode_timestamp(Timestamp value)
{
    return (value - epoch).count();
}

Timestamp decode_timestamp(std::int64_t microseconds)
{
    if (microseconds == std::numeric_limits<std::int64_t>::max() ||
        microseconds == std::numeric_limits<std::int64_t>::min()) {
        throw Error{ExitCode::bad_data, "the database holds an infinite timestamp"};
    }
    return epoch + std::chrono::microseconds{microseconds};
}

std::int32_t encode_date(Date value)
{
    return static_cast<std::int32_t>((value - std::chrono::floor<std::chrono::days>(epoch)).count());
}

Date decode_date(std::int32_t days)
{
    return std::chrono::floor<std::chrono::days>(epoch) + std::chrono::days{days};
}

} // namespace pf::db::postgres
