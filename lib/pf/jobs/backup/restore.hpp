#pragma once

#include "pf/backup/key.hpp"
#include "pf/backup/manifest.hpp"
#include "pf/cli/common.hpp"
#include "pf/db/database.hpp"
#include "pf/db/migrate.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace pf::jobs {

/// What to restore, and how.
struct RestoreRequest {
    std::filesystem::path file;
    backup::Trust trust;
    bool replace = false;     ///< also when the database holds something
    bool keep_schema = false; ///< stay at the backup's schema version; else it is brought up to date

    /// Called when something is going to be replaced, while nobody else can write to it and nothing is changed yet:
    /// the place for a backup of it. When it throws, nothing is changed.
    std::function<void()> before_replacing = [] {};

    /// Told how far a step is, now and then; may throw to stop.
    std::function<void(std::string_view step, std::uint64_t done, std::uint64_t total)> progress =
        [](std::string_view, std::uint64_t, std::uint64_t) {};

    db::MigrateOptions migrate; ///< for the locks, and what is told of them
};

/// What was done.
struct Restored {
    backup::Manifest manifest;     ///< of the backup
    std::int64_t from_version = 0; ///< the database's schema before
    std::int64_t to_version = 0;   ///< and after
    bool replaced = false;         ///< the database was not empty
};

/// A bar for each step of a restore; Ctrl-C stops it there.
class RestoreProgress {
public:
    explicit RestoreProgress(cli::Common const& common) : m_common(common) {}
    void update(std::string_view step, std::uint64_t done, std::uint64_t total);

private:
    cli::Common const& m_common;
    std::string m_step;
    std::unique_ptr<cli::Progress> m_progress;
};

/// Read the backup to its last byte and see that it can be restored into such a database. Nothing is written.
/// \throws pf::Error  bad_data, when it is damaged; schema, when it is of a newer program; see `backup::Reader`
[[nodiscard]] backup::Manifest check_backup(RestoreRequest const& request, db::Backend backend);

/// Make the database what it was when the backup was taken. Schema, rows and history change in one transaction, and
/// what they are in the end is compared with the backup before it is stored. What others have made in the database
/// stays.
/// \param manifest  what `check_backup` returned
/// \throws pf::Error  cannot_create, when the database is not empty and is not to be replaced; schema, when it is of a
///                    newer program, or when something that is not ours depends on our tables; busy
[[nodiscard]] Restored restore_backup(db::Database& database, RestoreRequest const& request,
                                      backup::Manifest const& manifest);

} // namespace pf::jobs
