#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace pf::db::postgres {

/// Bytes that wait: in memory and, above a limit, in an unnamed file in TMPDIR, which is gone when the process is.
class Spill {
public:
    static constexpr std::size_t default_limit = std::size_t{4} << 20U;

    explicit Spill(std::size_t limit = default_limit) : m_limit(limit) {}
    Spill(Spill const&) = delete;
    Spill& operator=(Spill const&) = delete;
    ~Spill();

    /// \throws pf::Error  io_error, when the file cannot be written (hint: TMPDIR)
    void put(std::string_view bytes);

    /// Hands over all bytes, in order and in pieces, from the beginning.
    void replay(std::function<void(std::string_view)> const& receiver);

    [[nodiscard]] bool in_file() const { return m_file >= 0; }

private:
    void flush();

    std::size_t m_limit;
    std::string m_memory; ///< what is not in the file yet
    int m_file = -1;
};

} // namespace pf::db::postgres
