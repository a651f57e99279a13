#include "pf/jobs/backup/prune.hpp"

#include "pf/backup/folder.hpp"
#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/jobs/backup/folder.hpp"

#include <fmt/format.h>

#include <ostream>

namespace pf::jobs {

namespace {

using backup::Fate;
using backup::RetentionPlan;
using report::Align;
using report::Shown;

RetentionPlan plan_of(cli::Common const& common, BackupPlace const& place, backup::RetentionRules const& rules,
                      std::string const& just_made)
{
    check_rules(rules);
    return backup::plan_retention(place.folder, find_files(place.folder, place.trust(), common), rules, base::now(),
                                  just_made);
}

report::Report report_of(RetentionPlan const& plan, bool applied)
{
    auto const count = [&](Fate fate) { return static_cast<std::int64_t>(plan.count(fate)); };
    auto const bytes = plan.bytes(Fate::removed);
    report::Report report{"pf.prune/1",
                          {{"folder", report::text(plan.folder.string())},
                           {"dry_run", !applied},
                           {"kept", count(Fate::kept)},
                           {"removed", count(Fate::removed)},
                           {"left_alone", count(Fate::left_alone)},
                           {"removed_bytes", static_cast<std::int64_t>(bytes)}},
                          {grid_of(plan)}};
    if (!applied && count(Fate::removed) > 0) {
        report.notes.push_back(fmt::format("nothing was removed yet: --yes removes {} of {} files, {}",
                                           count(Fate::removed), plan.decisions.size(), cli::shown_bytes(bytes)));
    }
    return report;
}

} // namespace

void check_rules(backup::RetentionRules const& rules)
{
    if (rules.empty()) {
        throw Error{ExitCode::usage,
                    "no rule says which backups to keep",
                    {},
                    "--keep-daily 7 --keep-weekly 4 --keep-monthly 12"};
    }
}

report::Grid grid_of(RetentionPlan const& plan)
{
    report::Grid grid{
        "files",
        {},
        {{"fate", ""}, {"file", "File"}, {"size", "Bytes", Align::right, Shown::data_only}, {"reasons", "Why"}},
        {},
        {},
        "no backups in " + plan.folder.string()};
    for (auto const& decision : plan.decisions) {
        grid.rows.push_back({report::text(to_text(decision.fate)), report::text(decision.name),
                             static_cast<std::int64_t>(decision.size),
                             report::text(base::join(decision.reasons, ", "))});
    }
    return grid;
}

RetentionPlan prune_now(cli::Common const& common, BackupPlace const& place, backup::RetentionRules const& rules,
                        std::string const& just_made)
{
    backup::FolderLock const lock{place.folder, common.application_name()};
    auto plan = plan_of(common, place, rules, just_made);
    backup::apply(plan);
    return plan;
}

cli::Outcome prune(cli::Common const& common, BackupPlace const& place, backup::RetentionRules const& rules, bool apply,
                   std::ostream& out)
{
    auto const plan = apply ? prune_now(common, place, rules, {}) : plan_of(common, place, rules, {});
    report::write(out, report_of(plan, apply), common.output);
    auto outcome = plan.count(Fate::left_alone) > 0 ? cli::Outcome::issues() : cli::Outcome::ok();
    outcome.summary = fmt::format("{} kept, {} {}, {} left alone", plan.count(Fate::kept), plan.count(Fate::removed),
                                  apply ? "removed" : "to remove", plan.count(Fate::left_alone));
    return outcome;
}

} // namespace pf::jobs
