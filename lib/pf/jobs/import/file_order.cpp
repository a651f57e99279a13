#include "pf/jobs/import/file_order.hpp"

namespace pf::jobs {

void FileOrder::note(Timestamp moment)
{
    if (m_length > 0 && moment == m_last) {
        ++m_length;
        return;
    }
    if (m_length > 0) {
        m_rises = m_rises || m_last < moment;
        m_falls = m_falls || moment < m_last;
        end_run();
    }
    m_last = moment;
    m_length = 1;
}

/// Whoever counts down must know where to begin.
void FileOrder::end_run()
{
    if (m_rises) {
        m_runs = {};
    } else if (!m_runs.empty() && m_runs.back().length == m_length) {
        ++m_runs.back().count;
    } else {
        m_runs.push_back({m_length, 1});
    }
}

Places::Places(FileOrder const& order) : m_order(order) {}

std::int64_t Places::next(Timestamp moment)
{
    if (!m_order.is_told()) {
        return 0;
    }
    bool const is_same = m_place != 0 && moment == m_last;
    m_last = moment;
    if (m_order.is_newest_first()) {
        m_place = is_same ? m_place - 1 : length_of_next_run();
    } else {
        m_place = is_same ? m_place + 1 : 1;
    }
    return m_place;
}

std::int64_t Places::length_of_next_run()
{
    if (m_runs == m_order.m_runs.size()) {
        return m_order.m_length;
    }
    auto const& runs = m_order.m_runs[m_runs];
    if (++m_runs_taken == runs.count) {
        ++m_runs;
        m_runs_taken = 0;
    }
    return runs.length;
}

} // namespace pf::jobs
