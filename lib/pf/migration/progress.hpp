#pragma once

#include "pf/migration/plan.hpp"

#include <string>
#include <vector>

namespace pf::migration {

/// How far the section of a file without a transaction has come.
struct Progress {
    std::vector<std::string> done; ///< the checksum of each statement that is done, in order
    bool begun = false; ///< the next one was sent to the server, and the runner never learned what came of it

    /// The next row, in the order of the statements.
    void add(std::string checksum, bool is_done)
    {
        begun = !is_done;
        if (is_done) {
            done.push_back(std::move(checksum));
        }
    }

    [[nodiscard]] bool empty() const { return done.empty() && !begun; }

    friend bool operator==(Progress const&, Progress const&) = default;
};

/// Of the text of a statement and the rows below it.
[[nodiscard]] std::string statement_checksum(Script const& script, Statement const& statement);

/// The file with the number of statements that are done noted in its section.
/// \throws pf::Error  schema at `file:line:column`, when one of them is not what it was when it ran
[[nodiscard]] File remaining(File file, Direction direction, Progress const& progress);

/// Whether a run has to send the `number`-th statement of a section, from 1: it is not done yet, or it sets something
/// for those that are not.
[[nodiscard]] bool is_to_run(Section const& section, std::size_t number, Statement const& statement);

} // namespace pf::migration
