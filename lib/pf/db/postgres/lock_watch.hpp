#pragma once

#include "pf/db/postgres/result.hpp"

#include <functional>
#include <memory>
#include <string>

namespace pf::db::postgres {

/// Sends statements and, when one waits for a lock, finds out over a second connection who holds it. The second
/// connection is opened only then; without it nothing is known, and nothing fails.
class LockWatch {
public:
    /// \param waiting  told once for each holder that a statement waits for
    LockWatch(PGconn* connection, std::function<void(std::string const& holder)> waiting);

    /// As PQexec.
    [[nodiscard]] Result execute(std::string const& sql);

    /// Who held what the last statement waited for, like `psql (server process 4711, user anna, in a transaction since
    /// 12:30:00 UTC)`; empty when it waited for nobody.
    [[nodiscard]] std::string const& holder() const { return m_holder; }

private:
    struct Finish {
        void operator()(PGconn* connection) const { PQfinish(connection); }
    };

    void wait_for_result();
    void look();
    [[nodiscard]] bool connect();

    PGconn* m_connection;
    std::function<void(std::string const&)> m_waiting;
    std::unique_ptr<PGconn, Finish> m_observer;
    bool m_is_refused = false;
    std::string m_holder;
};

} // namespace pf::db::postgres
