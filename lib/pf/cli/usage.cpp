#include "pf/cli/usage.hpp"

#include "pf/base/text.hpp"
#include "pf/cli/help.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <string_view>
#include <system_error>
#include <unistd.h>

namespace pf::cli {
namespace {

// The program or the subcommand that was being parsed.
CLI::App const& innermost(CLI::App const& app)
{
    CLI::App const* current = &app;
    while (!current->get_subcommands().empty()) {
        current = current->get_subcommands().front();
    }
    return *current;
}

std::vector<std::string> option_names(CLI::App const& app)
{
    std::vector<std::string> names;
    for (auto const* option : app.get_options()) {
        for (auto const& name : option->get_lnames()) {
            if (!option->get_group().empty()) {
                names.push_back("--" + name);
            }
        }
    }
    return names;
}

std::vector<std::string> command_names(CLI::App const& app)
{
    std::vector<std::string> names;
    for (auto const* sub : app.get_subcommands({})) {
        names.push_back(sub->get_name());
    }
    return names;
}

/// Options whose values may begin with a minus.
bool takes_minus(std::string const& option)
{
    constexpr std::array<std::string_view, 5> known{"--as-of", "--date", "--from", "--to", "--sort"};
    return std::ranges::find(known, option) != known.end();
}

bool takes_arguments(CLI::App const& app)
{
    return !app.get_options([](CLI::Option const* option) { return option->get_positional(); }).empty();
}

std::string hint_for(CLI::App const& app, std::string const& word, std::vector<std::string> const& candidates)
{
    std::string const see = "see '" + full_name(app) + " --help'";
    auto const near = base::nearest(word, candidates);
    return near ? "did you mean " + *near + "? " + see : see;
}

Error unexpected(CLI::App const& app, std::string const& argument)
{
    if (argument.starts_with("-")) {
        auto const word = argument.substr(0, argument.find('='));
        return {ExitCode::usage, "unknown option " + base::quoted(word), full_name(app),
                hint_for(app, word, option_names(app))};
    }
    auto const commands = command_names(app);
    if (!commands.empty() && !takes_arguments(app)) {
        return {ExitCode::usage, "unknown command " + base::quoted(argument), full_name(app),
                hint_for(app, argument, commands)};
    }
    return {ExitCode::usage, "unexpected argument " + base::quoted(argument), full_name(app),
            hint_for(app, argument, {})};
}

} // namespace

std::vector<std::string> joined_values(std::vector<std::string> const& words)
{
    std::vector<std::string> joined;
    for (auto const& word : words) {
        bool const is_behind =
            !joined.empty() && takes_minus(joined.back()) && word.size() > 2 && word[0] == '-' && word[1] != '-';
        if (is_behind) {
            joined.back() += "=" + word;
        } else {
            joined.push_back(word);
        }
    }
    std::ranges::reverse(joined);
    return joined;
}

std::string full_name(CLI::App const& app)
{
    return app.get_parent() == nullptr ? app.get_name() : full_name(*app.get_parent()) + " " + app.get_name();
}

Error usage_error(CLI::App const& app, CLI::ParseError const& error)
{
    auto const& current = innermost(app);
    auto const remaining = app.remaining(true);
    bool const required = dynamic_cast<CLI::RequiredError const*>(&error) != nullptr;
    bool const extra = dynamic_cast<CLI::ExtrasError const*>(&error) != nullptr;
    if ((required || extra) && !remaining.empty()) { // a mistyped word is why something is missing
        return unexpected(current, remaining.front());
    }
    bool const no_command = required && current.get_require_subcommand_min() > 0 && current.get_subcommands().empty();
    return {ExitCode::usage, no_command ? "COMMAND is required" : error.what(), full_name(current),
            hint_for(current, {}, {})};
}

void refuse_lost_options(CLI::App const& app)
{
    if (app.get_subcommands().empty()) {
        return;
    }
    auto const& command = innermost(app);
    for (auto const* option : app.get_options()) {
        auto const& group = option->get_group();
        if (option->count() > 0 && group != common_group && group != shared_group) {
            auto const name = option->get_name();
            if (!option->get_positional() && command.get_option_no_throw(name) != nullptr) {
                throw Error{ExitCode::usage, "the command stands behind its option", name,
                            "write '" + full_name(command) + " " + name + "'"};
            }
            throw unexpected(command, option->get_positional() ? option->results().front() : option->get_name());
        }
    }
    refuse_lost_options(*app.get_subcommands().front());
}

void refuse_without_effect(CLI::App& command, std::vector<std::string> const& options)
{
    command.final_callback([&command, options] {
        auto const* program = &command;
        while (program->get_parent() != nullptr) {
            program = program->get_parent();
        }
        for (auto const& name : options) {
            if (program->get_option(name)->count() > 0) {
                throw Error{ExitCode::usage, "has no effect here", name,
                            "leave it out: '" + full_name(command) + "' does not depend on it"};
            }
        }
    });
}

void refuse_mistyped_command(CLI::App const& app)
{
    auto const commands = command_names(app);
    if (commands.empty() || !app.get_subcommands().empty()) {
        return;
    }
    for (auto const* option : app.get_options([](CLI::Option const* each) { return each->get_positional(); })) {
        for (auto const& word : option->results()) {
            bool const is_word = word.find_first_of("./") == std::string::npos && ::access(word.c_str(), F_OK) != 0;
            if (is_word && base::nearest(word, commands)) {
                throw Error{ExitCode::usage, "unknown command " + base::quoted(word), full_name(app),
                            hint_for(app, word, commands)};
            }
        }
    }
}

CLI::Validator one_of(std::vector<std::string> const& words)
{
    auto const check = [words](std::string const& word) {
        return std::find(words.begin(), words.end(), word) != words.end()
                   ? std::string()
                   : base::quoted(word) + " is not one of " + base::join(words, ", ");
    };
    return {check, "{" + base::join(words, ",") + "}", "one_of"}; // which completions read
}

CLI::Validator such_as(std::vector<std::string> const& words)
{
    return {[](std::string const& text) { return text.empty() ? std::string{"is empty"} : std::string(); },
            "{" + base::join(words, ",") + "}", "such_as"};
}

CLI::Validator whole_number(std::int64_t least, std::int64_t most)
{
    auto const check = [least, most](std::string const& word) {
        std::int64_t value = 0;
        auto const [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
        if (error == std::errc{} && end == word.data() + word.size() && least <= value && value <= most) {
            return std::string();
        }
        auto const wanted = most == std::numeric_limits<std::int64_t>::max()
                                ? "a whole number from " + std::to_string(least)
                                : "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
        return base::quoted(word) + " is not " + wanted;
    };
    return {check, "", "whole_number"};
}

} // namespace pf::cli
