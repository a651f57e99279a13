#pragma once

#include "pf/importer/draft_builder.hpp"
#include "pf/importer/entry.hpp"
#include "pf/importer/fingerprint.hpp"
#include "pf/importer/format.hpp"

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

private:
    void identify_by_id(Entry& entry, std::vector<DraftOrigin> const& origins);
    [[nodiscard]] model::Fingerprint counted(Draft const& draft, model::Fingerprint const& fingerprint);
    [[nodiscard]] std::uint64_t key_of(Draft const& draft, model::Fingerprint const& fingerprint);

    Format const& m_format;
    std::string m_file;
    std::string m_id_column;
    std::string m_default_account;
    Fingerprinter m_fingerprinter;
    OccurrenceCounter m_occurrences;
    IdRegister m_ids;
};

} // namespace pf::importer
