// Any bytes as a decimal: a value that prints and parses to itself, or a problem; never an exception.
#include "pf/base/text.hpp"
#include "pf/money/decimal.hpp"

#include "expect.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace {

using namespace pf::money;
using pf::fuzz::expect;

constexpr std::array styles{NumberStyle{'.', '\0'}, NumberStyle{'.', ','}, NumberStyle{',', '.'},
                            NumberStyle{',', '\0'}, NumberStyle{'.', '\''}};

void check(std::string_view text, NumberStyle style)
{
    auto const exact = parse_decimal(text, style);
    auto const rounded = parse_decimal(text, style, Excess::round);
    if (!exact) {
        expect(!exact.problem().message.empty(), "a problem has a message");
        expect(!rounded || rounded->was_rounded, "only excess digits make the difference");
        return;
    }
    expect(rounded && *rounded == *exact, "an exact value needs no rounding");
    expect(!exact->was_rounded, "nothing is rounded silently");
    auto const again = parse_decimal(exact->value.to_text());
    expect(again && again->value == exact->value, "what is printed parses to the same value");
    expect(exact->value.abs() <= Decimal::max(), "a value is in range");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const text{reinterpret_cast<char const*>(data), size};
    for (auto const style : styles) {
        check(text, style);
    }
    expect(!pf::base::find_invalid_utf8(pf::base::quoted(text)), "a quoted value is valid UTF-8");
    return 0;
}
