#pragma once

#include "pf/db/database.hpp"
#include "pf/db/driver.hpp"
#include "pf/db/migrate.hpp"
#include "pf/migration/plan.hpp"
#include "pf/migration/set.hpp"

#include "support/temp_folder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unistd.h>

namespace pf::test {

/// The URL of the maintenance database of the PostgreSQL to test with; without one the test fails.
inline std::string postgresql_url()
{
    char const* const url = std::getenv("PF_TEST_POSTGRESQL");
    if (url == nullptr) {
        throw std::runtime_error("PF_TEST_POSTGRESQL is not set; start a server with scripts/with-services COMMAND");
    }
    return url;
}

/// The maintenance URL with another database name: `postgresql://user@host:port/NAME?…`.
inline std::string postgresql_url(std::string const& database)
{
    auto url = postgresql_url();
    auto const path = url.find('/', url.find("://") + 3) + 1;
    return url.replace(path, std::min(url.find('?'), url.size()) - path, database);
}

/// The portfolio that tests of PostgreSQL work in; empty: none. Nothing of ours is in `public` then.
inline std::string portfolio_of_tests()
{
    char const* const name = std::getenv("PF_TEST_PORTFOLIO");
    return name == nullptr ? "" : name;
}

/// Brings a database to the newest schema, as the programs do.
inline void migrate(db::Database& database)
{
    auto const dialect =
        database.backend() == db::Backend::sqlite ? migration::Dialect::sqlite : migration::Dialect::postgresql;
    auto const set = migration::embedded_set(dialect);
    db::Migrator{database}.run([&](migration::History const& history) {
        return migration::plan_up(set, history, {}, database.target().shown);
    });
}

inline db::Database open(db::Target const& target)
{
    return db::Database::open(target, {"pf-test", db::Missing::created, false});
}

/// The portfolio that tests work in there; a file has none.
inline std::string portfolio_in(std::string const& url)
{
    return url.starts_with("sqlite:") ? "" : portfolio_of_tests();
}

inline db::Database open(std::string const& url)
{
    return open(db::Target::parse(url, portfolio_in(url)));
}

/// A database of its own for one test, gone when it ends; PF_KEEP_TEST_DB=1 keeps it and prints its URL.
class TempDatabase {
public:
    enum class Content { schema, nothing };

    explicit TempDatabase(db::Backend backend, Content content = Content::schema)
    {
        if (backend == db::Backend::sqlite) {
            auto const file = m_folder.emplace().path() / "test.db";
            m_url = "sqlite:" + file.string();
            if (content == Content::schema) {
                std::filesystem::copy_file(migrated_file(), file);
            }
        } else {
            m_name = "pf_test_" + std::to_string(::getpid()) + "_" + std::to_string(next_number());
            auto const source = content == Content::schema ? migrated_template() : std::string{"template0"};
            create(m_name, source);
            m_url = postgresql_url(m_name);
        }
        m_database.emplace(test::open(m_url));
        if (backend == db::Backend::sqlite) {
            run("PRAGMA synchronous = OFF"); // no test takes the power away
        }
    }
    TempDatabase(TempDatabase const&) = delete;
    TempDatabase& operator=(TempDatabase const&) = delete;
    ~TempDatabase()
    {
        m_database.reset();
        if (keeps_databases()) {
            std::cerr << "kept " << m_url << '\n';
        } else if (!m_name.empty()) {
            try {
                administrate("DROP DATABASE " + m_name + " WITH (FORCE)");
            } catch (std::exception const& error) {
                std::cerr << "cannot drop " << m_url << ": " << error.what() << '\n';
            }
        }
    }

    [[nodiscard]] db::Database& database() { return *m_database; }
    [[nodiscard]] db::Driver& driver();
    [[nodiscard]] std::string const& url() const { return m_url; }
    [[nodiscard]] db::Target const& target() const { return m_database->target(); }

    /// Another connection to it.
    [[nodiscard]] db::Database connect() const { return test::open(m_url); }

    void run(std::string_view sql) { driver().run_script(sql); }

    /// The first column of the first row, which must be a text; nothing when there is no row or it is NULL.
    [[nodiscard]] std::optional<std::string> value(std::string const& sql)
    {
        auto const rows = driver().read({"test", sql, sql}, {});
        if (!rows->next() || rows->skip_null()) {
            return std::nullopt;
        }
        return std::string{rows->text()};
    }

    /// Statements for the server itself, outside of any test's database.
    static void administrate(std::string const& sql);

    /// A PostgreSQL database, with the portfolio that tests work in.
    static void create(std::string const& name, std::string const& source);

private:
    static int next_number()
    {
        static int number = 0;
        return ++number;
    }

    /// Created once per process and copied from then on.
    static std::filesystem::path const& migrated_file()
    {
        struct Template {
            TempFolder folder;
            std::filesystem::path path = folder.path() / "template.db";
            Template()
            {
                auto database = test::open("sqlite:" + path.string());
                migrate(database);
            }
        };
        static Template const prepared;
        return prepared.path;
    }

    /// Created once per process and copied from then on; the server that it is on is thrown away after the tests, or
    /// else it is dropped at exit.
    static std::string const& migrated_template()
    {
        struct Template {
            std::string name = "pf_template_" + std::to_string(::getpid());
            Template()
            {
                create(name, "template0");
                auto database = test::open(postgresql_url(name));
                migrate(database);
            }
            Template(Template const&) = delete;
            Template& operator=(Template const&) = delete;
            ~Template()
            {
                try {
                    administrate("DROP DATABASE " + name);
                } catch (std::exception const& error) {
                    std::cerr << "cannot drop " << name << ": " << error.what() << '\n';
                }
            }
        };
        static Template const prepared;
        return prepared.name;
    }

    std::optional<TempFolder> m_folder;
    std::string m_name;
    std::string m_url;
    std::optional<db::Database> m_database;
};

/// For `TEST_CASE_TEMPLATE("…", Where, PF_BACKENDS)`: each case runs on both, and each run is a case of its own.
struct Sqlite {
    static constexpr db::Backend backend = db::Backend::sqlite;
};
struct Postgresql {
    static constexpr db::Backend backend = db::Backend::postgresql;
};

} // namespace pf::test

#define PF_BACKENDS pf::test::Sqlite, pf::test::Postgresql

TYPE_TO_STRING(pf::test::Sqlite);
TYPE_TO_STRING(pf::test::Postgresql);
