#pragma once

#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pf::cli {

/// A program behind `pf`.
struct ProgramOfPf {
    std::string_view name; ///< `positions` of `pf-positions`
    std::string_view summary;
};

[[nodiscard]] std::span<ProgramOfPf const> programs_of_pf();

[[nodiscard]] bool is_program_of_pf(std::string_view name);

/// Become `pf-NAME` of the folder that this program lies in, whatever PATH says.
/// \param words  its arguments
/// \throws pf::Error  no_input, when it is not there
[[noreturn]] void run_program_of_pf(std::string const& name, std::vector<std::string> const& words);

/// `pf help [WORD...]`: the topics; a topic; or the help of a program or of one of its commands, which it becomes.
/// \throws pf::Error  usage, when nothing has that name
void show_help_on(std::vector<std::string> const& words, std::ostream& out);

} // namespace pf::cli
