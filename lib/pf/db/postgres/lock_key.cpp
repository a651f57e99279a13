#include "pf/db/postgres/lock_key.hpp"

#include <fmt/format.h>

namespace pf::db::postgres {

std::int64_t lock_key(std::string_view what, std::string_view portfolio)
{
    constexpr std::uint64_t offset = 14695981039346656037U; // FNV-1a
    constexpr std::uint64_t prime = 1099511628211U;
    auto hash = offset;
    for (auto const text : {std::string_view{"pf "}, what, std::string_view{" of "}, portfolio}) {
        for (char const c : text) {
            hash = (hash ^ static_cast<unsigned char>(c)) * prime;
        }
    }
    return static_cast<std::int64_t>(hash);
}

std::string holds_key(std::int64_t key)
{
    auto const bits = static_cast<std::uint64_t>(key);
    return fmt::format(
        "locktype = 'advisory' AND granted AND objsubid = 1 AND classid = {} AND objid = {} AND database = "
        "(SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())",
        bits >> 32U, bits & 0xFFFFFFFFU);
}

} // namespace pf::db::postgres
