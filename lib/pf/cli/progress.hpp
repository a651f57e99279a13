#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace pf::cli {

/// `512 B`, `1.2 kB`, `34.5 MB`: bytes for people, in powers of 1000.
[[nodiscard]] std::string shown_bytes(std::uint64_t count);

/// One line that tells how far some work is.
/// \param done  0: not counted, when the total is unknown, too
/// \param total  0 when unknown
/// \return  at most `width - 1` columns
[[nodiscard]] std::string progress_line(std::string const& label, std::uint64_t done, std::uint64_t total,
                                        std::chrono::milliseconds elapsed, std::size_t width);

/// Shows how many bytes of the input are read, on a terminal's stderr and only once the work takes more than half a
/// second. The line is cleared at the end.
class Progress {
public:
    /// \param shown  false: does nothing
    Progress(std::string label, std::size_t width, bool shown);
    Progress(Progress const&) = delete;
    Progress& operator=(Progress const&) = delete;
    ~Progress();

    /// \param total  0 when unknown
    void update(std::uint64_t done, std::uint64_t total);
    void finish();

private:
    using Clock = std::chrono::steady_clock;
    std::string m_label;
    std::size_t m_width;
    bool m_shown;
    bool m_drawn = false;
    Clock::time_point m_start = Clock::now();
    Clock::time_point m_next = m_start + std::chrono::milliseconds(500);
};

} // namespace pf::cli
