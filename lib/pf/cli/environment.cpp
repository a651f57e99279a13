#include "pf/cli/environment.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/cli/file_text.hpp"

#include <cerrno>
#include <cstring>
#include <pwd.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace pf::cli {
namespace {

std::string read_secret(std::string const& variable, std::string const& path)
{
    auto text = file_text(path);
    if (!text) {
        auto const* const reason = std::strerror(errno);
        // The secret itself may stand there.
        auto const name = path.starts_with('/') ? base::quoted(path) : "that it names";
        throw Error(ExitCode::config, "cannot read the file " + name + ": " + reason, variable,
                    "it takes the path of a file that holds the secret");
    }
    if (text->ends_with('\n')) {
        text->pop_back();
    }
    return *text;
}

} // namespace

Environment Environment::of_process()
{
    Variables variables;
    for (char** entry = ::environ; entry != nullptr && *entry != nullptr; ++entry) {
        std::string const text = *entry;
        if (auto const equals = text.find('='); equals != std::string::npos) {
            variables.emplace(text.substr(0, equals), text.substr(equals + 1));
        }
    }
    return Environment(std::move(variables));
}

std::optional<std::string> Environment::find(std::string const& name) const
{
    auto const found = m_variables.find(name);
    if (found == m_variables.end() || found->second.empty()) {
        return std::nullopt;
    }
    return found->second;
}

std::optional<std::string> Environment::find_secret(std::string const& name) const
{
    auto const direct = find(name);
    auto const file = find(name + "_FILE");
    if (direct && file) {
        throw Error(ExitCode::config, "both " + name + " and " + name + "_FILE are set", {}, "unset one of them");
    }
    return file ? std::optional(read_secret(name + "_FILE", *file)) : direct;
}

std::optional<std::filesystem::path> Environment::home() const
{
    // A relative one would have the settings of the current folder apply.
    if (auto const home = find("HOME"); home && home->starts_with('/')) {
        return *home;
    }
    std::vector<char> buffer(16384);
    passwd entry{};
    passwd* found = nullptr;
    if (::getpwuid_r(::getuid(), &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr ||
        entry.pw_dir == nullptr || *entry.pw_dir == '\0') {
        return std::nullopt;
    }
    return entry.pw_dir;
}

std::optional<std::filesystem::path> Environment::xdg(std::string const& name, char const* below_home) const
{
    // The XDG specification has relative paths ignored.
    if (auto const directory = find(name); directory && directory->starts_with('/')) {
        return std::filesystem::path(*directory) / "pf";
    }
    auto const root = home();
    return root ? std::optional(*root / below_home / "pf") : std::nullopt;
}

std::optional<std::filesystem::path> Environment::config_directory() const
{
    return xdg("XDG_CONFIG_HOME", ".config");
}

std::optional<std::filesystem::path> Environment::data_directory() const
{
    return xdg("XDG_DATA_HOME", ".local/share");
}

std::optional<std::filesystem::path> Environment::cache_directory() const
{
    return xdg("XDG_CACHE_HOME", ".cache");
}

} // namespace pf::cli
