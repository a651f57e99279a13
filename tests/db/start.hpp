#pragma once

#include "support/process.hpp"
#include "support/workbench.hpp"

#include <string>
#include <vector>

namespace pf::test {

/// A program on the bench's database, with nothing of the developer's own settings.
inline std::vector<std::string> command(std::string const& program_name, Workbench& bench,
                                        std::vector<std::string> const& arguments)
{
    auto const home = bench.path("");
    std::vector<std::string> words{
        "env",        "HOME=" + home,         "XDG_CONFIG_HOME=" + home, "TMPDIR=" + home, program(program_name),
        "--database", bench.temporary().url()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    return words;
}

/// A run of it.
/// \param name  of the file with its output
inline Process start(std::string const& program_name, Workbench& bench, std::vector<std::string> const& arguments,
                     std::string const& name = "run")
{
    return Process{command(program_name, bench, arguments), bench.path(name + ".out")};
}

} // namespace pf::test
