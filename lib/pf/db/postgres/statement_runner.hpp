#pragma once

#include "pf/base/error.hpp"
#include "pf/db/postgres/lock_watch.hpp"
#include "pf/migration/file.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pf::db::postgres {

/// Sends the statements of migration files, with the rows below them, and says of one that fails where and why.
class StatementRunner {
public:
    /// \param where    names the database in errors
    /// \param blocked  told who holds a lock that a statement waits for
    StatementRunner(PGconn* connection, std::string where, std::function<void(std::string const&)> blocked);

    /// \throws pf::Error  at `file:line:column`
    void run(migration::File const& file, migration::Statement const& statement);

    /// Statements that are not from a file.
    /// \throws pf::Error  names who holds a lock that was not to be had
    void execute(std::string const& sql);

    /// Whether the last statement failed for want of a lock, or by a deadlock.
    [[nodiscard]] bool lost_a_lock() const;

private:
    [[nodiscard]] Result copy_in(std::string_view rows);
    void drain_copy_out();
    [[nodiscard]] Error failure_in(migration::File const& file, migration::Statement const& statement,
                                   PGresult const* result);
    [[nodiscard]] static std::optional<std::size_t>
    place_of(migration::File const& file, migration::Statement const& statement, PGresult const* result);

    PGconn* m_connection;
    std::string m_where;
    LockWatch m_watch;
    std::string m_sqlstate;
};

/// `DETAIL: …`, its further lines indented; nothing when the text is empty.
void add_lines(std::vector<std::string>& lines, std::string const& label, std::string const& text);

} // namespace pf::db::postgres
