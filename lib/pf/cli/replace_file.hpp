#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pf::cli {

/// Who may read a file.
enum class FileMode : std::uint8_t {
    readable_by_all, ///< everybody, whatever the umask
    as_umask_says,
};

/// Write a small file so that who reads it sees the old content or the new one, and nothing else is left when it fails.
/// A symbolic link stays one; what is no regular file, such as a device, is refused.
/// \throws pf::Error  cannot_create, io_error; names the file
void replace_file(std::string const& path, std::string_view text, FileMode mode = FileMode::readable_by_all);

} // namespace pf::cli
