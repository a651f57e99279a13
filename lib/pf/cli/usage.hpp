#pragma once

#include "pf/base/error.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace CLI {
class App;
class ParseError;
class Validator;
} // namespace CLI

namespace pf::cli {

/// What is wrong with the command line, with the nearest option or subcommand for a mistyped one.
[[nodiscard]] Error usage_error(CLI::App const& app, CLI::ParseError const& error);

/// Refuse what stands before a subcommand but belongs to the program alone: `pf-import --dry-run undo 3` must not undo.
/// \throws pf::Error  usage
void refuse_lost_options(CLI::App const& app);

/// Refuse options of all programs that a command, and those within it, could not heed: `--account` of what is about all
/// accounts alike.
void refuse_without_effect(CLI::App& command, std::vector<std::string> const& options);

/// The words of a command line for CLI11, which takes the last one first. A value that begins with a minus joins its
/// option
/// (`--from -30d`, `--sort -value`): it would pass for one.
[[nodiscard]] std::vector<std::string> joined_values(std::vector<std::string> const& words);

/// `pf-import show`
[[nodiscard]] std::string full_name(CLI::App const& app);

/// Refuse a mistyped subcommand of a program that also takes files: `pf-import lst` means `list`, unless there is such
/// a file. \throws pf::Error  usage
void refuse_mistyped_command(CLI::App const& app);

/// A check for options that take one of a few words.
[[nodiscard]] CLI::Validator one_of(std::vector<std::string> const& words);

/// For options that take more words than can be listed, but not nothing: completions offer these.
[[nodiscard]] CLI::Validator such_as(std::vector<std::string> const& words);

/// A check for options that take a whole number.
[[nodiscard]] CLI::Validator whole_number(std::int64_t least,
                                          std::int64_t most = std::numeric_limits<std::int64_t>::max());

} // namespace pf::cli
