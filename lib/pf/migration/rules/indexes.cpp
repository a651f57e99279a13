// What builds, drops or rebuilds an index while others want to write.
#include "pf/base/text.hpp"
#include "pf/migration/rules/codes.hpp"
#include "pf/migration/rules/inspection.hpp"

#include <fmt/format.h>

namespace pf::migration::rules {

namespace {

/// The statement with CONCURRENTLY behind its first `words` words, in a file that it can run in.
/// \param name  of an index that has none, since such a file must be able to find it again; else empty
std::string concurrently(Inspection const& inspection, std::size_t words, std::string const& name = {})
{
    return fmt::format("-- pf:no-transaction\n{} CONCURRENTLY {}{}{};", written(inspection.tokens.first(words)), name,
                       name.empty() ? "" : " ", written(inspection.tokens.subspan(words)));
}

/// `loans_note_idx`
std::string index_name(Name const& table, Tokens rest)
{
    auto const columns = find(rest, "(");
    return chosen_name(table, columns ? written(inside(rest.subspan(*columns))) : std::string{}, "idx");
}

void check_create_index(Inspection const& inspection)
{
    auto const index = creation(inspection);
    auto cursor = inspection.cursor(index.rest);
    if (index.kind != "INDEX" || find(inspection.tokens, "CONCURRENTLY") || !cursor.take("ON")) {
        return;
    }
    cursor.take("ONLY");
    auto const table = cursor.take_name();
    if (!table || inspection.is_new(*table)) {
        return;
    }
    std::size_t const words = find(inspection.tokens, "INDEX").value_or(0) + 1;
    inspection.report(code::index_not_concurrent, inspection.tokens[words - 1],
                      fmt::format("an index on existing table {} without CONCURRENTLY", base::quoted(table->name)),
                      "a SHARE lock on the table: nobody can write to it until the index is built",
                      concurrently(inspection, words, index.name ? "" : index_name(*table, cursor.rest())));
}

void check_drop_index(Inspection const& inspection)
{
    auto cursor = inspection.cursor();
    if (!cursor.take("DROP INDEX") || cursor.take("CONCURRENTLY")) {
        return;
    }
    cursor.take("IF EXISTS");
    auto const index = cursor.take_name();
    if (index && !inspection.is_new(*index)) {
        inspection.report(code::index_not_concurrent, inspection.tokens[1],
                          fmt::format("existing index {} is dropped without CONCURRENTLY", base::quoted(index->name)),
                          "an ACCESS EXCLUSIVE lock on its table: it waits for every query there, and all later ones "
                          "wait behind it",
                          concurrently(inspection, 2));
    }
}

void check_reindex(Inspection const& inspection)
{
    auto cursor = inspection.cursor();
    if (!cursor.take("REINDEX") || find(inspection.tokens, "CONCURRENTLY")) {
        return;
    }
    if (cursor.at("(")) {
        cursor.skip(group_length(cursor.rest()));
    }
    std::size_t const words = inspection.tokens.size() - cursor.rest().size() + 1;
    cursor.skip(); // TABLE, INDEX …
    auto const target = cursor.take_name();
    if (target && !inspection.is_new(*target)) {
        inspection.report(code::index_not_concurrent, inspection.tokens.front(),
                          fmt::format("REINDEX of existing {} without CONCURRENTLY", base::quoted(target->name)),
                          "nobody can write to the table, nor read through the index, until it is rebuilt",
                          concurrently(inspection, words));
    }
}

} // namespace

void check_indexes(Inspection const& inspection)
{
    if (inspection.is_postgresql()) {
        check_create_index(inspection);
        check_drop_index(inspection);
        check_reindex(inspection);
    }
}

void check_concurrently(Inspection const& inspection)
{
    auto const tokens = inspection.tokens;
    bool const concerned = starts_with(tokens, "CREATE") || starts_with(tokens, "DROP INDEX") ||
                           starts_with(tokens, "REINDEX") || starts_with(tokens, "ALTER TABLE");
    auto const at = find(tokens, "CONCURRENTLY");
    if (inspection.is_postgresql() && inspection.transactional && concerned && at) {
        inspection.report(code::concurrent_in_transaction, tokens[*at], "CONCURRENTLY in a file that is a transaction",
                          "the server refuses it there", fmt::format("-- pf:no-transaction\n{};", written(tokens)));
    }
}

} // namespace pf::migration::rules
