#pragma once

#include <sodium.h>

#include <string>
#include <string_view>

/// For the sources of `backup` only.
namespace pf::backup {

/// Lets libsodium choose the fastest code for this processor; costs nothing when it has.
/// \throws pf::Error  internal
void start_sodium();

[[nodiscard]] inline unsigned char const* unsigned_bytes(std::string_view bytes)
{
    return reinterpret_cast<unsigned char const*>(bytes.data());
}

[[nodiscard]] inline unsigned char* unsigned_bytes(std::string& bytes)
{
    return reinterpret_cast<unsigned char*>(bytes.data());
}

} // namespace pf::backup
