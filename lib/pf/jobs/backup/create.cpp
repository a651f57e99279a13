#include "pf/jobs/backup/create.hpp"

#include "pf/backup/archive.hpp"
#include "pf/backup/folder.hpp"
#include "pf/backup/inspect.hpp"
#include "pf/backup/partial_file.hpp"
#include "pf/base/error.hpp"
#include "pf/cli/interrupt.hpp"
#include "pf/cli/log.hpp"
#include "pf/db/stored_tables.hpp"
#include "pf/jobs/backup/export.hpp"
#include "pf/jobs/backup/tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

namespace pf::jobs {

namespace {

namespace fs = std::filesystem;
using backup::Writer;

std::uint64_t megabytes(std::uint64_t bytes)
{
    return (bytes + 999'999) / 1'000'000;
}

/// The tables are packed about six to one, and while they are put together they are there twice.
void check_free_space(fs::path const& folder, std::uint64_t table_bytes)
{
    auto const wanted = table_bytes / 3;
    auto const free = backup::free_space(folder);
    if (free < wanted) {
        throw Error{ExitCode::io_error,
                    fmt::format("there is too little room: the backup needs about {} MB, {} MB are free",
                                megabytes(wanted), megabytes(free)),
                    folder.string(), "free some space there, or choose another folder with --to"};
    }
}

/// A moment whose name is not taken; there is one in each second.
Timestamp unused_moment(fs::path const& folder)
{
    while (true) {
        Timestamp const now = std::chrono::floor<std::chrono::seconds>(base::now());
        auto const taken = [&](bool encrypted) { return fs::exists(folder / backup::file_name(now, encrypted)); };
        if (!taken(false) && !taken(true)) {
            return now;
        }
        cli::Interrupt::check();
        std::this_thread::sleep_for(std::chrono::milliseconds{50}); // until a clock says so that may be set meanwhile
    }
}

backup::Manifest read_database(db::Database& database, Writer& writer, std::uint64_t expected,
                               cli::Common const& common)
{
    auto progress = common.progress("reading");
    return export_tables(database, writer, [&](std::uint64_t bytes) {
        cli::Interrupt::check();
        progress.update(bytes, std::max(expected, bytes));
    });
}

backup::Manifest write_file(backup::PartialFile& file, Writer& writer, backup::Manifest const& head,
                            std::optional<backup::Key> const& key, cli::Common const& common)
{
    auto progress = common.progress("writing");
    auto const expected = writer.waiting_bytes();
    auto manifest = writer.finish(file.descriptor(), file.shown(), head, key, [&](std::uint64_t bytes) {
        cli::Interrupt::check();
        progress.update(bytes, std::max(expected, bytes));
    });
    file.sync();
    return manifest;
}

void read_back(backup::PartialFile const& file, backup::Manifest const& manifest, std::optional<backup::Key> const& key,
               cli::Common const& common)
{
    auto progress = common.progress("verifying");
    auto const found = backup::verify(file.path(), {key, false}, [&](std::uint64_t bytes, std::uint64_t size) {
        cli::Interrupt::check();
        progress.update(bytes, size);
    });
    if (found != manifest) {
        backup::throw_damaged(file.shown(), "what was read back is not what was written");
    }
}

} // namespace

BackupPlace BackupPlace::of(cli::Common const& common, std::string const& portfolio, std::string const& folder,
                            std::string const& key_file)
{
    BackupPlace place{folder.empty() ? common.backup_directory : fs::path{folder}, common.backup_key_file, false};
    if (!key_file.empty()) {
        place.key_file = key_file;
    }
    if (place.folder.empty()) {
        throw Error{ExitCode::config,
                    "there is no home directory to keep backups in",
                    {},
                    "pass --to or set PF_BACKUP_DIR, HOME or XDG_DATA_HOME"};
    }
    if (!portfolio.empty() && (folder.empty() || common.all_portfolios)) {
        place.folder /= portfolio;
    }
    return place;
}

std::optional<backup::Key> BackupPlace::key() const
{
    return key_file ? std::optional{backup::read_key_file(*key_file)} : std::nullopt;
}

backup::Trust BackupPlace::trust() const
{
    if (takes_plain && !key_file) {
        throw Error{
            ExitCode::usage, "--allow-plain means nothing without a key", {}, "pass --key-file, or leave it out"};
    }
    return {key(), takes_plain};
}

CreatedBackup create_backup(db::Database& database, BackupPlace const& place, cli::Common const& common)
{
    auto const key = place.key();
    backup::FolderLock const lock{place.folder, common.application_name()};
    CreatedBackup created;
    created.swept = lock.sweep();
    created.encrypted = key.has_value();
    auto const table_bytes = db::size_of_tables(database);
    check_free_space(place.folder, table_bytes);

    auto const created_at = unused_moment(place.folder);
    Writer writer{place.folder};
    auto head = read_database(database, writer, table_bytes, common);
    head.created_at = created_at;
    backup::PartialFile file{place.folder, backup::file_name(created_at, created.encrypted)};
    created.manifest = write_file(file, writer, head, key, common);
    check_tables(created.manifest, database.target().shown);
    read_back(file, created.manifest, key, common);
    created.path = file.publish();
    created.size = fs::file_size(created.path);
    return created;
}

} // namespace pf::jobs
