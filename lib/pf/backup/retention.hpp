#pragma once

#include "pf/base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

namespace pf::backup {

/// How many backups to keep; 0: none by that rule. `daily` keeps the newest of each of the last so many days that have
/// one, and so on; days are UTC's, weeks ISO's. While a rule has some left it also keeps the oldest of all, so that
/// weekly and monthly ones can grow out of it.
struct RetentionRules {
    std::size_t last = 0;
    std::size_t daily = 0;
    std::size_t weekly = 0;
    std::size_t monthly = 0;
    std::size_t yearly = 0;

    [[nodiscard]] bool empty() const { return *this == RetentionRules{}; }

    friend bool operator==(RetentionRules const&, RetentionRules const&) = default;
};

/// A file in a folder of backups, as it was found there.
struct FoundFile {
    std::string name; ///< within the folder
    std::uint64_t size = 0;
    Timestamp taken_at{}; ///< of a good one
    std::string source;   ///< of a good one: which database it is of
    std::string problem;  ///< why it is no good backup of ours; empty: it is one, verified to its last byte

    friend bool operator==(FoundFile const&, FoundFile const&) = default;
};

enum class Fate : std::uint8_t {
    kept,
    removed,
    left_alone, ///< no backup of ours, not a good one, or from the future: no rule counts it, none removes it
};

[[nodiscard]] std::string_view to_text(Fate fate);

/// What becomes of a file, and why.
struct Decision {
    std::string name;
    std::uint64_t size = 0;
    Fate fate = Fate::left_alone;
    std::vector<std::string> reasons; ///< at least one: `daily 2026-11-20`, `no rule keeps it`

    friend bool operator==(Decision const&, Decision const&) = default;
};

/// What would be done to a folder of backups; nothing is done before `apply`.
struct RetentionPlan {
    std::filesystem::path folder;
    std::vector<Decision> decisions; ///< good ones from new to old, then what is left alone by name

    [[nodiscard]] std::size_t count(Fate fate) const;
    [[nodiscard]] std::uint64_t bytes(Fate fate) const;

    friend bool operator==(RetentionPlan const&, RetentionPlan const&) = default;
};

/// Decide what becomes of each file. The rules count the good backups of each database by themselves; the newest good
/// one of a database is kept whatever they say. One from the future has no place in that order, because a clock was
/// wrong: it takes nobody's place, and stays until its time has come.
/// \param now        when the plan is made
/// \param just_made  the file that this run has made, which is kept whatever its date is; empty: none
[[nodiscard]] RetentionPlan plan_retention(std::filesystem::path folder, std::vector<FoundFile> const& files,
                                           RetentionRules const& rules, Timestamp now,
                                           std::string const& just_made = {});

/// One line a file: its fate, name and reasons.
std::ostream& operator<<(std::ostream& out, RetentionPlan const& plan);

/// Remove what the plan says, the oldest first.
/// \throws pf::Error  permission, io_error: names the file; those before it are gone
void apply(RetentionPlan const& plan);

} // namespace pf::backup
