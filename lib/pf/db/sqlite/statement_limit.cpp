#include "pf/db/sqlite/statement_limit.hpp"

namespace pf::db::sqlite {

StatementLimit::StatementLimit(sqlite3* connection, std::chrono::milliseconds longest) : m_longest(longest)
{
    constexpr int instructions = 10'000; // of SQLite's machine, between two looks at the clock
    sqlite3_trace_v2(connection, SQLITE_TRACE_STMT, begin, this);
    sqlite3_progress_handler(connection, instructions, is_over, this);
}

int StatementLimit::begin(unsigned /*event*/, void* self, void* /*statement*/, void* /*sql*/)
{
    auto& limit = *static_cast<StatementLimit*>(self);
    limit.m_end = Clock::now() + limit.m_longest;
    return 0;
}

int StatementLimit::is_over(void* self)
{
    return Clock::now() > static_cast<StatementLimit const*>(self)->m_end ? 1 : 0;
}

} // namespace pf::db::sqlite
