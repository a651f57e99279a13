#include "pf/cli/metrics.hpp"

#include "pf/base/age.hpp"
#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/cli/environment.hpp"
#include "pf/cli/file_text.hpp"
#include "pf/cli/replace_file.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace pf::cli {
namespace {

std::string const success = "pf_job_last_success_timestamp_seconds";

std::string name_of(std::string const& family, std::string const& job)
{
    return fmt::format("{}{{job=\"{}\"}}", family, job);
}

std::string gauge(std::string const& family, std::string const& help, std::string const& job, std::string const& value)
{
    return fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n{2} {3}\n", family, help, name_of(family, job), value);
}

std::string seconds_of(std::chrono::milliseconds duration)
{
    return fmt::format("{}.{:03}", duration.count() / 1000, duration.count() % 1000);
}

std::int64_t seconds_until(Timestamp moment)
{
    return std::chrono::floor<std::chrono::seconds>(moment).time_since_epoch().count();
}

/// As the file before has it; never when it is from the future, because whoever watches its age would wait for years.
std::int64_t last_success(std::string_view before, RunRecord const& record)
{
    auto const name = name_of(success, record.job) + " ";
    auto const latest = seconds_until(record.ended_at + base::clocks_differ);
    for (auto const line : base::split(before, '\n')) {
        if (line.starts_with(name)) {
            auto const second = base::parse_integer(line.substr(name.size()));
            return second && *second <= latest ? *second : 0;
        }
    }
    return 0;
}

/// Done, with or without issues.
bool is_success(int exit_code)
{
    return exit_code == static_cast<int>(ExitCode::ok) || exit_code == static_cast<int>(ExitCode::issues);
}

} // namespace

std::string metrics_text(RunRecord const& record, std::string_view before)
{
    auto const end = seconds_until(record.ended_at);
    auto const last = is_success(record.exit_code) ? end : last_success(before, record);
    auto const& job = record.job;
    auto text = gauge("pf_job_last_run_timestamp_seconds", "When the last run ended.", job, std::to_string(end)) +
                gauge(success, "When the last run ended that did its work; 0: never.", job, std::to_string(last)) +
                gauge("pf_job_last_duration_seconds", "How long the last run took.", job, seconds_of(record.duration)) +
                gauge("pf_job_last_exit_code", "What the last run returned.", job, std::to_string(record.exit_code));
    for (auto const& [key, value] : record.fields) {
        if (auto const* const number = std::get_if<std::int64_t>(&value)) {
            text += gauge("pf_job_last_" + key, fmt::format("The figure \"{}\" of the last run.", key), job,
                          std::to_string(*number));
        }
    }
    return text;
}

void Metrics::add_to(CLI::App& command)
{
    m_command = &command;
    m_file = Environment::of_process().find("PF_METRICS_FILE").value_or("");
    command.add_option("--metrics-file", m_file, "Keep the run's figures there, for Prometheus (PF_METRICS_FILE)")
        ->type_name("FILE");
}

bool Metrics::is_wanted() const
{
    return m_command != nullptr && m_command->parsed() && !m_file.empty();
}

void Metrics::write(RunRecord record) const
{
    record.job = m_job;
    replace_file(m_file, metrics_text(record, file_text(m_file).value_or("")));
}

} // namespace pf::cli
