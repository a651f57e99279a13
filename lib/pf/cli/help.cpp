#include "pf/cli/help.hpp"

#include "pf/base/text.hpp"
#include "pf/cli/usage.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace pf::cli {
namespace {

constexpr std::size_t left_column = 30;
constexpr std::size_t help_width = 80;

std::string left_of(CLI::Option const& option)
{
    std::string text = option.get_name(false, true);
    if (auto const comma = text.find(','); comma != std::string::npos) {
        text.insert(comma + 1, " ");
    }
    auto const value = value_name(option);
    return value.empty() ? text : text + " " + value;
}

// Words in lines of at most `width` columns.
std::vector<std::string> wrapped(std::string const& text, std::size_t width)
{
    std::vector<std::string> lines{""};
    for (auto const word : base::split(text, ' ')) {
        auto& line = lines.back();
        if (!line.empty() && base::display_width(line) + 1 + base::display_width(word) > width) {
            lines.emplace_back(word);
        } else {
            line += (line.empty() ? "" : " ") + std::string(word);
        }
    }
    return lines;
}

// A left column, and beside it a description that goes on below itself.
std::string entry(std::string const& left, std::string const& description)
{
    std::string text = "  " + left;
    std::string const indent(left_column, ' ');
    bool const fits = text.size() + 2 <= left_column;
    text += fits ? std::string(left_column - text.size(), ' ') : "\n" + indent;
    return text + base::join(wrapped(description, help_width - left_column), "\n" + indent) + "\n";
}

class Formatter : public CLI::Formatter {
public:
    Formatter()
    {
        column_width(left_column);
        label("Positionals", "Arguments");
    }

    std::string make_option(CLI::Option const* option, bool positional) const override
    {
        bool const required = option->get_required() && !positional;
        return entry(positional ? option->get_name(true) : left_of(*option),
                     option->get_description() + (required ? " (required)" : ""));
    }

    std::string make_usage(CLI::App const* app, std::string) const override
    {
        std::string line = "Usage: " + full_name(*app) + " [OPTIONS]";
        for (auto const* option : app->get_options([](CLI::Option const* o) { return o->get_positional(); })) {
            bool const many = option->get_items_expected_max() > 1;
            std::string const word = option->get_name(true) + (many ? "..." : "");
            line += option->get_required() ? " " + word : " [" + word + "]";
        }
        if (!app->get_subcommands({}).empty()) {
            line += app->get_require_subcommand_min() > 0 ? " COMMAND" : " [COMMAND]";
        }
        return line + "\n";
    }

    std::string make_subcommand(CLI::App const* sub) const override
    {
        return entry(sub->get_name(), sub->get_description());
    }

    std::string make_footer(CLI::App const* app) const override
    {
        std::string text = app->get_footer().empty() ? "" : "\n" + app->get_footer();
        return text + "\nExit codes:\n" + std::string(exit_code_help());
    }

    std::string make_help(CLI::App const* app, std::string name, CLI::AppFormatMode mode) const override
    {
        return make_usage(app, std::move(name)) + "\n" + app->get_description() + "\n" + make_positionals(app) +
               make_subcommands(app, mode) + make_option_groups(*app) + make_footer(app);
    }

private:
    // The program's own options first, those that all programs have last.
    std::string make_option_groups(CLI::App const& app) const
    {
        auto groups = app.get_groups();
        auto const rank = [](std::string const& group) {
            return group == common_group ? 2 : group == shared_group ? 1 : 0;
        };
        std::stable_sort(groups.begin(), groups.end(),
                         [&](std::string const& left, std::string const& right) { return rank(left) < rank(right); });
        std::string text;
        for (auto const& group : groups) {
            auto const options = app.get_options(
                [&](CLI::Option const* option) { return option->get_group() == group && option->nonpositional(); });
            text += group.empty() || options.empty() ? "" : make_group(group, false, options);
        }
        return text;
    }
};

bool is_shared(CLI::Option const& option)
{
    return option.get_group() == common_group || option.get_group() == shared_group;
}

// The subcommand's twin hands what it is given to the original, which checks and stores it.
void add_twin(CLI::App& sub, CLI::Option& original)
{
    auto const hand_over = [&original](CLI::results_t const& results) {
        original.clear();
        for (auto const& result : results) {
            original.add_result(result);
        }
        original.run_callback();
        return true;
    };
    auto* twin = sub.add_option(original.get_name(false, true), hand_over, original.get_description());
    twin->group(original.get_group());
    if (original.get_expected_max() == 0 || original.get_type_size_max() == 0) {
        twin->type_size(0)->expected(0);
        return;
    }
    twin->type_name(original.get_type_name()); // with the words that it takes one of
    twin->expected(original.get_expected_min(), original.get_expected_max());
    twin->multi_option_policy(original.get_multi_option_policy());
}

void share_options(CLI::App& app, CLI::App& sub)
{
    for (auto* option : app.get_options([](CLI::Option* o) { return is_shared(*o); })) {
        if (sub.get_option_no_throw(option->get_single_name().size() == 1
                                        ? "-" + option->get_single_name()
                                        : "--" + option->get_single_name()) == nullptr) {
            add_twin(sub, *option);
        }
    }
}

void prepare_subcommand(CLI::App& app, CLI::App& sub, std::shared_ptr<Formatter> const& formatter)
{
    sub.formatter(formatter);
    if (sub.get_footer() == sub.get_parent()->get_footer()) { // CLI11 hands it down; these are the parent's examples
        sub.footer("");
    }
    sub.set_help_flag("-h,--help", "Show this help and exit")->group(common_group);
    share_options(app, sub);
    for (auto* nested : sub.get_subcommands([](CLI::App*) { return true; })) {
        prepare_subcommand(app, *nested, formatter);
    }
}

} // namespace

std::string value_name(CLI::Option const& option)
{
    if (option.get_type_size_max() == 0 || option.get_positional()) {
        return "";
    }
    auto const type = option.get_type_name();
    return type.substr(0, type.find(':'));
}

std::vector<std::string> value_words(CLI::Option const& option)
{
    std::vector<std::string> words;
    auto const type = option.get_type_name(); // `METHOD:{fifo,lifo}`
    auto const begin = type.find(":{");
    if (begin != std::string::npos) {
        for (auto const word : base::split(std::string_view{type}.substr(begin + 2, type.size() - begin - 3), ',')) {
            words.emplace_back(word);
        }
    }
    return words;
}

std::string_view version()
{
    return PF_VERSION;
}

void add_examples(CLI::App& app, std::vector<Example> const& examples)
{
    std::string text = "Examples:\n";
    for (auto const& example : examples) {
        text += fmt::format("  {}\n      {}\n", example.command, example.explanation);
    }
    app.footer(text);
}

void prepare(CLI::App& app)
{
    auto const formatter = std::make_shared<Formatter>();
    app.formatter(formatter);
    app.set_help_flag("-h,--help", "Show this help and exit")->group(common_group);
    app.set_version_flag("--version", app.get_name() + " " + std::string(version()), "Show the version and exit")
        ->group(common_group);
    for (auto* sub : app.get_subcommands([](CLI::App*) { return true; })) {
        sub->group("Commands");
        prepare_subcommand(app, *sub, formatter);
    }
}

std::string_view exit_code_help()
{
    return "  0    done\n"
           "  3    done, with issues listed on stderr\n"
           "  64   wrong usage\n"
           "  65   bad input data\n"
           "  66   no such input\n"
           "  69   database unavailable\n"
           "  70   internal error\n"
           "  73   cannot create output\n"
           "  74   input/output error\n"
           "  75   busy, try again\n"
           "  76   database schema and program do not match\n"
           "  77   permission or authentication\n"
           "  78   configuration\n"
           "  130  interrupted (143: terminated)\n";
}

} // namespace pf::cli
