#include "pf/jobs/backup/backup_command.hpp"

#include "pf/backup/folder.hpp"
#include "pf/backup/inspect.hpp"
#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/cli/interrupt.hpp"
#include "pf/cli/log.hpp"
#include "pf/jobs/backup/create.hpp"
#include "pf/jobs/backup/prune.hpp"
#include "pf/jobs/backup/tables.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/jobs/run/redis.hpp"
#include "pf/report/grid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <ostream>
#include <utility>

namespace pf::jobs {

namespace {

namespace fs = std::filesystem;
using backup::BackupFile;
using report::Align;
using report::Grid;
using report::Nothing;
using report::Shown;
using report::Unknown;
using report::Value;

Value count(std::uint64_t value)
{
    return static_cast<std::int64_t>(value);
}

Value size_text(std::uint64_t bytes)
{
    return report::text(cli::shown_bytes(bytes));
}

Grid tables_grid(backup::Manifest const& manifest)
{
    Grid grid{"tables",
              {},
              {{"name", "Table"},
               {"rows", "Rows", Align::right},
               {"bytes", "Bytes", Align::right, Shown::data_only},
               {"blake2b", "BLAKE2b", Align::left, Shown::data_only}}};
    for (auto const& table : manifest.tables) {
        grid.rows.push_back({report::text(table.name), table.rows, count(table.bytes), report::text(table.blake2b)});
    }
    return grid;
}

report::Report created_report(CreatedBackup const& created)
{
    auto const& manifest = created.manifest;
    report::Report report{"pf.backup/1",
                          {{"file", report::text(created.path.string())},
                           {"created_at", report::moment(manifest.created_at)},
                           {"size", count(created.size)},
                           {"rows", manifest.rows()},
                           {"schema_version", manifest.schema_version},
                           {"encrypted", created.encrypted},
                           {"source", report::text(manifest.source)}},
                          {tables_grid(manifest)}};
    report.notes.push_back("written, read back and verified: " + created.path.string());
    return report;
}

Grid files_grid(std::string key, std::string when_empty)
{
    return {std::move(key),
            {},
            {{"file", "File"},
             {"created_at", "Created"},
             {"size", "Bytes", Align::right, Shown::data_only},
             {"size_text", "Size", Align::right, Shown::table_only},
             {"rows", "Rows", Align::right},
             {"schema_version", "Schema", Align::right},
             {"encrypted", "Encrypted"},
             {"verified", "Verified"}},
            {},
            {},
            std::move(when_empty)};
}

report::Row file_row(BackupFile const& file, bool encrypted, std::string const& shown,
                     std::optional<backup::Manifest> const& manifest, std::optional<bool> verified)
{
    auto const created_at = manifest ? manifest->created_at : file.created_at;
    return {report::text(shown),
            created_at == Timestamp{} ? Value{Unknown{}} : report::moment(created_at),
            count(file.size),
            size_text(file.size),
            manifest ? Value{manifest->rows()} : Value{Unknown{}},
            manifest ? Value{manifest->schema_version} : Value{Unknown{}},
            encrypted,
            verified ? Value{*verified} : Value{Unknown{}}};
}

cli::Complaint complaint_of(Error const& error)
{
    return {error.where(), error.message(), error.hint(), error.details()};
}

/// One progress bar over files, one after the other.
class FilesProgress {
public:
    FilesProgress(cli::Common const& common, std::string const& label, std::vector<BackupFile> const& files)
        : m_progress(common.progress(label))
    {
        for (auto const& file : files) {
            m_total += file.size;
        }
    }

    void update(std::uint64_t bytes)
    {
        cli::Interrupt::check();
        m_progress.update(m_done + bytes, m_total);
    }
    void next(BackupFile const& file) { m_done += file.size; }

private:
    cli::Progress m_progress;
    std::uint64_t m_total = 0;
    std::uint64_t m_done = 0;
};

BackupFile named_file(std::string const& name)
{
    fs::path const path{name};
    std::error_code error;
    auto const size = fs::file_size(path, error);
    if (error) {
        throw Error{ExitCode::no_input, "cannot be read: " + error.message(), name,
                    "`pf-backup list` shows the backups that there are"};
    }
    auto file = backup::parse_file_name(path.filename().string()).value_or(BackupFile{});
    file.path = path;
    file.size = size;
    return file;
}

/// Named files need no folder.
BackupPlace place_of_files(cli::Common const& common, BackupWords const& words)
{
    BackupPlace place{{}, common.backup_key_file, words.allow_plain};
    if (!words.key_file.empty()) {
        place.key_file = words.key_file;
    }
    return place;
}

std::vector<BackupFile> chosen_files(BackupPlace const& place, BackupWords const& words)
{
    if (!words.all && words.files.empty()) {
        throw Error{ExitCode::usage, "name the backups, or pass --all", "pf-backup verify"};
    }
    if (words.all) {
        return backup::list_folder(place.folder);
    }
    std::vector<BackupFile> files;
    std::ranges::transform(words.files, std::back_inserter(files), named_file);
    return files;
}

} // namespace

BackupPlace BackupWords::place(cli::Common const& common) const
{
    auto chosen = BackupPlace::of(common, common.portfolio, folder, key_file);
    chosen.takes_plain = allow_plain;
    return chosen;
}

cli::Outcome create(cli::Common const& common, BackupWords const& words, std::ostream& out)
{
    auto const place = words.place(common);
    if (words.prune) {
        check_rules(words.keep);
    }
    Connection connection{common, Connection::Schema::as_it_is};
    auto const created = create_backup(connection.database(), place, common);
    auto report = created_report(created);
    if (words.prune) {
        report.grids.push_back(grid_of(prune_now(common, place, words.keep, created.path.filename().string())));
    }
    report::write(out, report, common.output);
    auto const rows = created.manifest.rows();
    auto outcome =
        cli::Outcome::ok(fmt::format("{} rows in {}", base::with_thousands(rows), cli::shown_bytes(created.size)),
                         {{"file", created.path.string()},
                          {"rows", rows},
                          {"size", static_cast<std::int64_t>(created.size)},
                          {"swept", std::int64_t{created.swept}}});
    return announced(common, std::move(outcome).as_event("backup"));
}

cli::Outcome list(cli::Common const& common, BackupWords const& words, std::ostream& out)
{
    auto const place = words.place(common);
    auto const trust = place.trust();
    auto const files = backup::list_folder(place.folder);
    FilesProgress progress{common, "checking", files};
    auto grid = files_grid("backups", "no backups in " + place.folder.string());
    std::vector<cli::Complaint> complaints;
    for (auto const& file : files) {
        auto const found = inspected(file.path, trust, words.quick,
                                     [&](std::uint64_t bytes, std::uint64_t) { progress.update(bytes); });
        progress.next(file);
        grid.rows.push_back(file_row(file, found.encrypted, file.path.filename().string(), found.manifest,
                                     found.problem ? std::optional{false} : found.intact));
        if (found.problem) {
            complaints.push_back(complaint_of(*found.problem));
        }
    }
    report::write(out, {"pf.backups/1", {{"folder", report::text(place.folder.string())}}, {std::move(grid)}},
                  common.output);
    cli::print_complaints(complaints);
    return cli::outcome_of(complaints);
}

cli::Outcome verify_backups(cli::Common const& common, BackupWords const& words, std::ostream& out)
{
    auto const place = words.all ? words.place(common) : place_of_files(common, words);
    auto const trust = place.trust();
    auto const files = chosen_files(place, words);
    FilesProgress progress{common, "verifying", files};
    auto grid = files_grid("backups", "no backups in " + place.folder.string());
    std::vector<cli::Complaint> complaints;
    ExitCode worst = ExitCode::ok;
    for (auto const& file : files) {
        std::optional<backup::Manifest> manifest;
        bool encrypted = false;
        try {
            encrypted = backup::is_encrypted(file.path);
            manifest = verified(file.path, trust, [&](std::uint64_t bytes, std::uint64_t) { progress.update(bytes); });
        } catch (Error const& error) {
            complaints.push_back(complaint_of(error));
            worst = worst == ExitCode::ok || error.code() == ExitCode::bad_data ? error.code() : worst;
        }
        progress.next(file);
        auto const shown = words.all ? file.path.filename().string() : file.path.string();
        grid.rows.push_back(file_row(file, encrypted, shown, manifest, manifest.has_value()));
    }
    report::write(out, {"pf.backup_verification/1", {}, {std::move(grid)}}, common.output);
    cli::print_complaints(complaints);
    return {worst, fmt::format("{} of {} backups verified", files.size() - complaints.size(), files.size()), {}};
}

cli::Outcome generate_key(std::string const& file)
{
    backup::create_key_file(file);
    return cli::Outcome::ok(file + " is the only thing that opens what is encrypted with it: keep a copy elsewhere");
}

} // namespace pf::jobs
