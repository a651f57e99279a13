#include "pf/base/text.hpp"
#include "pf/cli/generated_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pf::cli {
namespace {

std::vector<std::string> words_of(CommandText const& command)
{
    std::vector<std::string> words;
    for (auto const& sub : command.commands) {
        words.push_back(sub.name);
    }
    for (auto const& option : command.options) {
        if (!option.positional) {
            words.insert(words.end(), option.names.begin(), option.names.end());
        }
    }
    return words;
}

// `pf-import` as part of a shell function's name.
std::string identifier(std::string name)
{
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

// In single quotes, for all three shells.
std::string in_single_quotes(std::string_view text)
{
    std::string result = "'";
    for (char const character : text) {
        result += character == '\'' ? std::string("'\\''") : std::string(1, character);
    }
    return result + "'";
}

// The values that the description lists as `a, b or c`, for options that take one of a few words.
std::string choices_of(OptionText const& option)
{
    auto const& names = option.names;
    if (std::find(names.begin(), names.end(), "--output") != names.end()) {
        return "table json csv";
    }
    return std::find(names.begin(), names.end(), "--log-format") != names.end() ? "text json" : "";
}

std::string bash_choices(CommandText const& program)
{
    std::string text;
    for (auto const& option : program.options) {
        if (auto const choices = choices_of(option); !choices.empty()) {
            text += fmt::format("        {}) COMPREPLY=($(compgen -W '{}' -- \"$word\")); return ;;\n",
                                base::join(option.names, "|"), choices);
        }
    }
    return text;
}

std::string zsh_specification(OptionText const& option, std::string const& name)
{
    std::string description = option.description;
    for (char& character : description) {
        if (character == '[' || character == ']' || character == ':') {
            character = ' ';
        }
    }
    std::string text = name + "[" + description + "]";
    if (!option.value.empty()) {
        auto const choices = choices_of(option);
        text += ":" + option.value + ":" + (choices.empty() ? "_files" : "(" + choices + ")");
    }
    return "        " + in_single_quotes(text) + " \\\n";
}

std::string zsh_arguments(CommandText const& command)
{
    std::string text = "_arguments -s \\\n";
    for (auto const& option : command.options) {
        for (auto const& name : option.names) {
            text += option.positional ? "" : zsh_specification(option, name);
        }
    }
    return text + "        '*:file:_files'\n";
}

std::string fish_option(std::string const& program, std::string const& condition, OptionText const& option)
{
    std::string text = fmt::format("complete -c {} -n {}", program, in_single_quotes(condition));
    for (auto const& name : option.names) {
        text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    }
    if (!option.value.empty()) {
        auto const choices = choices_of(option);
        text += choices.empty() ? " -r" : " -x -a " + in_single_quotes(choices);
    }
    return text + " -d " + in_single_quotes(option.description) + "\n";
}

std::string fish_options(std::string const& program, std::string const& condition, CommandText const& command)
{
    std::string text;
    for (auto const& option : command.options) {
        text += option.positional ? "" : fish_option(program, condition, option);
    }
    return text;
}

} // namespace

std::string bash_completion(CommandText const& program)
{
    std::string const function = "_" + identifier(program.name);
    std::string cases;
    for (auto const& command : program.commands) {
        cases += fmt::format("        {}) words='{}' ;;\n", command.name, base::join(words_of(command), " "));
    }
    return fmt::format(
        "# bash completion for {0}\n"
        "{1}()\n{{\n"
        "    local word=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} words='{2}' i\n"
        "    case $previous in\n{3}    esac\n"
        "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
        "        case ${{COMP_WORDS[i]}} in\n{4}        *) continue ;;\n        esac\n        break\n    done\n"
        "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\") $(compgen -f -- \"$word\"))\n"
        "}}\n"
        "complete -o filenames -F {1} {0}\n",
        program.name, function, base::join(words_of(program), " "), bash_choices(program), cases);
}

std::string zsh_completion(CommandText const& program)
{
    std::string const function = "_" + identifier(program.name);
    std::string cases;
    std::string names;
    for (auto const& command : program.commands) {
        cases += "    " + command.name + ")\n        " + zsh_arguments(command) + "        return ;;\n";
        names += " " + in_single_quotes(command.name + ":" + command.description);
    }
    std::string text =
        fmt::format("#compdef {0}\n{1}() {{\n    local -a commands\n    commands=({2})\n    local word\n", program.name,
                    function, names);
    if (!cases.empty()) {
        text += "    for word in ${words[2,CURRENT-1]}; do\n    case $word in\n" + cases + "    esac\n    done\n";
        text += "    _describe -t commands command commands\n";
    }
    return text + "    " + zsh_arguments(program) + "}\n" + function + " \"$@\"\n";
}

std::string fish_completion(CommandText const& program)
{
    std::string text = "# fish completion for " + program.name + "\n";
    text += fish_options(program.name, "__fish_use_subcommand", program);
    for (auto const& command : program.commands) {
        text += fmt::format("complete -c {} -n '__fish_use_subcommand' -a {} -d {}\n", program.name, command.name,
                            in_single_quotes(command.description));
        text += fish_options(program.name, "__fish_seen_subcommand_from " + command.name, command);
    }
    return text;
}

} // namespace pf::cli
