#include "pf/jobs/backup/folder.hpp"

#include "pf/backup/drill_state.hpp"
#include "pf/backup/folder.hpp"
#include "pf/base/age.hpp"
#include "pf/cli/interrupt.hpp"
#include "pf/jobs/backup/tables.hpp"

#include <fmt/format.h>

namespace pf::jobs {

namespace {

namespace fs = std::filesystem;
using backup::BackupFile;
using backup::FoundFile;

constexpr char const* no_key = "is encrypted, and there is no key to look into it";

backup::Inspected looked_at(BackupFile const& file, backup::Trust const& trust, cli::Progress& progress)
{
    return inspected(file.path, trust, false, [&](std::uint64_t done, std::uint64_t total) {
        cli::Interrupt::check();
        progress.update(done, total);
    });
}

FoundFile found_backup(BackupFile const& file, backup::Inspected const& found)
{
    FoundFile result{file.path.filename().string(), file.size, file.created_at, {}, {}};
    if (found.problem) {
        result.problem = found.problem->message();
    } else if (!found.manifest) {
        result.problem = no_key;
    } else {
        result.taken_at = found.manifest->created_at;
        result.source = found.manifest->source;
    }
    return result;
}

cli::Complaint complaint_of_future(BackupFile const& file, Timestamp created_at, Timestamp now)
{
    return {file.path.string(),
            fmt::format("is from the future: {}, and now it is {}", base::to_text(created_at),
                        base::to_text(Timestamp{std::chrono::floor<std::chrono::seconds>(now)})),
            "set the clock right; if it is, move the file to another folder"};
}

/// Files that no program of ours has named. Folders are those of portfolios.
void add_others(std::vector<FoundFile>& files, fs::path const& folder)
{
    std::error_code error;
    for (fs::directory_iterator entries{folder, error}; !error && entries != fs::directory_iterator{};
         entries.increment(error)) {
        auto const name = entries->path().filename().string();
        if (!name.starts_with('.') && !entries->is_directory(error) && name != backup::drill_state_name &&
            !backup::parse_file_name(name)) {
            files.push_back({name, 0, {}, {}, "does not have the name of a backup"});
        }
    }
}

} // namespace

std::vector<FoundFile> find_files(fs::path const& folder, backup::Trust const& trust, cli::Common const& common)
{
    std::vector<FoundFile> files;
    auto progress = common.progress("checking");
    for (auto const& file : backup::list_folder(folder)) {
        files.push_back(found_backup(file, looked_at(file, trust, progress)));
    }
    add_others(files, folder);
    return files;
}

Newest find_newest(fs::path const& folder, backup::Trust const& trust, cli::Common const& common)
{
    Newest newest;
    auto const now = base::now();
    auto progress = common.progress("checking");
    for (auto const& file : backup::list_folder(folder)) {
        auto const found = looked_at(file, trust, progress);
        if (found.problem) {
            auto const& error = *found.problem;
            newest.complaints.push_back({error.where(), error.message(), error.hint(), error.details()});
        } else if (!found.manifest) {
            newest.complaints.push_back({file.path.string(), no_key, "pass --key-file, or set PF_BACKUP_KEY_FILE"});
        } else {
            GoodBackup const good{file.path, *found.manifest, file.size};
            if (!base::is_from_the_future(good.manifest.created_at, now)) {
                newest.good = good;
                break;
            }
            newest.complaints.push_back(complaint_of_future(file, good.manifest.created_at, now));
            newest.good = newest.good.value_or(good);
        }
    }
    return newest;
}

} // namespace pf::jobs
