#include "pf/base/text.hpp"
#include "pf/cli/generated_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

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

/// Words that stand for days; those of several words are typed.
constexpr std::array day_words{"today", "yesterday", "ytd", "mtd", "-7d", "-30d", "1y", "friday"};

std::string choices_of(OptionText const& option)
{
    if (option.value == "DATE") {
        return base::join({day_words.begin(), day_words.end()}, " ");
    }
    return base::join(option.words, " ");
}

/// What a shell runs for the values of an option; empty: there is nothing to ask for.
std::string asking(OptionText const& option)
{
    auto const kind = completed_by(option);
    return kind.empty() ? "" : "pf complete " + kind + " 2>/dev/null";
}

/// What the database holds is offered as it stands: `compgen -W` would run what reads as a command.
constexpr char const* bash_asks = R"sh({0}_asks()
{{
    local value
    while IFS= read -r value; do
        [[ $value != "$word"* ]] || COMPREPLY+=("$value")
    done < <(pf complete "$1" 2>/dev/null)
}}
)sh";

std::string bash_values(std::string const& function, OptionText const& option)
{
    auto const choices = choices_of(option);
    auto const kind = completed_by(option);
    if (choices.empty() && kind.empty()) {
        return "";
    }
    auto const reply = choices.empty() ? function + "_asks " + kind
                                       : "COMPREPLY=($(compgen -W " + in_single_quotes(choices) + " -- \"$word\"))";
    return fmt::format("        {}) {}; return ;;\n", base::join(option.names, "|"), reply);
}

/// Options of one name mean the same in all commands of a program, or what was said first is completed.
std::string bash_choices(std::string const& function, CommandText const& program)
{
    std::string text;
    std::set<std::string> seen;
    auto const add = [&](CommandText const& command) {
        for (auto const& option : command.options) {
            if (!option.positional && seen.insert(option.names.back()).second) {
                text += bash_values(function, option);
            }
        }
    };
    add(program);
    std::ranges::for_each(program.commands, add);
    return text;
}

/// What the arguments of a command are completed to, besides files; empty: nothing.
std::string kind_of_arguments(CommandText const& command)
{
    for (auto const& option : command.options) {
        auto const kind = option.positional ? completed_by(option) : "";
        if (!kind.empty()) {
            return kind;
        }
    }
    return "";
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
        auto const ask = asking(option);
        text += ":" + option.value + ":" +
                (!choices.empty() ? "(" + choices + ")"
                 : !ask.empty()   ? "($(" + ask + "))"
                                  : "_files");
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
        auto const ask = asking(option);
        text += !choices.empty() ? " -x -a " + in_single_quotes(choices)
                : !ask.empty()   ? " -x -a " + in_single_quotes("(" + ask + ")")
                                 : " -r";
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

std::string completed_by(OptionText const& option)
{
    auto const has_name = [&](char const* name) { return std::ranges::find(option.names, name) != option.names.end(); };
    auto const& value = option.positional ? option.names.front() : option.value;
    if (has_name("--account") || value == "ACCOUNT") {
        return "accounts";
    }
    if (has_name("--portfolio")) {
        return "portfolios";
    }
    if (value == "TICKER") {
        return "tickers";
    }
    if (value == "CURRENCY" || value == "CODE") {
        return "currencies";
    }
    if (value == "TOPIC") {
        return "topics";
    }
    return value == "IMPORT" ? "imports" : has_name("--format") ? "formats" : "";
}

namespace {

/// What `pf positions ...` completes to is what `pf-positions ...` does.
constexpr char const* bash_front = R"sh(    if ((COMP_CWORD > 1)) && [[ ${COMP_WORDS[1]} != help ]]; then
        local program=pf-${COMP_WORDS[1]} function
        declare -F "_${program//-/_}" >/dev/null || _completion_loader "$program" 2>/dev/null
        function=_${program//-/_}
        declare -F "$function" >/dev/null || return
        COMP_WORDS=("$program" "${COMP_WORDS[@]:2}"); ((COMP_CWORD--))
        "$function"
        return
    fi
)sh";
constexpr char const* zsh_front = R"sh(    if ((CURRENT > 2)) && [[ ${words[2]} != help ]]; then
        words=("pf-${words[2]}" "${(@)words[3,-1]}"); ((CURRENT--))
        _normal
        return
    fi
)sh";
constexpr char const* fish_front =
    "complete -c pf -n 'not __fish_use_subcommand; and not __fish_seen_subcommand_from help' -f "
    "-a '(complete -C (string replace -r \"^pf +\" \"pf-\" -- (commandline -cp)))'\n";

bool is_front_door(CommandText const& program)
{
    return program.name == "pf";
}

} // namespace

std::string bash_completion(CommandText const& program)
{
    std::string const function = "_" + identifier(program.name);
    std::string cases;
    for (auto const& command : program.commands) {
        auto const kind = kind_of_arguments(command);
        cases += fmt::format("        {}) words='{}'{} ;;\n", command.name, base::join(words_of(command), " "),
                             kind.empty() ? "" : " asked=" + kind);
    }
    return fmt::format(
        "# bash completion for {0}\n"
        "{6}{1}()\n{{\n"
        "{5}    local word=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} words='{2}' asked= i\n"
        "    COMPREPLY=()\n"
        "    case $previous in\n{3}    esac\n"
        "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
        "        case ${{COMP_WORDS[i]}} in\n{4}        *) continue ;;\n        esac\n        break\n    done\n"
        "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\"; compgen -f -- \"$word\")\n"
        "    [[ -z $asked ]] || {1}_asks \"$asked\"\n"
        "}}\n"
        "complete -o filenames -F {1} {0}\n",
        program.name, function, base::join(words_of(program), " "), bash_choices(function, program), cases,
        is_front_door(program) ? bash_front : "", fmt::format(fmt::runtime(bash_asks), function));
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
        fmt::format("#compdef {0}\n{1}() {{\n{3}    local -a commands\n    commands=({2})\n    local word\n",
                    program.name, function, names, is_front_door(program) ? zsh_front : "");
    if (!cases.empty()) {
        text += "    for word in ${words[2,CURRENT-1]}; do\n    case $word in\n" + cases + "    esac\n    done\n";
        text += "    _describe -t commands command commands\n";
    }
    return text + "    " + zsh_arguments(program) + "}\n" + function + " \"$@\"\n";
}

std::string fish_completion(CommandText const& program)
{
    std::string text = "# fish completion for " + program.name + "\n";
    text += is_front_door(program) ? fish_front : "";
    text += fish_options(program.name, "__fish_use_subcommand", program);
    for (auto const& command : program.commands) {
        text += fmt::format("complete -c {} -n '__fish_use_subcommand' -a {} -d {}\n", program.name, command.name,
                            in_single_quotes(command.description));
        text += fish_options(program.name, "__fish_seen_subcommand_from " + command.name, command);
    }
    return text;
}

} // namespace pf::cli
