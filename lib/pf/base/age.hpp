#pragma once

#include "pf/base/time.hpp"

#include <optional>

namespace pf::base {

/// How far the clocks of two machines may be apart before what one has written counts as from the future on the other.
inline constexpr std::chrono::minutes clocks_differ{5};

/// Has this moment not come yet? Then a clock was wrong, or is wrong now, and how old a thing is cannot be told.
constexpr bool is_from_the_future(Timestamp moment, Timestamp now)
{
    return moment > now + clocks_differ;
}

/// How long ago a moment was, in whole seconds and never less than none; nothing when it is from the future.
/// Whatever has no age is not fresh.
[[nodiscard]] std::optional<std::chrono::seconds> age_of(Timestamp moment, Timestamp now);

} // namespace pf::base
