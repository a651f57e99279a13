#pragma once

#include "pf/container/container.hpp"

#include <string_view>
#include <vector>

namespace pf::container {

/// Does a report of Interactive Brokers begin so (a Flex query, as XML)?
[[nodiscard]] bool begins_flex(std::string_view head);

/// Each section of a Flex query that may hold events, of all its accounts, as a table by the section's name; the
/// columns are called as in the CSV of the same query. \throws pf::Error  bad_data: damaged, no section with events, or
/// an answer of the service that is no report
[[nodiscard]] std::vector<Table> read_flex(int descriptor, std::string const& name);

} // namespace pf::container
