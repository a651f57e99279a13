#include "pf/cli/front_door.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/cli/topics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <system_error>
#include <unistd.h>

namespace pf::cli {
namespace {

constexpr std::array all_programs{
    ProgramOfPf{"import", "Bring broker exports, prices and exchange rates into the database"},
    ProgramOfPf{"positions", "What is held, what it cost, what it is worth, what it paid"},
    ProgramOfPf{"snapshot", "What it was worth day by day; returns and charts"},
    ProgramOfPf{"ledger", "The books themselves: transactions, accounts, instruments, money"},
    ProgramOfPf{"prices", "Fetch closes and exchange rates; list and mend them"},
    ProgramOfPf{"tax", "A tax year by the rules of a country"},
    ProgramOfPf{"backup", "Create, verify, restore and prune backups"},
    ProgramOfPf{"migrate", "Bring the database schema to a version, safely"},
    ProgramOfPf{"serve", "The JSON API and the dashboard"},
};

std::filesystem::path folder_of_this_program()
{
    std::error_code error;
    auto const self = std::filesystem::read_symlink("/proc/self/exe", error);
    if (error) {
        throw Error{ExitCode::no_input, "cannot tell where this program lies: " + error.message(), "/proc/self/exe"};
    }
    return self.parent_path();
}

void list_topics(std::ostream& out)
{
    out << "Programs, as in 'pf help positions' or 'pf help positions lots':\n";
    for (auto const& program : all_programs) {
        out << fmt::format("  {:<16}{}\n", program.name, program.summary);
    }
    out << "\nTopics, as in 'pf help dates':\n";
    for (auto const& topic : topics()) {
        out << fmt::format("  {:<16}{}\n", topic.name, topic.summary);
    }
}

[[noreturn]] void refuse(std::string const& word)
{
    auto names = help_names();
    for (auto const& program : all_programs) {
        names.emplace_back(program.name);
    }
    auto const near = base::nearest(word, names);
    throw Error{ExitCode::usage, "there is no help on " + base::quoted(word), "pf help",
                (near ? "did you mean " + *near + "? " : "") + "'pf help' lists the topics"};
}

} // namespace

std::span<ProgramOfPf const> programs_of_pf()
{
    return all_programs;
}

bool is_program_of_pf(std::string_view name)
{
    return std::ranges::find(all_programs, name, &ProgramOfPf::name) != all_programs.end();
}

void run_program_of_pf(std::string const& name, std::vector<std::string> const& words)
{
    auto program = "pf-" + name;
    auto const path = (folder_of_this_program() / program).string();
    auto arguments = words;
    std::vector<char*> pointers{program.data()};
    std::ranges::transform(arguments, std::back_inserter(pointers), [](std::string& word) { return word.data(); });
    pointers.push_back(nullptr);
    ::execv(path.c_str(), pointers.data());
    throw Error{ExitCode::no_input, std::string{"cannot be started: "} + std::strerror(errno), path,
                "it belongs into the folder of pf"};
}

void show_help_on(std::vector<std::string> const& words, std::ostream& out)
{
    if (words.empty()) {
        return list_topics(out);
    }
    auto const name = words.front().starts_with("pf-") ? words.front().substr(3) : words.front();
    if (is_program_of_pf(name)) {
        std::vector<std::string> arguments{words.begin() + 1, words.end()};
        arguments.emplace_back("--help");
        run_program_of_pf(name, arguments);
    }
    auto const text = help_on(words.front());
    if (!text) {
        refuse(words.front());
    }
    out << *text;
}

} // namespace pf::cli
