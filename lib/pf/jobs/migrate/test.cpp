#include "pf/jobs/migrate/test.hpp"

#include "pf/base/text.hpp"
#include "pf/cli/interrupt.hpp"
#include "pf/db/migrate.hpp"
#include "pf/db/schema.hpp"
#include "pf/jobs/migrate/report.hpp"
#include "pf/jobs/run/scratch.hpp"
#include "pf/report/grid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace pf::jobs {

namespace {

using migration::Direction;
using migration::File;
using migration::SchemaDump;

enum class Result { proven, irreversible, wrong, untested };

/// What became of one file.
struct Trial {
    File file;
    std::optional<Duration> up{};
    std::optional<Duration> down{};
    std::optional<Duration> up_again{};
    Result result = Result::untested;
};

std::string_view to_text(Result result)
{
    switch (result) {
    case Result::proven:
        return "proven";
    case Result::irreversible:
        return "irreversible";
    case Result::wrong:
        return "wrong";
    case Result::untested:
        return "not tested";
    }
    return "";
}

/// Takes files up, down and up again, one after the other.
class Trials {
public:
    explicit Trials(db::Database& scratch)
        : m_scratch(scratch), m_migrator(scratch, options()), m_schema(db::dump_schema(scratch))
    {
    }

    /// \return  false when the database is no longer as the next file needs it
    [[nodiscard]] bool run(Trial& trial);

    [[nodiscard]] std::vector<cli::Complaint> const& complaints() const { return m_complaints; }

private:
    db::MigrateOptions options();
    std::optional<Duration> apply(File const& file, Direction direction, std::string const& moment = {});
    void compare(File const& file, SchemaDump const& expected, SchemaDump const& found, std::string const& message,
                 std::string const& hint);
    [[nodiscard]] bool take_back(Trial& trial, SchemaDump const& before);

    db::Database& m_scratch;
    db::Migrator m_migrator;
    SchemaDump m_schema; // after the last file
    std::int64_t m_version = 0;
    Duration m_duration{}; // of what ran last
    std::vector<cli::Complaint> m_complaints;
};

db::MigrateOptions Trials::options()
{
    db::MigrateOptions options;
    options.check = cli::Interrupt::check;
    options.applied = [this](File const&, Duration duration) { m_duration = duration; };
    return options;
}

/// Nothing when the file is at fault, which is noted; other failures end the test.
/// \param moment  told with a failure; may be empty
std::optional<Duration> Trials::apply(File const& file, Direction direction, std::string const& moment)
{
    bool const is_up = direction == Direction::up;
    migration::Plan const plan{direction, is_up ? m_version : file.version, is_up ? file.version : m_version, {file}};
    try {
        m_migrator.run([&](migration::History const&) { return plan; });
    } catch (Error const& error) {
        cli::Interrupt::check();
        if (error.code() != ExitCode::bad_data) {
            throw;
        }
        auto details = error.details();
        if (!moment.empty()) {
            details.push_back(moment);
        }
        m_complaints.push_back({error.where(), error.message(), error.hint(), std::move(details)});
        return std::nullopt;
    }
    return m_duration;
}

void Trials::compare(File const& file, SchemaDump const& expected, SchemaDump const& found, std::string const& message,
                     std::string const& hint)
{
    std::vector<std::string> details;
    for (auto const& difference : migration::differences(expected, found)) {
        auto const lines = migration::shown(difference);
        details.insert(details.end(), lines.begin(), lines.end());
    }
    if (!details.empty()) {
        m_complaints.push_back({file.script.path, message, hint, std::move(details)});
    }
}

bool Trials::run(Trial& trial)
{
    File const& file = trial.file;
    std::size_t const complaints_before = m_complaints.size();
    auto const before = m_schema;
    trial.up = apply(file, Direction::up);
    bool goes_on = trial.up.has_value();
    trial.result = file.irreversible ? Result::irreversible : Result::proven;
    if (goes_on) {
        m_schema = db::dump_schema(m_scratch);
        goes_on = file.irreversible || take_back(trial, before);
    }
    m_version = file.version;
    if (m_complaints.size() > complaints_before) {
        trial.result = Result::wrong;
    }
    return goes_on;
}

bool Trials::take_back(Trial& trial, SchemaDump const& before)
{
    File const& file = trial.file;
    if (file.down.statements == 0) {
        m_complaints.push_back({file.script.path,
                                "has no way back: no down section",
                                "write one, or say -- pf:irreversible if there is none",
                                {}});
        return true;
    }
    trial.down = apply(file, Direction::down);
    if (!trial.down) {
        return file.transactional; // rolled back: the next file finds what it expects
    }
    compare(file, before, db::dump_schema(m_scratch), "the down section does not take back what the up section does",
            "-: there before the file, +: there after up and down");
    trial.up_again = apply(file, Direction::up, "this is the second time, after down: did down leave something?");
    if (!trial.up_again) {
        return false;
    }
    auto again = db::dump_schema(m_scratch);
    compare(file, m_schema, again, "up after down gives another schema than up alone",
            "-: there after the first up, +: there after the second");
    m_schema = std::move(again);
    return true;
}

report::Value milliseconds(std::optional<Duration> const& duration)
{
    return duration ? report::Value{std::int64_t{duration->count()}} : report::Value{report::Nothing{}};
}

report::Grid problems_of(std::vector<cli::Complaint> const& complaints)
{
    report::Grid grid;
    grid.key = "problems";
    grid.columns = {{"where", "where"}, {"message", "message"}, {"details", "details"}, {"hint", "hint"}};
    grid.shown = report::Shown::data_only;
    for (auto const& found : complaints) {
        grid.rows.push_back({report::text(found.where), report::text(found.message),
                             report::text(base::join(found.details, "\n")), report::text(found.hint)});
    }
    return grid;
}

std::string note_of(std::vector<Trial> const& trials)
{
    auto const count = [&](Result result) {
        return std::ranges::count_if(trials, [&](Trial const& trial) { return trial.result == result; });
    };
    std::string note = fmt::format("{} of {} proven", count(Result::proven), trials.size());
    for (auto const result : {Result::irreversible, Result::wrong, Result::untested}) {
        note += count(result) == 0 ? "" : fmt::format(", {} {}", count(result), to_text(result));
    }
    return note;
}

report::Report report_of(std::vector<Trial> const& trials, std::vector<cli::Complaint> const& complaints)
{
    using report::Align;
    report::Grid grid;
    grid.key = "migrations";
    grid.columns = {{"version", "version", Align::right},
                    {"name", "name"},
                    {"file", "file", Align::left, report::Shown::data_only},
                    {"up_ms", "up ms", Align::right},
                    {"down_ms", "down ms", Align::right},
                    {"up_again_ms", "up again ms", Align::right},
                    {"result", "result"}};
    for (auto const& trial : trials) {
        auto const& file = trial.file;
        grid.rows.push_back({file.version, report::text(file.name), report::text(file.script.path),
                             milliseconds(trial.up), milliseconds(trial.down), milliseconds(trial.up_again),
                             report::text(to_text(trial.result))});
    }
    return {"pf.migration_test/1", {}, {std::move(grid), problems_of(complaints)}, {note_of(trials)}};
}

} // namespace

cli::Outcome test(MigrateSettings const& settings, std::optional<db::Target> const& scratch, std::ostream& out)
{
    auto const set = migrations_of(settings);
    std::vector<Trial> trials;
    for (auto const& source : set.sources()) {
        trials.push_back({migration::parse(source)});
    }
    Scratch place{settings.database, settings.open, scratch};
    Trials work{place.database()};
    for (auto trial = trials.begin(); trial != trials.end() && work.run(*trial);) {
        ++trial;
    }
    report::write(out, report_of(trials, work.complaints()), settings.output);
    cli::print_complaints(work.complaints());
    return {work.complaints().empty() ? ExitCode::ok : ExitCode::bad_data, {}, {}};
}

} // namespace pf::jobs
