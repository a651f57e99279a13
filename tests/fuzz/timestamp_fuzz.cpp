// Any bytes as a moment: one that prints and parses to itself, or a problem; never an exception.
#include "pf/base/time.hpp"

#include "expect.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

using pf::fuzz::expect;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using namespace pf::base;
    std::string_view const text{reinterpret_cast<char const*>(data), size};
    auto const date = parse_date(text);
    auto const parsed = parse_iso_timestamp(text);
    if (!parsed) {
        expect(!parsed.problem().message.empty(), "a problem has a message");
        expect(!date, "a date is a moment too");
        return 0;
    }
    expect(parsed->date_only == static_cast<bool>(date), "a moment without time of day is a date");
    auto const again = parse_iso_timestamp(to_text(parsed->timestamp));
    expect(again && again->timestamp == parsed->timestamp, "what is printed parses to the same moment");
    if (date) {
        expect(to_text(*date) == text, "a date has one spelling");
    }
    return 0;
}
