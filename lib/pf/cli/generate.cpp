#include "pf/cli/generate.hpp"

#include "pf/base/error.hpp"
#include "pf/cli/generated_text.hpp"
#include "pf/cli/help.hpp"
#include "pf/cli/usage.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace pf::cli {
namespace {

// As in the help: arguments, the program's own options, those that all programs have.
int rank(OptionText const& option)
{
    return option.positional ? 0 : option.group == common_group ? 3 : option.group == shared_group ? 2 : 1;
}

std::vector<OptionText> options_of(CLI::App const& app)
{
    std::vector<OptionText> options;
    for (auto const* option : app.get_options()) {
        if (option->get_group().empty()) {
            continue;
        }
        OptionText text;
        text.group = option->get_group();
        text.description = option->get_description();
        text.positional = option->get_positional();
        text.required = option->get_required();
        text.repeatable = option->get_items_expected_max() > 1;
        for (auto const& name : option->get_snames()) {
            text.names.push_back("-" + name);
        }
        for (auto const& name : option->get_lnames()) {
            text.names.push_back("--" + name);
        }
        if (text.positional) {
            text.names = {option->get_name(true)};
        } else {
            text.value = value_name(*option);
            text.words = value_words(*option);
        }
        options.push_back(std::move(text));
    }
    std::stable_sort(options.begin(), options.end(),
                     [](OptionText const& left, OptionText const& right) { return rank(left) < rank(right); });
    return options;
}

CommandText command_of(CLI::App const& app)
{
    CommandText command{app.get_name(), app.get_description(), app.get_footer(), options_of(app), {}};
    for (auto const* sub : app.get_subcommands({})) {
        command.commands.push_back(command_of(*sub));
    }
    return command;
}

} // namespace

void add_generate_option(CLI::App& app)
{
    app.add_option_function<std::string>("--generate", [](std::string const& kind) { throw GenerateRequest{kind}; })
        ->check(one_of({"man", "bash", "zsh", "fish"}))
        ->group("");
}

std::string generated(CLI::App const& app, std::string const& kind)
{
    auto const command = command_of(app);
    if (kind == "man") {
        return man_page(command);
    }
    if (kind == "bash") {
        return bash_completion(command);
    }
    return kind == "zsh" ? zsh_completion(command) : fish_completion(command);
}

} // namespace pf::cli
