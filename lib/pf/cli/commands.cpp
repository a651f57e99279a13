#include "pf/cli/commands.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <utility>

namespace pf::cli {

Commands::Commands(CLI::App& app) : m_app(app)
{
    m_app.require_subcommand(1);
}

CLI::App& Commands::add(std::string const& name, std::string const& description, Action action)
{
    auto* const command = m_app.add_subcommand(name, description);
    m_entries.push_back({command, std::move(action)});
    return *command;
}

CLI::App& Commands::get(std::string const& name) const
{
    return *m_app.get_subcommand(name);
}

void Commands::otherwise(Action action)
{
    m_app.require_subcommand(0, 1);
    m_otherwise = std::move(action);
}

Outcome Commands::run() const
{
    auto const entry =
        std::ranges::find_if(m_entries, [](Entry const& candidate) { return candidate.command->parsed(); });
    return entry == m_entries.end() ? m_otherwise() : entry->action();
}

} // namespace pf::cli
