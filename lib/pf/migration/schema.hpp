#pragma once

#include <map>
#include <string>
#include <vector>

namespace pf::migration {

/// An object of a schema in words, so that two that are alike give the same lines.
struct SchemaObject {
    std::string schema;                  ///< that it lies in; empty when it lies in none, as an extension does
    std::vector<std::string> lines;      ///< what belongs to it, in an order that means something: columns, indexes
    std::vector<std::string> privileges; ///< its owner and grants

    friend bool operator==(SchemaObject const&, SchemaObject const&) = default;
};

/// Everything that migrations can make, by name: `table public.books`.
using SchemaDump = std::map<std::string, SchemaObject>;

/// Where an object of two dumps is not the same.
struct SchemaDifference {
    enum class Kind {
        missing, ///< only the expected dump has it
        extra,   ///< only the found one has it
        changed,
    };

    Kind kind = Kind::changed;
    std::string object;
    std::vector<std::string> expected; ///< lines that only the expected dump has, in its order
    std::vector<std::string> found;    ///< lines that only the found one has

    friend bool operator==(SchemaDifference const&, SchemaDifference const&) = default;
};

/// Ascending by object. A line that stands in another place counts as missing in one and extra in the other. Takes time
/// in the product of the lines of an object that differ.
[[nodiscard]] std::vector<SchemaDifference> differences(SchemaDump const& expected, SchemaDump const& found);

/// The name of the object and its lines, `-` before what is only expected, `+` before what is only found:
///
///       table public.books
///     -   column title text NOT NULL
///     +   column title text
[[nodiscard]] std::vector<std::string> shown(SchemaDifference const& difference);

} // namespace pf::migration
