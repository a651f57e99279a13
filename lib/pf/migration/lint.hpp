#pragma once

#include "pf/migration/position.hpp"
#include "pf/migration/set.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pf::migration {

/// Something in a migration that hurts a database with data in it, or the programs that use it meanwhile.
struct Finding {
    std::string_view code;
    std::string file;
    Position position;                ///< of the word that makes it so
    std::vector<std::string> excerpt; ///< its line, and a caret
    std::string message;              ///< what was found, with its names
    std::string reason;               ///< which lock, what breaks
    std::string rewrite;              ///< SQL to write instead; several lines where it takes several statements

    friend bool operator==(Finding const&, Finding const&) = default;
};

/// A kind of finding.
struct LintCode {
    std::string_view code; ///< what `-- pf:allow` names
    bool postgresql = true;
    bool sqlite = false;
};

/// Every code, in the order of the documentation (docs/migrations.md).
[[nodiscard]] std::span<LintCode const> lint_codes();

/// Separates the files that a rewrite is to be spread over.
inline constexpr std::string_view next_file_mark = "-- in the next file:";

/// Look for dangerous SQL. Pure: neither a database nor the clock is asked.
///
/// What endangers existing tables is looked for in up sections alone, and a table that the same section created before
/// is not an existing one. What a line `-- pf:allow CODE reason` allows to the statement below it is left out; one for
/// `missing-down` counts for its file.
/// \param set  all files, since earlier ones may have prepared what a later one does
/// \return  by file and place
[[nodiscard]] std::vector<Finding> lint(Set const& set);

} // namespace pf::migration
