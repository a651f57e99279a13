#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace pf::cli {

/// A value and where it comes from: `--account`, `PF_ACCOUNT` or `config.toml:3`.
struct Setting {
    std::string value;
    std::string origin;

    friend bool operator==(Setting const&, Setting const&) = default;
};

using Settings = std::map<std::string, Setting>;

/// May a value be a number? Then it becomes the shortest text of it.
enum class Numbers { refused, as_text };

/// The settings of a configuration file: top-level keys with a string or a boolean (`true`, `false`), and tables with
/// keys of the user's own, `[symbols]` with `AAPL` as `symbols.AAPL`.
/// \throws pf::Error  config with `file:line`: not TOML, a key that is not in `known`, a value of another type
[[nodiscard]] Settings parse_config(std::string_view text, std::string const& file,
                                    std::vector<std::string> const& known, std::vector<std::string> const& tables = {},
                                    Numbers numbers = Numbers::refused);

/// The same of a file; none when it does not exist.
[[nodiscard]] Settings read_config(std::filesystem::path const& file, std::vector<std::string> const& known,
                                   std::vector<std::string> const& tables = {});

} // namespace pf::cli
