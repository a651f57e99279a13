#pragma once

#include "pf/importer/format.hpp"
#include "pf/importer/importer.hpp"

#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace pf::importer {

/// Rows that complete others, by format and key; rows of one key in the order in which they were read.
struct Companions::Impl {
    using Values = std::vector<SharedValue>;
    struct Lent {
        std::vector<std::string> names; ///< of the values
        std::unordered_map<std::string, std::vector<Values>> by_key;
    };
    std::map<std::string, Lent, std::less<>> by_format;
};

/// The key of a row under a format's companion rule.
[[nodiscard]] std::string companion_key(CompanionRule const& rule, Scope const& scope);

/// What a row hands to others.
[[nodiscard]] SharedValue shared_value_of(Expression const& expression, Scope const& scope, Findings& findings);

/// What rows of one file take of those that complete them: several of one key are used one after the other.
class TakenCompanions {
public:
    /// Both must outlive it.
    TakenCompanions(Companions const& companions, Format const& format) : m_companions(companions), m_format(format) {}

    /// \return  in the order in which the format names what it takes, until the next call; empty: there is none for it
    [[nodiscard]] std::span<SharedValue const> take(Scope const& scope);

private:
    void assign(std::span<SharedValue const> lent, std::vector<std::string> const& names);

    Companions const& m_companions;
    Format const& m_format;
    std::unordered_map<std::string, std::size_t> m_used; ///< rows of each key
    std::vector<SharedValue> m_values;
};

} // namespace pf::importer
