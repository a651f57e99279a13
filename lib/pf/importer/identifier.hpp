#pragma once

#include "pf/importer/draft_builder.hpp"
#include "pf/importer/entry.hpp"
#include "pf/importer/fingerprint.hpp"
#include "pf/importer/format.hpp"
#include "pf/importer/repeated_keys.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pf::importer {

/// Gives the drafts of one file their fingerprints, in the file's order.
class Identifier {
public:
    /// \param id_column  as the file's header calls the external id, for messages
    Identifier(Format const& format, std::string file, std::string id_column, std::string default_account);

    /// An id that stands twice with different content becomes an issue.
    /// \param origins  as many as the entry has drafts
    void identify(Entry& entry, std::vector<DraftOrigin> const& origins);

    /// Rows that the file takes back: by their ids, or by their content where they have none.
    void identify_taken_back(std::vector<Draft>& drafts, std::vector<DraftOrigin> const& origins);

    /// From now on: no fingerprints by content, which nobody needs who only looks for issues.
    void check_only() { m_check_only = true; }

    /// From now on: neither fingerprints nor issues.
    void survey(RepeatedKeys& keys) { m_surveyed = &keys; }

    /// Rows that these do not contain need not be remembered.
    void expect(RepeatedKeys const& keys) { m_repeated = &keys; }

private:
    void begin_part(std::int64_t part);
    void identify(std::vector<Draft>& drafts, std::vector<DraftOrigin> const& origins); ///< by their content
    [[nodiscard]] bool has_ids(std::vector<Draft> const& drafts) const;
    void identify_by_id(Entry& entry, std::vector<DraftOrigin> const& origins);
    [[nodiscard]] model::Fingerprint counted(Draft& draft, model::Fingerprint const& fingerprint);
    [[nodiscard]] std::uint64_t key_of(Draft const& draft, model::Fingerprint const& fingerprint);
    [[nodiscard]] bool may_repeat(std::uint64_t key) const
    {
        return m_repeated == nullptr || m_repeated->contains(key);
    }

    Format const& m_format;
    std::string m_file;
    std::string m_id_column;
    std::string m_default_account;
    Fingerprinter m_fingerprinter;
    OccurrenceCounter m_occurrences;
    OccurrenceCounter m_of_part; ///< of those, below the last header
    std::int64_t m_part = 0;
    IdRegister m_ids;
    bool m_check_only = false;
    RepeatedKeys* m_surveyed = nullptr;
    RepeatedKeys const* m_repeated = nullptr;
};

} // namespace pf::importer
