#include "pf/jobs/import/read_progress.hpp"

#include <algorithm>
#include <utility>

namespace pf::jobs {

BytesRead ReadProgress::of_next_pass(std::int64_t bytes)
{
    auto const before = std::exchange(m_before, m_before + bytes);
    return [this, before](std::int64_t done) {
        if (m_report) {
            m_report(std::min(before + done, m_total), m_total);
        }
    };
}

} // namespace pf::jobs
