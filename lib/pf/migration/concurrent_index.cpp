#include "pf/migration/concurrent_index.hpp"

#include "pf/base/text.hpp"
#include "pf/migration/rules/tokens.hpp"

namespace pf::migration {

namespace {

/// Nearly no statement is one, and its first words tell.
bool is_concurrent_index(Statement const& statement)
{
    auto const& words = statement.words;
    return words == std::vector<std::string>{"CREATE", "UNIQUE", "INDEX", "CONCURRENTLY"} ||
           (words.size() >= 3 && words[0] == "CREATE" && words[1] == "INDEX" && words[2] == "CONCURRENTLY");
}

std::vector<rules::Token> tokens_of(Script const& script, Range sql)
{
    Scanner scanner{script, sql};
    std::vector<Range> ranges;
    scanner.collect_tokens(ranges);
    static_cast<void>(scanner.next_statement());
    return rules::tokens_of(script, ranges);
}

std::string written(std::optional<rules::Name> const& name)
{
    return name ? name->written : std::string{};
}

} // namespace

std::optional<ConcurrentIndex> concurrent_index(Script const& script, Statement const& statement)
{
    if (!is_concurrent_index(statement)) {
        return std::nullopt;
    }
    auto const tokens = tokens_of(script, statement.sql);
    rules::Cursor cursor{tokens, script.dialect};
    cursor.take("CREATE");
    cursor.take("UNIQUE");
    cursor.take("INDEX CONCURRENTLY");
    cursor.take("IF NOT EXISTS");
    ConcurrentIndex index;
    if (!cursor.at("ON")) {
        index.name = written(cursor.take_name());
    }
    cursor.take("ON");
    cursor.take("ONLY");
    index.table = written(cursor.take_name());
    return index;
}

File within_transaction(File file)
{
    if (file.transactional) {
        return file;
    }
    std::vector<Range> tokens;
    Scanner scanner{file.script};
    scanner.collect_tokens(tokens);
    while (scanner.next_statement()) {
    }
    for (auto const& [begin, end] : tokens) {
        if (base::to_upper(file.script.text.substr(begin, end - begin)) == "CONCURRENTLY") {
            file.script.text.replace(begin, end - begin, end - begin, ' ');
        }
    }
    file.transactional = true;
    return file;
}

} // namespace pf::migration
