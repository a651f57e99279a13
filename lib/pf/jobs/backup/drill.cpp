#include "pf/jobs/backup/drill.hpp"

#include "pf/backup/drill_state.hpp"
#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/cli/interrupt.hpp"
#include "pf/jobs/backup/folder.hpp"
#include "pf/jobs/backup/restore.hpp"
#include "pf/jobs/books/verify.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/jobs/run/schema.hpp"
#include "pf/jobs/run/scratch.hpp"
#include "pf/report/grid.hpp"

#include <fmt/format.h>

#include <ostream>

namespace pf::jobs {

namespace {

struct Drilled {
    Restored restored;
    model::VerifyReport books;
};

Drilled restore_into_scratch(cli::Common const& common, BackupPlace const& place, GoodBackup const& newest,
                             std::string const& scratch)
{
    auto const target = target_of(common);
    RestoreRequest request;
    request.file = newest.path;
    request.trust = place.trust();
    request.migrate = talking_options();
    RestoreProgress progress{common};
    request.progress = [&](auto step, auto done, auto total) { progress.update(step, done, total); };

    auto const given = scratch.empty() ? std::nullopt : std::optional{db::Target::parse(scratch)};
    auto const manifest = check_backup(request, target.backend);
    Scratch place_to_try{target, open_options(common), given, Scratch::Room::disk};
    Drilled drilled;
    drilled.restored = restore_backup(place_to_try.database(), request, manifest);
    drilled.books = verify(place_to_try.database(), {});
    return drilled;
}

/// The digests were right, so what is wrong was wrong when the backup was taken.
void refuse_wrong_books(model::VerifyReport const& books, std::string const& file)
{
    if (books.discrepancies.empty()) {
        return;
    }
    std::vector<std::string> details;
    for (auto const& one : books.discrepancies) {
        details.push_back(fmt::format("{} {}: {}", one.account, one.ticker, one.what));
    }
    throw Error{ExitCode::bad_data, "it restores as it was taken, but its books are not right", file,
                "`pf-positions verify` tells whether those of the database are, too", std::move(details)};
}

report::Report report_of(GoodBackup const& newest, Drilled const& drilled, backup::DrillState const& state)
{
    report::Report report{"pf.drill/1",
                          {{"file", report::text(newest.path.string())},
                           {"created_at", report::moment(newest.manifest.created_at)},
                           {"drilled_at", report::moment(state.drilled_at)},
                           {"rows", state.rows},
                           {"transactions", drilled.books.transactions},
                           {"backup_schema_version", drilled.restored.manifest.schema_version},
                           {"to_version", drilled.restored.to_version}},
                          {{"tables", {}, {{"name", "Table"}, {"rows", "Rows", report::Align::right}}}}};
    for (auto const& table : newest.manifest.tables) {
        report.grids.front().rows.push_back({report::text(table.name), table.rows});
    }
    report.notes.push_back(fmt::format("restored, compared, and its books are right: {}", newest.path.string()));
    return report;
}

} // namespace

cli::Outcome drill(cli::Common const& common, BackupPlace const& place, std::string const& scratch, std::ostream& out)
{
    auto const newest = find_newest(place.folder, place.trust(), common);
    cli::print_complaints(newest.complaints);
    if (!newest.good) {
        throw Error{ExitCode::no_input, "there is no good backup to try", place.folder.string(),
                    "`pf-backup create` makes one; --to names another folder"};
    }
    auto const& good = *newest.good;
    auto const drilled = restore_into_scratch(common, place, good, scratch);
    refuse_wrong_books(drilled.books, good.path.string());
    backup::DrillState const state{good.path.filename().string(), std::chrono::floor<std::chrono::seconds>(base::now()),
                                   good.manifest.rows()};
    backup::write_drill_state(place.folder, state);
    report::write(out, report_of(good, drilled, state), common.output);
    auto outcome = cli::outcome_of(newest.complaints);
    outcome.summary = fmt::format("{} rows restored for a trial", base::with_thousands(state.rows));
    return outcome;
}

} // namespace pf::jobs
