#include "pf/jobs/backup/restore_command.hpp"

#include "pf/base/text.hpp"
#include "pf/cli/log.hpp"
#include "pf/jobs/backup/create.hpp"
#include "pf/jobs/backup/restore.hpp"
#include "pf/jobs/books/verify.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/jobs/run/redis.hpp"
#include "pf/jobs/run/schema.hpp"
#include "pf/report/grid.hpp"

#include <fmt/format.h>

#include <ostream>
#include <utility>

namespace pf::jobs {

namespace {

namespace fs = std::filesystem;
using report::Align;

/// `pf-backup list` shows names; a name alone means the backup in the folder, unless there is such a file here.
fs::path found_file(std::string const& name, fs::path const& folder)
{
    fs::path const path{name};
    std::error_code ignored;
    bool const is_in_folder =
        !path.has_parent_path() && !fs::exists(path, ignored) && fs::exists(folder / path, ignored);
    return is_in_folder ? folder / path : path;
}

std::string way_back(fs::path const& file, RestoreWords const& words, db::Target const& target)
{
    return fmt::format("pf-backup restore {} --replace{}", file.string(),
                       words.into.empty() ? "" : " --into " + target.shown);
}

report::Report restored_report(Restored const& restored, fs::path const& file, db::Target const& target,
                               std::optional<CreatedBackup> const& replaced, RestoreWords const& words)
{
    auto const& manifest = restored.manifest;
    auto const replaced_file = replaced ? report::text(replaced->path.string()) : report::Value{report::Nothing{}};
    report::Report report{"pf.restore/1",
                          {{"file", report::text(file.string())},
                           {"created_at", report::moment(manifest.created_at)},
                           {"source", report::text(manifest.source)},
                           {"database", report::text(target.shown)},
                           {"rows", manifest.rows()},
                           {"backup_schema_version", manifest.schema_version},
                           {"from_version", restored.from_version},
                           {"to_version", restored.to_version},
                           {"replaced", restored.replaced},
                           {"replaced_backup", replaced_file}},
                          {{"tables", {}, {{"name", "Table"}, {"rows", "Rows", Align::right}}}}};
    for (auto const& table : manifest.tables) {
        report.grids.front().rows.push_back({report::text(table.name), table.rows});
    }
    report.notes.push_back(
        fmt::format("restored as of {} and compared: {}", base::to_text(manifest.created_at), target.shown));
    if (replaced) {
        report.notes.push_back("to go back: " + way_back(replaced->path, words, target));
    }
    return report;
}

/// The digests were right, so what is wrong was wrong when the backup was taken. Books of an older schema cannot be
/// told.
std::vector<cli::Complaint> findings_in_books(db::Database& database, Restored const& restored)
{
    std::vector<cli::Complaint> findings;
    if (restored.to_version == embedded_migrations(database.backend()).latest()) {
        for (auto const& one : verify(database, {}).discrepancies) {
            findings.push_back({fmt::format("{} {}", one.account, one.ticker), one.what,
                                "it was so in the backup; 'pf-ledger rebuild' books the transactions anew"});
        }
    }
    return findings;
}

/// Another database: with the same portfolio in it, unless it is a file.
db::Target target_into(std::string const& url, std::string const& portfolio)
{
    bool const is_file = db::Target::parse(url).backend == db::Backend::sqlite;
    return db::Target::parse(url, is_file ? std::string{} : portfolio);
}

} // namespace

cli::Outcome restore(cli::Common const& common, BackupWords const& words, RestoreWords const& restore,
                     std::ostream& out)
{
    auto const place = words.place(common);
    auto const target = restore.into.empty() ? target_of(common) : target_into(restore.into, common.portfolio);
    RestoreProgress progress{common};
    RestoreRequest request;
    request.file = found_file(restore.file, place.folder);
    request.trust = place.trust();
    request.replace = restore.replace;
    request.keep_schema = restore.as_of_schema == "keep";
    request.progress = [&](auto step, auto done, auto total) { progress.update(step, done, total); };
    request.migrate = talking_options();
    auto const manifest = check_backup(request, target.backend);
    Connection connection{common, target};
    std::optional<CreatedBackup> replaced;
    request.before_replacing = [&] {
        auto reader = db::Database::open(target, open_options(common));
        replaced = create_backup(reader, place, common);
        cli::log(cli::Level::info, "backup_before_restore",
                 "what is there now is backed up: " + replaced->path.string(), {{"file", replaced->path.string()}});
    };
    auto const restored = restore_backup(connection.database(), request, manifest);
    auto const findings = findings_in_books(connection.database(), restored);
    report::write(out, restored_report(restored, request.file, target, replaced, restore), common.output);
    cli::print_complaints(findings);
    auto outcome = cli::outcome_of(findings);
    outcome.summary = fmt::format("{} rows restored; the schema is at version {}",
                                  base::with_thousands(restored.manifest.rows()), restored.to_version);
    outcome.fields = {
        {"file", request.file.string()}, {"rows", restored.manifest.rows()}, {"to_version", restored.to_version}};
    return announced(common, std::move(outcome).as_event("restore"));
}

} // namespace pf::jobs
