#pragma once

#include "pf/importer/format.hpp"
#include "pf/importer/importer.hpp"

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace pf::importer {

/// Rows that complete others, by format and key; rows of one key in the order in which they were read.
struct Companions::Impl {
    using Values = std::vector<SharedValue>;
    struct Lent {
        std::vector<std::string> names; ///< of the values
        std::unordered_map<std::string, std::vector<Values>> by_key;
    };
    std::map<std::string, Lent, std::less<>> by_format;
};

/// The key of a row under a format's companion rule.
[[nodiscard]] std::string companion_key(CompanionRule const& rule, Scope const& scope);

/// What a row hands to others.
[[nodiscard]] SharedValue shared_value_of(Expression const& expression, Scope const& scope, Findings& findings);

} // namespace pf::importer
