#pragma once

#include "support.hpp"

#include <nlohmann/json.hpp>

#include <set>
#include <string>
#include <vector>

namespace pf::lots::test {

/// A worked example from the test suite or the guide of somebody else: tests/cases/*.json, each naming its source.
struct Case {
    nlohmann::json json;
    std::vector<Event> events; ///< in booking order
    std::set<std::string> tickers;
    std::map<std::string, std::int64_t> accounts; ///< by name; one for all, unless the case counts each by itself
};

[[nodiscard]] std::vector<Case> all_cases();

/// Those of a folder of tests, by name.
[[nodiscard]] std::vector<Case> cases_in(std::string const& folder);

/// A member that is a text; the other text where there is none.
[[nodiscard]] std::string text_of(nlohmann::json const& object, char const* key, char const* otherwise);

} // namespace pf::lots::test
