#pragma once

#include "pf/base/error.hpp"
#include "pf/jobs/migrate/migrate_command.hpp"
#include "pf/jobs/run/schema.hpp"

#include "support/temp_database.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace pf::test {

/// An empty database and a folder of migrations for it.
class Playground {
public:
    explicit Playground(db::Backend backend) : m_database(backend, TempDatabase::Content::nothing) {}

    /// A file of the folder; written anew when it is there.
    void write(std::string const& name, std::string const& text) const
    {
        std::ofstream{path(name), std::ios::binary} << text;
    }
    void remove(std::string const& name) const { std::filesystem::remove(path(name)); }
    [[nodiscard]] std::string path(std::string const& name) const { return (m_folder.path() / name).string(); }
    [[nodiscard]] std::filesystem::path const& folder() const { return m_folder.path(); }

    /// Three files that create the tables a, b and c, each with its way back.
    void write_three() const
    {
        for (auto const* const name : {"a", "b", "c"}) {
            write(numbered(name), std::string{"CREATE TABLE "} + name +
                                      " (id INTEGER PRIMARY KEY);\n-- pf:down\nDROP TABLE " + name + ";\n");
        }
    }

    /// `0001_a.sql` for `a`
    [[nodiscard]] static std::string numbered(std::string const& name)
    {
        return "000" + std::to_string(name.front() - 'a' + 1) + "_" + name + ".sql";
    }

    [[nodiscard]] jobs::MigrateSettings settings() const
    {
        jobs::MigrateSettings settings;
        settings.database = m_database.target();
        settings.schema_dir = m_folder.path();
        return settings;
    }

    std::string up(migration::Goal const& goal = {}) const
    {
        std::ostringstream out;
        jobs::up(settings(), goal, false, out);
        return out.str();
    }
    std::string down(migration::Goal const& goal = {}) const
    {
        std::ostringstream out;
        jobs::down(settings(), goal, false, out);
        return out.str();
    }

    /// The error of `up`.
    Error refusal() const
    {
        try {
            up();
        } catch (Error const& error) {
            return error;
        }
        FAIL("up was not refused");
        return Error{ExitCode::ok, ""};
    }

    [[nodiscard]] TempDatabase& database() { return m_database; }
    [[nodiscard]] std::string const& url() const { return m_database.url(); }

    /// Does the table exist?
    [[nodiscard]] bool has(std::string const& table)
    {
        bool const is_postgresql = m_database.database().backend() == db::Backend::postgresql;
        return m_database
            .value(is_postgresql ? "SELECT CAST(to_regclass('" + table + "') AS TEXT)"
                                 : "SELECT name FROM sqlite_master WHERE name = '" + table + "'")
            .has_value();
    }

    /// The newest applied version; empty when there is no history.
    [[nodiscard]] std::string version()
    {
        bool const is_postgresql = m_database.database().backend() == db::Backend::postgresql;
        std::string const table = is_postgresql ? "pf_migrate.history" : "pf_migrate_history";
        return has(table) ? m_database.value("SELECT CAST(max(version) AS VARCHAR(20)) FROM " + table).value_or("0")
                          : "";
    }

private:
    TempDatabase m_database;
    TempFolder m_folder;
};

} // namespace pf::test
