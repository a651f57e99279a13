// What lint says about SQL is true of the servers: they take what it proposes, and refuse what it says they refuse.
#include "pf/base/error.hpp"
#include "pf/migration/lint.hpp"

#include "support/lint_twins.hpp"
#include "support/temp_database.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>

using namespace pf;
using migration::Dialect;
using test::Twin;

namespace {

/// A database with the tables of the twins, made anew for each text.
class Ground {
public:
    explicit Ground(db::Backend backend) : m_backend(backend), m_database(make()) {}

    /// Nothing when all parts run, each as a message of its own; else what the server says.
    std::string run(std::string const& text)
    {
        reset();
        try {
            for (auto const& part : test::parts_of(text)) {
                m_database->run(part);
            }
        } catch (Error const& error) {
            return error.what();
        }
        return {};
    }

private:
    [[nodiscard]] std::unique_ptr<test::TempDatabase> make() const
    {
        return std::make_unique<test::TempDatabase>(m_backend, test::TempDatabase::Content::nothing);
    }

    void reset()
    {
        if (m_backend == db::Backend::sqlite) {
            m_database = make();
            m_database->run(test::tables_of(Dialect::sqlite));
        } else {
            m_database->run("DROP SCHEMA IF EXISTS other CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public");
            m_database->run(test::tables_of(Dialect::postgresql));
        }
    }

    db::Backend m_backend;
    std::unique_ptr<test::TempDatabase> m_database;
};

std::vector<Twin> twins_for(db::Backend backend)
{
    return backend == db::Backend::sqlite ? test::sqlite_twins() : test::postgresql_twins();
}

/// What the bad twin is to lint, in one file a part.
std::vector<migration::Finding> findings_of(Twin const& twin, Dialect dialect)
{
    std::vector<migration::Source> sources;
    for (auto const& part : test::parts_of(test::without_mark(twin.bad))) {
        sources.push_back(migration::source_of(std::to_string(sources.size() + 1) + "_x.sql", part, dialect));
    }
    return migration::lint(migration::Set{std::move(sources)});
}

/// Statements that stand for themselves, with every type said.
bool can_run(std::string const& rewrite)
{
    return rewrite.ends_with(';') && !rewrite.starts_with(migration::next_file_mark) &&
           rewrite.find(" TYPE;") == std::string::npos;
}

bool is_refused(Twin const& twin, db::Backend backend)
{
    constexpr std::array<std::string_view, 3> everywhere{"add-not-null-column", "concurrent-in-transaction",
                                                         "enum-value-in-same-file"};
    return std::find(everywhere.begin(), everywhere.end(), twin.code) != everywhere.end() ||
           (backend == db::Backend::sqlite && twin.code == "volatile-default");
}

/// The server sees a file of several statements as one transaction, and one statement alone as none.
std::string in_transaction(std::string const& text)
{
    return "SELECT 1;\n" + text;
}

} // namespace

TEST_CASE_TEMPLATE("M15: the server takes the harmless twins", Where, PF_BACKENDS)
{
    Ground ground{Where::backend};
    for (auto const& twin : twins_for(Where::backend)) {
        CAPTURE(twin.good);
        CHECK(ground.run(twin.good) == "");
    }
}

TEST_CASE_TEMPLATE("M15: the server refuses what lint says it refuses, and takes the rest", Where, PF_BACKENDS)
{
    Ground ground{Where::backend};
    for (auto const& twin : twins_for(Where::backend)) {
        CAPTURE(twin.bad);
        bool const refused = is_refused(twin, Where::backend);
        auto const text = test::without_mark(twin.bad);
        CHECK(ground.run(refused ? in_transaction(text) : text).empty() == !refused);
    }
}

TEST_CASE_TEMPLATE("M15: the server takes what lint proposes instead", Where, PF_BACKENDS)
{
    auto const dialect = Where::backend == db::Backend::sqlite ? Dialect::sqlite : Dialect::postgresql;
    Ground ground{Where::backend};
    std::size_t checked = 0;
    for (auto const& twin : twins_for(Where::backend)) {
        for (auto const& finding : findings_of(twin, dialect)) {
            if (finding.code == twin.code && can_run(finding.rewrite)) {
                CAPTURE(finding.rewrite);
                CHECK(ground.run(finding.rewrite) == "");
                ++checked;
            }
        }
    }
    CHECK(checked > (Where::backend == db::Backend::sqlite ? 5 : 20));
}
