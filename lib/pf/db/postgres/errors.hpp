#pragma once

#include "pf/base/error.hpp"
#include "pf/db/postgres/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pf::db::postgres {

/// What the server, or libpq, said.
struct Failure {
    std::string sqlstate; ///< empty when the server said nothing
    std::string message;
    std::string detail;
    std::string hint;
};

/// In the place of an SQLSTATE that nobody told, while the connection is good: a fault of ours.
inline constexpr char const* unknown_state = "?????";

/// The result's own fields, or, when the connection broke, what libpq says of it.
[[nodiscard]] Failure failure_of(PGconn* connection, PGresult const* result);

/// Takes `ERROR:  …` and the `DETAIL:` line out of a message that libpq made of several fields.
void split_message(Failure& failure);

/// The one place where an SQLSTATE becomes an exit code and a hint.
[[nodiscard]] Error to_error(Failure const& failure, std::string const& where);

/// libpq's message without its frame (`connection to server at … failed: FATAL:  `) and its advice lines.
[[nodiscard]] std::string plain_message(std::string_view message);

} // namespace pf::db::postgres
