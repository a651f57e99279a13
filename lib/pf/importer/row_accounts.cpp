#include "pf/importer/row_accounts.hpp"

namespace pf::importer {

std::string RowAccounts::of(PreparedRow const& row)
{
    if (!m_format.account_column) {
        return {};
    }
    std::string_view const name = row.columns[*m_format.account_column];
    if (m_names != nullptr) {
        if (auto const mapped = m_names->find(name); mapped != m_names->end()) {
            m_mapped.insert(mapped->first);
            return mapped->second;
        }
    }
    return m_has_several ? std::string(name) : std::string();
}

} // namespace pf::importer
