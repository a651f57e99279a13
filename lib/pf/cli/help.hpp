#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace pf::cli {

/// Options in these groups are accepted before and after a subcommand.
inline constexpr char const* common_group = "Common options";
inline constexpr char const* shared_group = "Options of all commands";

/// Version of the programs and the library.
[[nodiscard]] std::string_view version();

/// What the help calls an option's value: `YEAR`; empty for a flag. CLI11 adds the checks to it, after a colon.
[[nodiscard]] std::string value_name(CLI::Option const& option);

/// The words that an option takes one of; empty: any.
[[nodiscard]] std::vector<std::string> value_words(CLI::Option const& option);

struct Example {
    std::string command;
    std::string explanation; ///< what it does, a few words
};

/// The examples at the end of the help of a program or a subcommand.
void add_examples(CLI::App& app, std::vector<Example> const& examples);

/// Give a program and its subcommands the house's layout of `--help`, `--version`, and their shared options. `run_main`
/// does it.
void prepare(CLI::App& app);

/// The list of exit codes as the help ends with it.
[[nodiscard]] std::string_view exit_code_help();

} // namespace pf::cli
