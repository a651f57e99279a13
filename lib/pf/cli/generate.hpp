#pragma once

#include <string>

namespace CLI {
class App;
}

namespace pf::cli {

/// Thrown while parsing when the hidden option `--generate KIND` is met.
struct GenerateRequest {
    std::string kind;
};

/// Add the hidden option that packaging uses: `--generate man|bash|zsh|fish`.
void add_generate_option(CLI::App& app);

/// A man page or a completion script made from the option definitions.
/// \param kind  man, bash, zsh or fish
[[nodiscard]] std::string generated(CLI::App const& app, std::string const& kind);

} // namespace pf::cli
