#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace pf::model {

/// Which instruments conversions connect, directly or through others: they are booked together.
class Families {
public:
    Families() = default;

    /// \param conversions  from which ticker to which; direction and repetition do not matter
    explicit Families(std::vector<std::pair<std::string, std::string>> const& conversions);

    /// Names the family of a ticker: its first member. A ticker that was never converted is its own.
    [[nodiscard]] std::string const& name_of(std::string const& ticker) const;

    /// The members of each family by its name; two at least.
    [[nodiscard]] std::map<std::string, std::set<std::string>> const& all() const { return m_members; }

    /// All tickers of the family of this one.
    [[nodiscard]] std::set<std::string> members(std::string const& ticker) const;

    /// Every ticker that has a family.
    [[nodiscard]] std::set<std::string> tickers() const;

private:
    void join(std::string const& left, std::string const& right);

    std::map<std::string, std::string> m_names; ///< by ticker
    std::map<std::string, std::set<std::string>> m_members;
};

} // namespace pf::model
