#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>

namespace pf::db::postgres {

struct ClearResult {
    void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ClearResult>;

inline bool succeeded(PGresult const* result)
{
    auto const status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

/// Of the result's error; empty when it has no such field.
inline std::string field(PGresult const* result, int code)
{
    char const* const text = PQresultErrorField(result, code);
    return text == nullptr ? std::string{} : std::string{text};
}

} // namespace pf::db::postgres
