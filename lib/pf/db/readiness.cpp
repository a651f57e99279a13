#include "pf/db/readiness.hpp"

#include "pf/db/postgres/conninfo.hpp"

#include <libpq-fe.h>

#include <thread>

namespace pf::db {

namespace {

constexpr std::chrono::milliseconds pause{100};

} // namespace

void wait_until_ready(Target const& target, std::chrono::milliseconds at_most, std::function<void()> const& check)
{
    if (target.backend != Backend::postgresql) {
        return;
    }
    auto const conninfo = postgres::Conninfo::parse(target.connection).text();
    auto const deadline = std::chrono::steady_clock::now() + at_most;
    while (std::chrono::steady_clock::now() < deadline) {
        auto const answer = PQping(conninfo.c_str());
        if (answer != PQPING_REJECT && answer != PQPING_NO_RESPONSE) {
            return;
        }
        check();
        std::this_thread::sleep_for(pause);
    }
}

} // namespace pf::db
