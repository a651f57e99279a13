#pragma once

#include <string>
#include <string_view>

/// How OFX writes values, as our formats read them.
namespace pf::container {

/// `2024-01-31T16:00:00-05:00` of `20240131160000.000[-5:EST]`; a day alone where the time is midnight, which stands
/// for none. Without a zone it is UTC. What is no such date stays as it is.
[[nodiscard]] std::string ofx_date(std::string_view text);

/// OFX knows no marks for thousands: one comma is the decimal mark.
[[nodiscard]] std::string ofx_number(std::string_view text);

} // namespace pf::container
