#pragma once

#include "pf/base/time.hpp"

#include <cstdint>
#include <utility>
#include <vector>

namespace pf::jobs {

/// How the events of a file stand in time. A file in order of time, from either end, tells in which order the events of
/// one moment came; one in any other order does not.
class FileOrder {
public:
    /// \param newest_first  what to take a file of only one moment for
    explicit FileOrder(bool newest_first = false) : m_newest_first(newest_first) {}

    /// The next event of the file.
    void note(Timestamp moment);

    [[nodiscard]] bool is_told() const { return !m_rises || !m_falls; }
    [[nodiscard]] bool is_newest_first() const { return m_falls || (!m_rises && m_newest_first); }

private:
    friend class Places;
    /// How many events have one moment, and how many such moments follow each other: 20 bytes where that changes.
    struct Runs {
        std::int64_t length = 0;
        std::int64_t count = 0;
    };

    void end_run();

    bool m_newest_first;
    bool m_rises = false;
    bool m_falls = false;
    Timestamp m_last{};
    std::int64_t m_length = 0; ///< of the run of `m_last`
    std::vector<Runs> m_runs;  ///< before it; not kept of a file that is oldest first
};

/// Reads the same file again, and gives each event its place among those of its moment.
class Places {
public:
    /// \param order  of the whole file; outlives this
    explicit Places(FileOrder const& order);

    /// \return  from 1 on, the oldest first; 0 where the file does not tell
    [[nodiscard]] std::int64_t next(Timestamp moment);

private:
    [[nodiscard]] std::int64_t length_of_next_run();

    FileOrder const& m_order;
    std::int64_t m_place = 0;
    Timestamp m_last{};
    std::size_t m_runs = 0;        ///< in `FileOrder::m_runs`
    std::int64_t m_runs_taken = 0; ///< of the runs there
};

} // namespace pf::jobs
