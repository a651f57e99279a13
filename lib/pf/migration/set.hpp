#pragma once

#include "pf/base/time.hpp"
#include "pf/migration/file.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace pf::migration {

/// All migrations of one backend, ascending by version. Their SQL is read when it is needed: to have a thousand applied
/// ones costs little.
class Set {
public:
    /// \throws pf::Error  schema, when two files have the same version
    explicit Set(std::vector<Source> sources);

    [[nodiscard]] std::vector<Source> const& sources() const { return m_sources; }
    [[nodiscard]] Source const* find(std::int64_t version) const;
    [[nodiscard]] std::int64_t latest() const { return m_sources.empty() ? 0 : m_sources.back().version; }

private:
    std::vector<Source> m_sources;
};

/// The migrations that are built into the library; messages call them `schema/<backend>/NNNN_verb_noun.sql`.
[[nodiscard]] Set embedded_set(Dialect dialect);

/// The files `*.sql` of a folder, or of its subfolder `postgresql` or `sqlite` when it has one.
/// \throws pf::Error  no_input, when there is no such folder or nothing in it; what `source_of` throws
[[nodiscard]] Set read_folder(std::filesystem::path const& folder, Dialect dialect);

/// The files `*.sql` of a folder itself, by name.
/// \throws pf::Error  no_input, when it cannot be read
[[nodiscard]] std::vector<std::string> migrations_in(std::filesystem::path const& folder);

/// One row of the history table.
struct Applied {
    std::int64_t version = 0;
    std::string name;
    std::string checksum;
    Timestamp applied_at{};
    std::int64_t duration_ms = 0;
    std::string applied_by;
    std::string note; ///< why the row is not what a run wrote: baseline, repaired; empty as a rule

    friend bool operator==(Applied const&, Applied const&) = default;
};

/// Ascending by version.
using History = std::vector<Applied>;

/// The newest applied version, 0 for an empty database.
[[nodiscard]] std::int64_t version_of(History const& history);

/// A version as file names write it: at least four digits.
[[nodiscard]] std::string version_text(std::int64_t version);

/// Why files and history do not belong together.
struct Disagreement {
    enum class Kind {
        edited,   ///< an applied file has other bytes now
        renamed,  ///< same bytes, other name
        replaced, ///< another file has taken an applied version
        missing,  ///< applied, but there is no such file
        late,     ///< not applied, but a later one is
        newer,    ///< the database knows versions beyond the last file
    };

    Kind kind = Kind::edited;
    std::int64_t version = 0;
    std::string where; ///< the file; empty when it is the database that has too much
    std::string message;
    std::string hint;
    std::vector<std::string> details{}; ///< lines below the message

    friend bool operator==(Disagreement const&, Disagreement const&) = default;
};

[[nodiscard]] std::string_view to_text(Disagreement::Kind kind);

/// Every disagreement, ascending by version.
[[nodiscard]] std::vector<Disagreement> compare(Set const& set, History const& history);

} // namespace pf::migration
