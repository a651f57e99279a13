#pragma once

#include <libpq-fe.h>

#include <memory>

namespace pf::db::postgres {

struct ClearResult {
    void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ClearResult>;

} // namespace pf::db::postgres
