#include "pf/container/shortest.hpp"

#include <array>
#include <charconv>
#include <system_error>

namespace pf::container {

std::string shortest_of(std::string_view digits)
{
    double kept = 0;
    auto const [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), kept);
    if (problem != std::errc() || end != digits.data() + digits.size()) {
        return std::string(digits);
    }
    std::array<char, 64> text{};
    auto const written = std::to_chars(text.data(), text.data() + text.size(), kept);
    return {text.data(), written.ptr};
}

} // namespace pf::container
