#pragma once

#include "pf/migration/script.hpp"
#include "pf/migration/statements.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace pf::migration {

/// What a file does in one direction.
struct Section {
    Range range;
    std::size_t statements = 0;
    std::size_t done = 0; ///< how many of them, from the first, an earlier run has done: a file without a transaction

    friend bool operator==(Section const&, Section const&) = default;
};

/// One migration, `NNNN_verb_noun.sql`, of which nothing but the name has been read: enough to compare it with what is
/// applied.
struct Source {
    std::int64_t version = 0;
    std::string name; ///< `0001_create_ledger`
    std::string checksum;
    Script script;

    friend bool operator==(Source const&, Source const&) = default;
};

/// A migration whose SQL has been read.
struct File : Source {
    Section up{};
    Section down{};            ///< without statements when there is no way back
    bool transactional = true; ///< `-- pf:no-transaction` turns it off; each statement then stands for itself
    bool irreversible = false; ///< `-- pf:irreversible`: says that it has no way back

    friend bool operator==(File const&, File const&) = default;
};

/// A version and the name without `.sql`.
struct FileName {
    std::int64_t version = 0;
    std::string name;

    friend bool operator==(FileName const&, FileName const&) = default;
};

/// \param path  its last part is the file's name; messages show all of it
/// \throws pf::Error  bad_data, when the name is not `NNNN_verb_noun.sql` with a version from 1
[[nodiscard]] FileName parse_file_name(std::string_view path);

/// \throws pf::Error  as `parse_file_name`
[[nodiscard]] Source source_of(std::string path, std::string_view content, Dialect dialect);

/// Read the SQL. What stands before the first section directive is the up section when there is no `-- pf:up`.
/// \throws pf::Error  bad_data at `file:line:column`: what `check_bytes` and `Scanner` refuse; transaction control; an
/// empty
///                    up section; SQL before `-- pf:up`; contradicting or repeated directives; an index without a name
///                    that is built concurrently
[[nodiscard]] File parse(Source source);

} // namespace pf::migration
