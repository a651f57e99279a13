#pragma once

#include <string>
#include <string_view>

namespace pf::base {

/// A file without a name, which is gone when it is closed.
/// \param folder  where; TMPDIR when it is empty
/// \return  its descriptor, open to read and to write
/// \throws pf::Error  io_error
[[nodiscard]] int open_unnamed(std::string const& folder);

/// \param what, error  what failed of a temporary file in `folder`, and `errno`
/// \throws pf::Error  io_error, always
[[noreturn]] void fail_unnamed(std::string const& what, int error, std::string const& folder);

/// Bytes of any length that are to be read more than once.
class UnnamedFile {
public:
    UnnamedFile();
    UnnamedFile(UnnamedFile&& other) noexcept;
    UnnamedFile& operator=(UnnamedFile&& other) noexcept;
    ~UnnamedFile();

    /// \throws pf::Error  io_error
    void put(std::string_view bytes);

    /// All that was put, to be read from its beginning; nothing may be put afterwards. It stays this object's.
    /// \throws pf::Error  io_error
    [[nodiscard]] int finished();

    /// The same, and the descriptor is the caller's.
    [[nodiscard]] int release();

private:
    void flush();

    std::string m_waiting;
    int m_file = -1;
};

} // namespace pf::base
