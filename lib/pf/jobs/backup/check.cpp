#include "pf/jobs/backup/check.hpp"

#include "pf/backup/drill_state.hpp"
#include "pf/base/age.hpp"
#include "pf/base/duration.hpp"
#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/jobs/backup/folder.hpp"
#include "pf/report/grid.hpp"

#include <fmt/format.h>

#include <ostream>

namespace pf::jobs {

namespace {

using std::chrono::seconds;

std::chrono::seconds age_of_word(std::string const& option, std::string const& word)
{
    auto const age = base::parse_duration(word);
    if (!age) {
        throw Error{ExitCode::usage, base::quoted(word) + " is not a duration", option, "write it as 90m, 26h or 30d"};
    }
    return *age;
}

/// One thing that must have happened, and not too long ago.
struct Finding {
    std::string what;                  ///< `backup`
    std::optional<Timestamp> happened; ///< nothing: never
    std::optional<seconds> allowed;    ///< nothing: does not matter
    std::string file;
    std::string hint;
    Timestamp looked_at = base::now();

    [[nodiscard]] std::optional<seconds> age() const
    {
        return happened ? base::age_of(*happened, looked_at) : std::nullopt;
    }
    [[nodiscard]] bool is_fresh() const { return !allowed || (age() && *age() <= *allowed); }
};

std::string age_text(Finding const& finding)
{
    if (!finding.happened) {
        return "never";
    }
    auto const age = finding.age();
    return age ? base::shown_duration(*age) : "in the future";
}

std::string complaint_text(Finding const& finding)
{
    if (!finding.happened) {
        return "there is no good " + finding.what;
    }
    if (!finding.age()) {
        return fmt::format("the last good {} is from the future: {}", finding.what, base::to_text(*finding.happened));
    }
    return fmt::format("the last good {} is {} old; {} are allowed", finding.what, age_text(finding),
                       base::shown_duration(*finding.allowed));
}

report::Value count(std::optional<seconds> const& duration)
{
    return duration ? report::Value{std::int64_t{duration->count()}} : report::Value{report::Nothing{}};
}

report::Row row_of(Finding const& finding)
{
    return {report::text(finding.what),
            finding.happened ? report::moment(*finding.happened) : report::Value{report::Nothing{}},
            report::text(age_text(finding)),
            count(finding.age()),
            count(finding.allowed),
            finding.file.empty() ? report::Value{report::Nothing{}} : report::text(finding.file),
            finding.is_fresh()};
}

report::Report report_of(std::vector<Finding> const& findings, std::string const& folder, bool is_fresh)
{
    using report::Align;
    using report::Shown;
    report::Report report{"pf.backup_check/1",
                          {{"folder", report::text(folder)}, {"fresh", is_fresh}},
                          {{"checks",
                            {},
                            {{"what", "Last good"},
                             {"happened_at", "When"},
                             {"age", "Age", Align::right, Shown::table_only},
                             {"age_seconds", "", Align::right, Shown::data_only},
                             {"max_age_seconds", "", Align::right, Shown::data_only},
                             {"file", "File"},
                             {"fresh", "Fresh"}}}}};
    for (auto const& finding : findings) {
        report.grids.front().rows.push_back(row_of(finding));
    }
    return report;
}

} // namespace

Ages Ages::of(std::string const& backup, std::string const& drill)
{
    Ages ages{age_of_word("--max-age", backup), std::nullopt};
    if (!drill.empty()) {
        ages.drill = age_of_word("--max-drill-age", drill);
    }
    return ages;
}

cli::Outcome check_freshness(cli::Common const& common, BackupPlace const& place, Ages const& ages, std::ostream& out)
{
    auto newest = find_newest(place.folder, place.trust(), common);
    auto const drill = backup::read_drill_state(place.folder);
    std::vector<Finding> findings{{"backup", std::nullopt, ages.backup, {}, "run `pf-backup create`"},
                                  {"drill", std::nullopt, ages.drill, {}, "run `pf-backup drill`"}};
    if (newest.good) {
        findings[0].happened = newest.good->manifest.created_at;
        findings[0].file = newest.good->path.filename().string();
    }
    if (drill) {
        findings[1].happened = drill->drilled_at;
        findings[1].file = drill->file;
    }
    for (auto const& finding : findings) {
        if (!finding.is_fresh()) {
            newest.complaints.push_back({place.folder.string(), complaint_text(finding), finding.hint});
        }
    }
    bool const is_fresh = findings[0].is_fresh() && findings[1].is_fresh();
    report::write(out, report_of(findings, place.folder.string(), is_fresh), common.output);
    cli::print_complaints(newest.complaints);
    return cli::outcome_of(newest.complaints);
}

} // namespace pf::jobs
