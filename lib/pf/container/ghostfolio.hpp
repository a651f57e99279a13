#pragma once

#include "pf/container/container.hpp"

#include <string_view>

namespace pf::container {

/// Does a file of JSON begin so, with an object?
[[nodiscard]] bool begins_json(std::string_view head);

/// The activities of Ghostfolio's export, each with the names of its account and its instrument from the file's own
/// lists. The n-th stands on line n + 1. Numbers are read from their digits. What the rows mean says the format
/// `ghostfolio-json`. \throws pf::Error  bad_data: no JSON as it should be, or none of Ghostfolio
[[nodiscard]] Table read_ghostfolio(int descriptor, std::string const& name);

} // namespace pf::container
