#include "pf/db/import_store.hpp"

#include "pf/db/json_text.hpp"
#include "pf/db/query.hpp"
#include "pf/db/rows_query.hpp"
#include "pf/db/session.hpp"

#include <algorithm>

namespace pf::db {

namespace {

constexpr char const* select_next_id = "SELECT COALESCE(MAX(id), 0) + 1 FROM imports";
constexpr char const* update_undone = "UPDATE imports SET undone_at = :moment WHERE id = :id AND undone_at IS NULL";

Table const& imports_table()
{
    static Table const table{"imports",
                             {"account_id", "id", "format", "source_file", "file_sha256", "rows_read", "rows_inserted",
                              "rows_duplicate", "rows_ignored", "rows_rejected", "import_timestamp", "made_by",
                              "reason"},
                             {"account_id", "id"}};
    return table;
}

constexpr std::string_view import_columns =
    "SELECT id, account_id, format, source_file, file_sha256, rows_read, rows_inserted, rows_duplicate, rows_ignored, "
    "rows_rejected, import_timestamp, undone_at, made_by, reason FROM imports ";

model::Import read_import(RowReader& row)
{
    model::Import import;
    import.id = row.integer();
    import.account_id = row.integer();
    import.format = row.text();
    import.source_file = row.text();
    import.file_sha256 = row.text();
    import.counts.read = row.integer();
    import.counts.inserted = row.integer();
    import.counts.duplicate = row.integer();
    import.counts.ignored = row.integer();
    import.counts.rejected = row.integer();
    import.import_timestamp = row.timestamp();
    import.undone_at = row.optional_timestamp();
    import.made_by = row.optional_text();
    import.reason = row.optional_text();
    return import;
}

std::vector<model::Import> read_imports(Database& database, Query const& query,
                                        std::vector<Parameter> const& parameters)
{
    auto const timer = Database::Session::Timer{database.session(), query.name};
    std::vector<model::Import> imports;
    auto const rows = database.session().driver().read(query, parameters);
    while (rows->next()) {
        imports.push_back(read_import(*rows));
    }
    return imports;
}

} // namespace

std::int64_t ImportStore::next_id(std::int64_t count) const
{
    // Imports into different accounts run at the same time, so the highest id alone would be given out twice: whoever
    // takes an id claims it until its transaction ends, and looks again, because another's may have ended meanwhile.
    auto const highest_plus_one = [&] {
        return m_database.session().run("find the next import id", [](soci::session& sql) {
            long long id = 0;
            sql << select_next_id, soci::into(id);
            return id;
        });
    };
    auto first = highest_plus_one();
    auto claimed = first;
    while (true) {
        while (claimed < first + count) {
            auto const is_ours = m_database.session().driver().claim_import(claimed++);
            first = is_ours ? first : claimed;
        }
        auto const now = highest_plus_one();
        if (now <= first) {
            return first;
        }
        first = now;
        claimed = std::max(claimed, first);
    }
}

void ImportStore::add(std::vector<model::Import> const& imports)
{
    auto const timer = Database::Session::Timer{m_database.session(), "add an import"};
    auto const rows = m_database.session().driver().write(imports_table());
    for (auto const& import : imports) {
        rows->integer(import.account_id);
        rows->integer(import.id);
        rows->text(import.format);
        rows->text(import.source_file);
        rows->text(import.file_sha256);
        rows->integer(import.counts.read);
        rows->integer(import.counts.inserted);
        rows->integer(import.counts.duplicate);
        rows->integer(import.counts.ignored);
        rows->integer(import.counts.rejected);
        rows->timestamp(import.import_timestamp);
        rows->optional_text(import.made_by);
        rows->optional_text(import.reason);
        rows->end_row();
    }
    rows->finish();
}

void ImportStore::update_counts(std::int64_t import_id, std::map<std::int64_t, model::ImportCounts> const& counts)
{
    static Query const query = rows_query(
        "set the counts of an import",
        "UPDATE imports SET rows_read = [integer 1], rows_inserted = [integer 2], rows_duplicate = [integer 3], "
        "rows_ignored = [integer 4], rows_rejected = [integer 5] FROM {texts counts} AS r "
        "WHERE imports.account_id = [integer 0] AND imports.id = {integer id}");
    auto const timer = Database::Session::Timer{m_database.session(), query.name};
    JsonArray rows;
    for (auto const& [account_id, count] : counts) {
        rows.add(JsonArray{}
                     .add(account_id)
                     .add(count.read)
                     .add(count.inserted)
                     .add(count.duplicate)
                     .add(count.ignored)
                     .add(count.rejected));
    }
    m_database.session().driver().execute(query, {parameter("id", import_id), {"counts", rows.text()}});
}

std::vector<model::Import> ImportStore::list() const
{
    static Query const query = portable_query(
        "list the imports", std::string{import_columns} + "ORDER BY import_timestamp DESC, id DESC, account_id");
    return read_imports(m_database, query, {});
}

std::vector<model::Import> ImportStore::of_files(std::set<std::string> const& names) const
{
    static Query const query =
        portable_query("find the imports of a file", std::string{import_columns} +
                                                         "WHERE source_file IN {texts names} AND undone_at IS NULL "
                                                         "ORDER BY id DESC, account_id");
    auto imports = read_imports(m_database, query, {parameter("names", names)});
    auto const is_same = [](model::Import const& left, model::Import const& right) { return left.id == right.id; };
    imports.erase(std::unique(imports.begin(), imports.end(), is_same), imports.end());
    return imports;
}

std::vector<model::Import> ImportStore::find(std::int64_t import_id) const
{
    static Query const query =
        portable_query("find an import", std::string{import_columns} + "WHERE id = {integer id} ORDER BY account_id");
    return read_imports(m_database, query, {parameter("id", import_id)});
}

void ImportStore::mark_undone(std::int64_t import_id)
{
    m_database.session().run("mark an import as undone", [&](soci::session& sql) {
        long long const id = import_id;
        auto const moment = parameter("moment", base::now()).value;
        sql << update_undone, soci::use(moment, "moment"), soci::use(id, "id");
    });
}

} // namespace pf::db
