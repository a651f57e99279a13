#pragma once

#include "support/process.hpp"
#include "support/workbench.hpp"

#include <string>
#include <vector>

namespace pf::test {

/// A run of a program on the bench's database, with nothing of the developer's own settings.
/// \param name  of the file with its output
inline Process start(std::string const& program_name, Workbench& bench, std::vector<std::string> const& arguments,
                     std::string const& name = "run")
{
    auto const home = bench.path("");
    std::vector<std::string> command{
        "env",        "HOME=" + home,         "XDG_CONFIG_HOME=" + home, "TMPDIR=" + home, program(program_name),
        "--database", bench.temporary().url()};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return Process{command, bench.path(name + ".out")};
}

} // namespace pf::test
