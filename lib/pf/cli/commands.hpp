#pragma once

#include "pf/cli/outcome.hpp"

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace pf::cli {

/// The commands of a program, each with what it does: one table instead of one for the options and one for the work.
class Commands {
public:
    using Action = std::function<Outcome()>;

    /// One of them must stand on the command line, unless there is something to do `otherwise`.
    explicit Commands(CLI::App& app);

    /// In the order of the help. \return  the command, for its options
    CLI::App& add(std::string const& name, std::string const& description, Action action);

    /// One that was added, by its name.
    [[nodiscard]] CLI::App& get(std::string const& name) const;

    /// What the program does without a command.
    void otherwise(Action action);

    /// The action of the command that was parsed.
    [[nodiscard]] Outcome run() const;

private:
    struct Entry {
        CLI::App const* command;
        Action action;
    };
    CLI::App& m_app;
    std::vector<Entry> m_entries;
    Action m_otherwise;
};

} // namespace pf::cli
