#include "pf/importer/identifier.hpp"

#include <algorithm>
#include <utility>

namespace pf::importer {

Identifier::Identifier(Format const& format, std::string file, std::string id_column, std::string default_account)
    : m_format(format),
      m_file(std::move(file)),
      m_id_column(std::move(id_column)),
      m_default_account(std::move(default_account))
{
}

void Identifier::begin_part(std::int64_t part)
{
    if (part != m_part) {
        m_part = part;
        m_of_part = {};
    }
}

void Identifier::identify(Entry& entry, std::vector<DraftOrigin> const& origins)
{
    begin_part(entry.part);
    if (has_ids(entry.drafts)) {
        identify_by_id(entry, origins);
        return;
    }
    identify(entry.drafts, origins);
}

bool Identifier::has_ids(std::vector<Draft> const& drafts) const
{
    return m_format.id_identifies && !drafts.empty() &&
           std::all_of(drafts.begin(), drafts.end(),
                       [](Draft const& draft) { return !draft.transaction.external_id.empty(); });
}

void Identifier::identify_taken_back(std::vector<Draft>& drafts, std::vector<DraftOrigin> const& origins)
{
    if (!has_ids(drafts)) {
        identify(drafts, origins);
        return;
    }
    for (std::size_t index = 0; index < drafts.size(); ++index) {
        auto& transaction = drafts[index].transaction;
        transaction.fingerprint = m_fingerprinter.of_id(m_format.name, transaction.external_id, origins[index].leg);
    }
}

void Identifier::identify(std::vector<Draft>& drafts, std::vector<DraftOrigin> const& origins)
{
    if (m_check_only) {
        return;
    }
    for (std::size_t index = 0; index < drafts.size(); ++index) {
        Draft& draft = drafts[index];
        draft.transaction.fingerprint = counted(draft, m_fingerprinter.of_content(draft, origins[index].borrowed));
    }
}

std::uint64_t Identifier::key_of(Draft const& draft, model::Fingerprint const& fingerprint)
{
    bool const is_default = draft.account.empty() || draft.account == m_default_account;
    return m_fingerprinter.key_in_account(fingerprint, is_default ? std::string_view() : draft.account);
}

model::Fingerprint Identifier::counted(Draft& draft, model::Fingerprint const& fingerprint)
{
    auto const key = key_of(draft, fingerprint);
    if (m_surveyed != nullptr) {
        m_surveyed->note(key);
    }
    if (m_surveyed != nullptr || !may_repeat(key)) {
        return fingerprint;
    }
    std::uint32_t const occurrence = m_occurrences.count(key);
    if (m_part > 0) {
        std::uint32_t const of_part = m_of_part.count(key);
        draft.seems_known = of_part < occurrence - of_part;
    }
    return occurrence == 0 ? fingerprint : m_fingerprinter.of_repetition(fingerprint, occurrence);
}

void Identifier::identify_by_id(Entry& entry, std::vector<DraftOrigin> const& origins)
{
    model::Fingerprint content{};
    for (std::size_t index = 0; index < entry.drafts.size(); ++index) {
        Draft& draft = entry.drafts[index];
        content = m_fingerprinter.combined(content, m_fingerprinter.of_content(draft, origins[index].borrowed));
        draft.transaction.fingerprint =
            m_fingerprinter.of_id(m_format.name, draft.transaction.external_id, origins[index].leg);
    }
    Draft const& first = entry.drafts.front();
    auto const key = key_of(first, first.transaction.fingerprint);
    if (m_surveyed != nullptr) {
        m_surveyed->note(key);
        return;
    }
    entry.may_stand_again = may_repeat(key);
    if (!entry.may_stand_again) {
        return;
    }
    auto const digest = static_cast<std::uint32_t>(m_fingerprinter.key_in_account(content, {}));
    IdRegister::Seen const before = m_ids.note(key, {digest, static_cast<std::uint32_t>(entry.line)});
    if (before.line == 0 || before.content == digest) {
        return;
    }
    entry.issues.push_back({m_file, entry.line, m_id_column, first.transaction.external_id,
                            "stands on line " + std::to_string(before.line) + " already, with other content",
                            "an id names one event; give this row an id of its own, or none"});
}

} // namespace pf::importer
