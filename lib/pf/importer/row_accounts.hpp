#pragma once

#include "pf/importer/format.hpp"
#include "pf/importer/row_matcher.hpp"

#include <map>
#include <set>
#include <string>

namespace pf::importer {

/// Which account a row is of, by the source's own column.
class RowAccounts {
public:
    explicit RowAccounts(Format const& format) : m_format(format) {}

    /// Has the file rows of more than one? Then each goes to the one of the source's name.
    void expect_several(bool has_several) { m_has_several = has_several; }

    /// What the source calls them, and what we do; must outlive this.
    void map(std::map<std::string, std::string, std::less<>> const& names) { m_names = &names; }

    /// The source's names that were mapped.
    [[nodiscard]] std::set<std::string, std::less<>> const& mapped() const { return m_mapped; }

    /// \return  empty where the file is of one account, and nobody said which of ours that is
    [[nodiscard]] std::string of(PreparedRow const& row);

private:
    Format const& m_format;
    bool m_has_several = false;
    std::map<std::string, std::string, std::less<>> const* m_names = nullptr;
    std::set<std::string, std::less<>> m_mapped;
};

} // namespace pf::importer
