#pragma once

#include "pf/base/error.hpp"
#include "pf/migration/statements.hpp"

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace scripts {

using pf::migration::Dialect;

inline pf::migration::Script script(std::string text, Dialect dialect = Dialect::postgresql)
{
    return {"0001_x.sql", std::move(text), dialect};
}

/// The statements of a text, as written.
inline std::vector<std::string> split(std::string const& text, Dialect dialect = Dialect::postgresql)
{
    auto const source = script(text, dialect);
    pf::migration::Scanner scanner{source};
    std::vector<std::string> found;
    while (auto const statement = scanner.next_statement()) {
        found.push_back(text.substr(statement->sql.begin, statement->sql.end - statement->sql.begin));
    }
    return found;
}

/// What a call says when it refuses, line by line, without the hint; empty when it does not.
template <typename Call>
std::vector<std::string> refusal(Call const& call)
{
    try {
        call();
    } catch (pf::Error const& error) {
        std::vector<std::string> lines{error.what()};
        lines.insert(lines.end(), error.details().begin(), error.details().end());
        return lines;
    }
    return {};
}

/// The first line of the refusal.
template <typename Call>
std::string headline(Call const& call)
{
    auto const lines = refusal(call);
    return lines.empty() ? std::string{} : lines.front();
}

} // namespace scripts
