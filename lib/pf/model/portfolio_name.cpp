#include "pf/model/portfolio_name.hpp"

#include <algorithm>

namespace pf::model {

namespace {

constexpr std::size_t most_characters = 63; // of a name in PostgreSQL

bool may_begin(char c)
{
    return (c >= 'a' && c <= 'z') || c == '_';
}

bool may_follow(char c)
{
    return may_begin(c) || (c >= '0' && c <= '9');
}

bool is_reserved(std::string_view name)
{
    return name.starts_with("pg_") || name == "information_schema" || name == "pf_migrate";
}

} // namespace

std::optional<Problem> portfolio_name_problem(std::string_view name)
{
    if (name.empty() || name.size() > most_characters || !may_begin(name.front()) ||
        !std::ranges::all_of(name, may_follow)) {
        return Problem{"is no name for a portfolio",
                       "it has small letters, digits and _, 63 at most, and begins with a letter or _"};
    }
    if (is_reserved(name)) {
        return Problem{"is no name for a portfolio", "the server or pf keeps it for itself"};
    }
    return std::nullopt;
}

} // namespace pf::model
