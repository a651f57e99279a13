#include "pf/model/families.hpp"

#include <algorithm>

namespace pf::model {

Families::Families(std::vector<std::pair<std::string, std::string>> const& conversions)
{
    for (auto const& [from, to] : conversions) {
        join(from, to);
    }
    std::erase_if(m_members, [](auto const& family) { return family.second.size() < 2; });
}

std::string const& Families::name_of(std::string const& ticker) const
{
    auto const found = m_names.find(ticker);
    return found == m_names.end() ? ticker : found->second;
}

std::set<std::string> Families::members(std::string const& ticker) const
{
    auto const found = m_members.find(name_of(ticker));
    return found == m_members.end() ? std::set{ticker} : found->second;
}

std::set<std::string> Families::tickers() const
{
    std::set<std::string> tickers;
    for (auto const& [name, members] : m_members) {
        tickers.insert(members.begin(), members.end());
    }
    return tickers;
}

void Families::join(std::string const& left, std::string const& right)
{
    auto all = members(left);
    all.merge(members(right));
    m_members.erase(name_of(left));
    m_members.erase(name_of(right));
    auto const name = *all.begin();
    for (auto const& ticker : all) {
        m_names[ticker] = name;
    }
    m_members[name] = std::move(all);
}

} // namespace pf::model
