#pragma once

#include <sqlite3.h>

#include <chrono>

namespace pf::db::sqlite {

/// Ends every statement of a connection that takes too long: it fails as one that was interrupted. The time goes from
/// its first step, what is done between its rows included; a statement that begins meanwhile has its own, and the one
/// around it that one's.
class StatementLimit {
public:
    /// \param connection  is closed before this goes
    StatementLimit(sqlite3* connection, std::chrono::milliseconds longest);
    StatementLimit(StatementLimit const&) = delete;
    StatementLimit& operator=(StatementLimit const&) = delete;
    ~StatementLimit() = default;

private:
    using Clock = std::chrono::steady_clock;

    static int begin(unsigned event, void* self, void* statement, void* sql);
    static int is_over(void* self);

    std::chrono::milliseconds m_longest;
    Clock::time_point m_end = Clock::time_point::max();
};

} // namespace pf::db::sqlite
