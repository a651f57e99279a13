#pragma once

#include "pf/migration/rules/inspection.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace pf::migration::rules {

/// `name type constraints`
struct Column {
    Name name;
    Tokens type;
    Tokens constraints;
    Tokens default_value; ///< empty when there is none, or NULL

    [[nodiscard]] bool has(std::string_view phrase) const { return find(constraints, phrase).has_value(); }
};

[[nodiscard]] std::optional<Column> column_of(Inspection const& inspection, Tokens definition);

/// A type without what follows it.
[[nodiscard]] Tokens only_type(Tokens type);

/// REFERENCES with what belongs to it.
[[nodiscard]] Tokens only_reference(Tokens constraints);

/// The name of the type as the server knows it: `float8`; empty when there is none.
[[nodiscard]] std::string type_name(Inspection const& inspection, Tokens type);

template <std::size_t size>
[[nodiscard]] bool is_one_of(std::array<std::string_view, size> const& words, std::string_view word)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

} // namespace pf::migration::rules
