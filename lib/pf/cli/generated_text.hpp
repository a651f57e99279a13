#pragma once

#include <string>
#include <vector>

namespace pf::cli {

/// An option or argument as man pages and completions show it.
struct OptionText {
    std::vector<std::string> names; ///< `-q`, `--quiet`; of an argument, its name alone
    std::string value;              ///< `NAME`; empty for a flag
    std::vector<std::string> words; ///< the values that there are; empty: any
    std::string description;
    std::string group;
    bool positional = false;
    bool required = false;
    bool repeatable = false;
};

struct CommandText {
    std::string name;
    std::string description;
    std::string examples; ///< as the help shows them
    std::vector<OptionText> options;
    std::vector<CommandText> commands;
};

/// Section 1, in the man macros.
[[nodiscard]] std::string man_page(CommandText const& program);

/// What a value is completed to, besides `words`: the argument of the hidden `pf complete`, `accounts`; empty: files.
[[nodiscard]] std::string completed_by(OptionText const& option);

[[nodiscard]] std::string bash_completion(CommandText const& program);
[[nodiscard]] std::string zsh_completion(CommandText const& program);
[[nodiscard]] std::string fish_completion(CommandText const& program);

} // namespace pf::cli
