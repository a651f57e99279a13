#pragma once

#include "pf/base/time.hpp"
#include "pf/cli/log.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <utility>

namespace CLI {
class App;
}

namespace pf::cli {

/// How a run went, for monitoring.
struct RunRecord {
    std::string job; ///< `snapshot`
    Timestamp ended_at{};
    std::chrono::milliseconds duration{0};
    int exit_code = 0;
    Fields fields; ///< of the outcome; numbers are written, too
};

/// The Prometheus text format, one family per figure, with the job as label. A run that failed keeps the time of the
/// last success from what the file held before, unless that has not come yet: then there was none.
[[nodiscard]] std::string metrics_text(RunRecord const& record, std::string_view before);

/// `--metrics-file FILE` (PF_METRICS_FILE) of a command that is run by a timer: after each run, whatever became of it,
/// the file holds its figures, for node_exporter's textfile collector.
class Metrics {
public:
    explicit Metrics(std::string job) : m_job(std::move(job)) {}
    Metrics(Metrics const&) = delete; // the command keeps pointers to the members
    Metrics& operator=(Metrics const&) = delete;

    void add_to(CLI::App& command);

    /// Is this the command that runs, and is a file named?
    [[nodiscard]] bool is_wanted() const;

    /// Replace the file, in one step.
    /// \param record  without the job
    /// \throws pf::Error  cannot_create, io_error
    void write(RunRecord record) const;

private:
    std::string m_job;
    std::string m_file;
    CLI::App const* m_command = nullptr;
};

} // namespace pf::cli
