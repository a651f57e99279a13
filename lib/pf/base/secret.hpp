#pragma once

#include <string>
#include <vector>

namespace pf::base {

/// Each secret in it as `***`; for what somebody else says, such as a server, which may repeat what it was told.
/// \param secrets  empty ones are passed over
std::string scrubbed(std::string text, std::vector<std::string> const& secrets);

/// `postgresql://ann:hidden@db/money` as `postgresql://***@db/money`: for what a user gave, such as a URL in the place
/// of a file. All up to the last `@`, or behind `password=`, may be of a password, which need not be percent-encoded; a
/// user without one stays, and so does an address of the web.
std::string without_credentials(std::string text);

} // namespace pf::base
