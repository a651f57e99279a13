#pragma once

#include <span>
#include <string_view>

/// The schema of a database in words, from PostgreSQL's catalogs (version 14 or later).
namespace pf::db::postgres {

/// Stands before each query: common table expressions that say what is ours, and what it is called.
extern std::string_view const schema_parts;

struct SchemaQuery {
    std::string_view name; ///< for the log
    std::string_view sql;  ///< columns: schema or NULL, object, line or NULL; ordered by object, then as lines follow
    bool privileges = false;
};

/// One for each kind of object. The lines of an object stand in the order of the queries.
extern std::span<SchemaQuery const> const schema_queries;

/// Column: the index with its schema.
extern std::string_view const invalid_indexes_query;

} // namespace pf::db::postgres
