#include "pf/base/age.hpp"

#include <algorithm>

namespace pf::base {

std::optional<std::chrono::seconds> age_of(Timestamp moment, Timestamp now)
{
    using std::chrono::seconds;
    if (is_from_the_future(moment, now)) {
        return std::nullopt;
    }
    return std::max(std::chrono::floor<seconds>(now - moment), seconds{0});
}

} // namespace pf::base
