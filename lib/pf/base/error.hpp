#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace pf {

/// What a program says to the shell; one list for all five programs (docs/command-line.md).
enum class ExitCode : int {
    ok = 0,
    issues = 3,         ///< done, with issues listed on stderr
    usage = 64,         ///< the command line is wrong
    bad_data = 65,      ///< the input has errors; nothing was changed
    no_input = 66,      ///< an input does not exist or cannot be read
    unavailable = 69,   ///< the database does not answer
    internal = 70,      ///< a bug
    cannot_create = 73, ///< an output cannot be created
    io_error = 74,      ///< reading or writing failed
    busy = 75,          ///< a lock is held; try again
    schema = 76,        ///< the database's schema and the program do not match
    permission = 77,    ///< not allowed, or wrong credentials
    config = 78,        ///< the configuration is wrong
};

/// A problem that stops the program. Problems in the user's data are values, not errors.
class Error : public std::runtime_error {
public:
    /// \param code     the exit code that the program ends with
    /// \param message  lower case, no full stop, quotes the offending value
    /// \param where    `file:line:column` or the server; printed before the message; may be empty
    /// \param hint     what to do next; may be empty
    /// \param details  lines to print between message and hint: the faulty line and a caret, the server's DETAIL
    Error(ExitCode code, std::string message, std::string where = {}, std::string hint = {},
          std::vector<std::string> details = {});

    [[nodiscard]] ExitCode code() const { return m_code; }
    [[nodiscard]] std::string const& message() const { return m_message; }
    [[nodiscard]] std::string const& where() const { return m_where; }
    [[nodiscard]] std::string const& hint() const { return m_hint; }
    [[nodiscard]] std::vector<std::string> const& details() const { return m_details; }

private:
    ExitCode m_code;
    std::string m_message;
    std::string m_where;
    std::string m_hint;
    std::vector<std::string> m_details;
};

} // namespace pf
