#pragma once

#include "pf/migration/rules/inspection.hpp"

namespace pf::migration::rules {

/// A line `-- pf:allow CODE reason`.
struct Allow {
    std::size_t offset = 0;
    std::string code;
    std::string reason;
    bool used = false;
};

[[nodiscard]] Allow allow_of(Script const& script, Range line);

/// Report one that gives no reason, names no code, or has allowed nothing.
void check_allow(Allow const& allow, std::vector<Found>& found);

} // namespace pf::migration::rules
