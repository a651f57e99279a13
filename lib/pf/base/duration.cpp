#include "pf/base/duration.hpp"

#include "pf/base/text.hpp"

#include <array>

namespace pf::base {

namespace {

struct Unit {
    char letter;
    std::string_view name;
    std::chrono::seconds length;
};

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::weeks;

constexpr std::array units{Unit{'w', "w", weeks{1}}, Unit{'d', "d", days{1}}, Unit{'h', "h", hours{1}},
                           Unit{'m', "min", minutes{1}}, Unit{'s', "s", std::chrono::seconds{1}}};

} // namespace

std::optional<std::chrono::seconds> parse_duration(std::string_view text)
{
    constexpr long long most = 99'999;
    if (text.empty()) {
        return std::nullopt;
    }
    auto const count = parse_integer(text.substr(0, text.size() - 1));
    for (auto const& unit : units) {
        if (unit.letter == text.back() && unit.letter != 's' && count && *count > 0 && *count <= most) {
            return unit.length * *count;
        }
    }
    return std::nullopt;
}

std::string shown_duration(std::chrono::seconds duration)
{
    std::string text;
    int parts = 0;
    for (auto const& unit : units) {
        auto const count = duration / unit.length;
        if (unit.letter == 'w' || (count == 0 && (unit.letter != 's' || parts > 0)) || parts == 2) {
            continue;
        }
        text += (parts == 0 ? "" : " ") + std::to_string(count) + " " + std::string{unit.name};
        duration -= unit.length * count;
        ++parts;
    }
    return text;
}

} // namespace pf::base
