#pragma once

#include "pf/base/result.hpp"
#include "pf/money/decimal.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace pf::model {

/// What part of an instrument is of which value of a tag, above 0, together at most 1; the rest is of none.
using TagValues = std::map<std::string, Decimal, std::less<>>;

/// By tag: `region` → `us` 0.6 and `eu` 0.4; `core` → `core` 1.
using Tags = std::map<std::string, TagValues, std::less<>>;

/// Put into the tags what words say: `region=us:0.6,eu:0.4; core`. A tag without a value has its own name as one,
/// `region=` takes the tag away; tags that are not named stay.
/// \return  what is wrong; then the tags are as they were
[[nodiscard]] std::optional<Problem> set_tags(Tags& tags, std::string_view words);

/// In the same words.
[[nodiscard]] std::string to_text(Tags const& tags);

} // namespace pf::model
