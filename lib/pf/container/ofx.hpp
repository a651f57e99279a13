#pragma once

#include "pf/container/container.hpp"

#include <string_view>

namespace pf::container {

/// Does an OFX or QFX file begin so?
[[nodiscard]] bool begins_ofx(std::string_view head);

/// The statements of an OFX or QFX file: a row for each transaction, for each position and for the money that is held,
/// with the securities by the names of the file's own list. What the rows mean says the format `ofx`. \throws pf::Error
/// bad_data: damaged, no statement in it, or the broker's server says that something failed
[[nodiscard]] Table read_ofx(int descriptor, std::string const& name);

} // namespace pf::container
