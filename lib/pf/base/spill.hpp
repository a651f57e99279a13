#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace pf::base {

/// Bytes that wait: in memory and, above a limit, in an unnamed file, which is gone when the process is.
class Spill {
public:
    static constexpr std::size_t default_limit = std::size_t{1} << 20U;

    /// \param folder  for the file; TMPDIR when it is empty
    explicit Spill(std::size_t limit = default_limit, std::string folder = {})
        : m_limit(limit), m_folder(std::move(folder))
    {
    }
    Spill(Spill&& other) noexcept;
    Spill& operator=(Spill&& other) noexcept;
    ~Spill();

    /// \throws pf::Error  io_error, when the file cannot be written
    void put(std::string_view bytes);

    /// Hands over all bytes, in order and in pieces, from the beginning.
    void replay(std::function<void(std::string_view)> const& receiver);

    [[nodiscard]] bool empty() const { return m_file < 0 && m_memory.empty(); }
    [[nodiscard]] bool in_file() const { return m_file >= 0; }

private:
    void flush();

    std::size_t m_limit;
    std::string m_folder;
    std::string m_memory; ///< what is not in the file yet
    int m_file = -1;
};

} // namespace pf::base
