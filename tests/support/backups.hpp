#pragma once

#include "pf/backup/archive.hpp"
#include "pf/backup/folder.hpp"
#include "pf/backup/inspect.hpp"
#include "pf/db/stored_tables.hpp"
#include "pf/jobs/backup/create.hpp"
#include "pf/jobs/backup/restore.hpp"

#include "support/workbench.hpp"

#include <fcntl.h>
#include <filesystem>
#include <string>
#include <unistd.h>
#include <vector>

namespace pf::test {

/// Trades, transfers of every kind, prices, rates and a snapshot; texts that CSV and JSON have to be careful with.
inline void fill(Workbench& workbench)
{
    workbench.import_all({Workbench::sample("pf.csv"), Workbench::sample("prices.csv"), Workbench::sample("fx.csv")});
    workbench.temporary().run(R"(
UPDATE transactions SET raw_description = 'a "quoted", text
of two lines: ü 株' WHERE id = (SELECT min(id) FROM transactions);
UPDATE transactions SET raw_description = '' WHERE id = (SELECT max(id) FROM transactions);
INSERT INTO portfolio_snapshots (account_id, snapshot_date, base_currency, total_value, positions_json)
SELECT id, '2024-06-28', 'EUR', '12345.678901234567890123', '[{"ticker": "VWCE", "quantity": "35", "note": "\u00fc\"\\"}]'
  FROM accounts WHERE name = 'main';
)");
}

/// A folder for backups, and the ways in and out.
class Backups {
public:
    Backups() { m_common.backup_directory = m_folder.path(); }

    [[nodiscard]] std::filesystem::path const& folder() const { return m_folder.path(); }
    [[nodiscard]] cli::Common const& common() const { return m_common; }

    [[nodiscard]] jobs::CreatedBackup create(db::Database& database) const
    {
        return jobs::create_backup(database, {m_folder.path(), std::nullopt}, m_common);
    }

    [[nodiscard]] static jobs::Restored restore(db::Database& database, jobs::RestoreRequest const& request)
    {
        auto const manifest = jobs::check_backup(request, database.backend());
        return jobs::restore_backup(database, request, manifest);
    }

    [[nodiscard]] static jobs::Restored restore(db::Database& database, std::filesystem::path const& file,
                                                bool replace = false)
    {
        jobs::RestoreRequest request;
        request.file = file;
        request.replace = replace;
        return restore(database, request);
    }

    /// An archive that holds one account, `row`, and says what it is told to; the other tables of the version are
    /// empty.
    [[nodiscard]] std::filesystem::path forged(std::int64_t schema_version, std::vector<std::string> const& columns,
                                               std::vector<std::string> const& row,
                                               Timestamp created_at = at("2024-02-29T01:02:03Z"),
                                               std::vector<db::StoredTable> const& described = {}) const
    {
        auto path = m_folder.path() / backup::file_name(created_at, false);
        backup::Writer writer{m_folder.path()};
        writer.begin_table("accounts", columns);
        for (auto const& value : row) {
            writer.row().text(value);
        }
        writer.end_row();
        writer.end_table();
        for (auto const& name : db::tables_of_version(schema_version)) {
            if (name != "accounts") {
                writer.begin_table(name, columns_of(name, described));
                writer.end_table();
            }
        }
        backup::Manifest manifest;
        manifest.schema_version = schema_version;
        manifest.created_at = created_at;
        manifest.tool_version = "pf-backup 99";
        int const file = ::open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
        static_cast<void>(writer.finish(file, path.string(), manifest, std::nullopt, [](std::uint64_t) {}));
        ::close(file);
        return path;
    }

private:
    static std::vector<std::string> columns_of(std::string const& name, std::vector<db::StoredTable> const& described)
    {
        std::vector<std::string> columns;
        for (auto const& table : described) {
            for (auto const& column : table.columns) {
                if (table.name == name) {
                    columns.push_back(column.name);
                }
            }
        }
        return columns.empty() ? std::vector<std::string>{"id"} : columns;
    }

    TempFolder m_folder;
    cli::Common m_common;
};

} // namespace pf::test
