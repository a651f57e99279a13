#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace pf::cli {

/// The environment variables of the program. One that is set but empty counts as not set, as Compose files pass them.
class Environment {
public:
    using Variables = std::map<std::string, std::string>;

    explicit Environment(Variables variables) : m_variables(std::move(variables)) {}

    [[nodiscard]] static Environment of_process();

    [[nodiscard]] std::optional<std::string> find(std::string const& name) const;

    /// The variable, or the content of the file that `NAME_FILE` names, without one trailing newline.
    /// \throws pf::Error  config, when both are set or the file cannot be read
    [[nodiscard]] std::optional<std::string> find_secret(std::string const& name) const;

    /// `$XDG_CONFIG_HOME/pf`, `$XDG_DATA_HOME/pf` and `$XDG_CACHE_HOME/pf` with their usual defaults below the home
    /// directory, which is
    /// `$HOME` when that is absolute, else that of the password database; nothing when there is none.
    [[nodiscard]] std::optional<std::filesystem::path> config_directory() const;
    [[nodiscard]] std::optional<std::filesystem::path> data_directory() const;
    [[nodiscard]] std::optional<std::filesystem::path> cache_directory() const;

private:
    [[nodiscard]] std::optional<std::filesystem::path> home() const;
    [[nodiscard]] std::optional<std::filesystem::path> xdg(std::string const& name, char const* below_home) const;
    Variables m_variables;
};

} // namespace pf::cli
