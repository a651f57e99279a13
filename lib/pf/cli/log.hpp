#pragma once

#include "pf/base/error.hpp"

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace pf::cli {

enum class LogFormat : std::uint8_t { text, json };

/// What a log line says besides its message, in order.
using FieldValue = std::variant<std::int64_t, bool, std::string>;
using Fields = std::vector<std::pair<std::string, FieldValue>>;

enum class Level : std::uint8_t { debug, info, warning, error };

/// How the messages of this run look. They all go to stderr, through spdlog's default logger, so that folders that do
/// not know this one can log too.
struct LogSettings {
    LogFormat format = LogFormat::text;
    Level threshold = Level::info; ///< `--quiet`: error, `--verbose`: debug
    std::string tool;
    std::string run_id;
    bool terminal = false; ///< a progress bar may stand on the line and must be cleared
};
void set_up_logging(LogSettings const& settings);

/// Does this run log one JSON object per line?
[[nodiscard]] bool logs_json();

/// \param event   what happened, as a program finds it: `import_done`
/// \param message the same for people
void log(Level level, std::string_view event, std::string_view message, Fields const& fields = {});

/// While it lives, what this thread logs is counted, and written with `--verbose` alone: for a service, whose answers
/// say themselves what is unknown in them.
class Muted {
public:
    Muted();
    ~Muted();
    Muted(Muted const&) = delete;
    Muted& operator=(Muted const&) = delete;

    /// How many warnings and errors there were.
    [[nodiscard]] std::int64_t issues() const { return m_issues; }

private:
    friend void log(Level level, std::string_view event, std::string_view message, Fields const& fields);
    std::int64_t m_issues = 0;
};

/// Something wrong with the user's data that does not stop the program, or the error that did.
struct Complaint {
    std::string where;
    std::string message;
    std::string hint;
    std::vector<std::string> details{}; ///< lines below the message
};

/// Prints complaints one by one: `WHERE: MESSAGE`, its details, then `hint: HINT` once for neighbours that share it.
/// Never silenced by `--quiet`.
class ComplaintPrinter {
public:
    void print(Complaint const& complaint);

    /// The last hint.
    void finish();

private:
    std::string m_hint; ///< of the last complaint
};

void print_complaints(std::vector<Complaint> const& complaints);

} // namespace pf::cli
