#pragma once

#include "pf/base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pf::prices {

/// A JSON value whose numbers are their text: no price passes through a floating-point number.
struct Json {
    enum class Kind : std::uint8_t { null, flag, number, text, list, object };

    Kind kind = Kind::null;
    std::string name;          ///< within an object
    std::string text;          ///< of a number as it stands in the document; `true`, `false`
    std::vector<Json> members; ///< of an object or a list, in the document's order

    [[nodiscard]] bool is_scalar() const { return kind != Kind::list && kind != Kind::object; }
};

/// \return  a problem for what is no JSON, is cut off, or is nested deeper than 32
[[nodiscard]] Result<Json> parse_json(std::string_view text);

/// What a JSON Pointer (RFC 6901) leads to from here: `/values/0/close`; the empty one to the value itself.
/// \return  null, when there is no such value
[[nodiscard]] Json const* find(Json const& value, std::string_view pointer);

} // namespace pf::prices
