#include "pf/db/replacement.hpp"

#include "pf/base/error.hpp"
#include "pf/db/migration_lock.hpp"
#include "pf/db/migration_runner.hpp"
#include "pf/db/query.hpp"
#include "pf/db/session.hpp"
#include "pf/migration/concurrent_index.hpp"

#include <chrono>
#include <set>
#include <utility>

namespace pf::db {

namespace {

/// Names of tables of ours need no quotes in SQL, and get them all the same.
std::string quoted_names(std::vector<std::string> const& tables)
{
    std::string text;
    for (auto const& table : tables) {
        text += (text.empty() ? "\"" : ", \"") + table + "\"";
    }
    return text;
}

std::string delete_all(Backend backend, std::vector<std::string> const& tables)
{
    if (backend == Backend::postgresql) {
        return "TRUNCATE TABLE " + quoted_names(tables);
    }
    std::string text;
    for (auto const& table : tables) {
        text += "DELETE FROM main.\"" + table + "\";";
    }
    return text;
}

/// A row for each foreign key among these tables: how to drop it, and how to make it again. A comment would be lost,
/// and what belongs to another role is not ours to drop.
Query const& references_query()
{
    static Query const query = [] {
        auto portable = portable_query(
            "foreign keys",
            "WITH ours AS (SELECT to_regclass(k.value) AS id FROM {texts tables} AS k) "
            "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', c.conrelid::regclass, c.conname), "
            "format('ALTER TABLE %s ADD CONSTRAINT %I %s', c.conrelid::regclass, c.conname, "
            "pg_get_constraintdef(c.oid)) "
            "FROM pg_constraint AS c JOIN pg_class AS r ON r.oid = c.conrelid WHERE c.contype = 'f' "
            "AND c.conparentid = 0 AND c.conrelid IN (SELECT id FROM ours) AND c.confrelid IN (SELECT id FROM ours) "
            "AND obj_description(c.oid, 'pg_constraint') IS NULL AND pg_has_role(r.relowner, 'USAGE') "
            "ORDER BY c.conrelid, c.conname");
        return Query{portable.name, portable.postgresql, {}};
    }();
    return query;
}

/// What depends on our tables and is not ours stands in the way: a view, or a foreign key.
Error with_hint_about_others(Error const& error)
{
    bool const has_dependents = error.message().find("(2BP01)") != std::string::npos;
    bool const has_references = error.message().find("[SQLSTATE 0A000]") != std::string::npos;
    if (!has_dependents && !has_references) {
        return error;
    }
    return Error{ExitCode::schema, error.message(), error.where(),
                 "nothing was changed; what is named is not part of pf: drop it, restore, and create it again",
                 error.details()};
}

} // namespace

Replacement::Replacement(Database& database, MigrateOptions options)
    : m_database(database),
      m_options(std::move(options)),
      m_runner(migration_runner(database, m_options)),
      m_lock(std::make_unique<MigrationLock>(*m_runner, m_options, database.session().driver().where()))
{
    m_runner->begin_whole();
    auto history = m_runner->history();
    m_has_history = history.has_value();
    m_history = std::move(history).value_or(migration::History{});
}

Replacement::~Replacement() = default;

void Replacement::keep_writers_out(std::vector<std::string> const& tables)
{
    if (m_database.backend() == Backend::postgresql && !tables.empty()) {
        m_runner->execute("LOCK TABLE " + quoted_names(tables) + " IN SHARE ROW EXCLUSIVE MODE");
    }
}

void Replacement::clear(std::vector<std::string> const& tables)
{
    if (tables.empty()) {
        return;
    }
    try {
        m_runner->execute(delete_all(m_database.backend(), tables));
    } catch (Error const& error) {
        throw with_hint_about_others(error);
    }
}

void Replacement::lift_references(std::vector<std::string> const& tables)
{
    if (m_database.backend() != Backend::postgresql) {
        return;
    }
    std::string drop;
    {
        auto const rows = m_database.session().driver().read(
            references_query(), {parameter("tables", std::set<std::string>{tables.begin(), tables.end()})});
        while (rows->next()) {
            drop += std::string{rows->text()} + ";";
            m_references.emplace_back(rows->text());
        }
    }
    if (!drop.empty()) {
        m_runner->execute(drop);
    }
}

void Replacement::impose_references()
{
    for (auto const& reference : m_references) {
        m_options.check();
        m_runner->execute(reference);
    }
    m_references.clear();
}

void Replacement::migrate(migration::Plan const& plan)
{
    if (!m_has_history && !plan.empty()) {
        m_runner->create_history();
        m_has_history = true;
    }
    for (auto const& each : plan.files) {
        m_options.check();
        auto const file = migration::within_transaction(each);
        auto const start = std::chrono::steady_clock::now();
        try {
            m_runner->run(file, plan.direction);
        } catch (Error const& error) {
            throw with_hint_about_others(error);
        }
        auto const elapsed =
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
        m_runner->record(file, plan.direction, elapsed);
        m_options.applied(each, elapsed);
    }
    m_history = m_runner->history().value_or(migration::History{});
}

void Replacement::commit()
{
    m_runner->commit_whole();
}

} // namespace pf::db
