#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pf::db::postgres {

/// The key of an advisory lock. Those count in the whole database, so the portfolio is part of it; two names that came
/// to one key would only wait for each other.
/// \param what       `migration`
/// \param portfolio  empty: `public`
[[nodiscard]] std::int64_t lock_key(std::string_view what, std::string_view portfolio);

/// A condition on a row of `pg_locks`: somebody holds this key.
[[nodiscard]] std::string holds_key(std::int64_t key);

} // namespace pf::db::postgres
