#pragma once

#include "pf/migration/set.hpp"

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string_view>
#include <vector>

namespace pf::migration {

enum class Direction { up, down };

/// How far to go; at most one of the first two. Neither: up to the last version, down by one.
struct Goal {
    std::optional<std::int64_t> to;
    std::optional<std::int64_t> steps;
    bool allow_late = false; ///< apply files, too, whose version is lower than one that is applied

    friend bool operator==(Goal const&, Goal const&) = default;
};

/// What would be done to a database, in order; nothing is done before `db::Migrator` applies it.
struct Plan {
    Direction direction = Direction::up;
    std::int64_t from = 0; ///< the database's version before
    std::int64_t to = 0;   ///< and after
    std::vector<File> files;

    [[nodiscard]] bool empty() const { return files.empty(); }

    friend bool operator==(Plan const&, Plan const&) = default;
};

/// The section of a file that the direction runs.
[[nodiscard]] Section const& section_of(File const& file, Direction direction);

/// \param database  names the database in errors, without a password
/// \throws pf::Error  schema, when files and history disagree; usage, when the goal is no version or lies behind;
///                    what `parse` refuses in a file of the plan
[[nodiscard]] Plan plan_up(Set const& set, History const& history, Goal const& goal, std::string_view database);

/// \throws pf::Error  as `plan_up`, and schema, when a file has no way back
[[nodiscard]] Plan plan_down(Set const& set, History const& history, Goal const& goal, std::string_view database);

/// One line a file: direction, file, number of statements; `nothing to do` when it is empty.
std::ostream& operator<<(std::ostream& out, Plan const& plan);

} // namespace pf::migration
