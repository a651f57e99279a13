#pragma once

#include "pf/jobs/import/import_files.hpp"
#include "pf/jobs/import/scan.hpp"

#include <cstdint>

namespace pf::jobs {

/// Bytes of all files and all times they are read, as one number. A file that is read more often than expected (when
/// storing is tried again) leaves it at the total.
class ReadProgress {
public:
    ReadProgress(ImportProgress report, std::int64_t bytes) : m_report(std::move(report)), m_total(bytes) {}

    /// \param bytes  of the pass; `this` outlives what is returned
    [[nodiscard]] BytesRead of_next_pass(std::int64_t bytes);

private:
    ImportProgress m_report;
    std::int64_t m_total;
    std::int64_t m_before = 0;
};

} // namespace pf::jobs
