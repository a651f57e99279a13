#include "pf/base/text.hpp"
#include "pf/cli/generated_text.hpp"
#include "pf/cli/help.hpp"

#include <fmt/format.h>

namespace pf::cli {
namespace {

// Text that roff must take as it is.
std::string escaped(std::string_view text)
{
    std::string result;
    bool at_line_start = true;
    for (char const character : text) {
        if (at_line_start && (character == '.' || character == '\'')) {
            result += "\\&";
        }
        if (character == '\\') {
            result += "\\e";
        } else if (character == '-') {
            result += "\\-";
        } else {
            result += character;
        }
        at_line_start = character == '\n';
    }
    return result;
}

std::string bold(std::string_view text)
{
    return "\\fB" + escaped(text) + "\\fR";
}
std::string italic(std::string_view text)
{
    return "\\fI" + escaped(text) + "\\fR";
}

std::string option_entry(OptionText const& option)
{
    std::vector<std::string> names;
    for (auto const& name : option.names) {
        names.push_back(option.positional ? italic(name) : bold(name));
    }
    std::string const value = option.value.empty() ? "" : " " + italic(option.value);
    return fmt::format(".TP\n{}{}\n{}\n", base::join(names, ", "), value, escaped(option.description));
}

std::string synopsis(std::string const& prefix, CommandText const& command)
{
    std::string line = bold(prefix + command.name) + " [\\fIOPTIONS\\fR]";
    for (auto const& option : command.options) {
        if (option.positional) {
            std::string const name = italic(option.names.front()) + (option.repeatable ? "..." : "");
            line += option.required ? " " + name : " [" + name + "]";
        }
    }
    return line + "\n";
}

// What a subcommand shares with its program is listed once, with the program.
bool is_shared(OptionText const& option)
{
    return option.group == common_group || option.group == shared_group;
}

std::string command_section(std::string const& prefix, CommandText const& command)
{
    std::string text = ".SS " + escaped(command.name) + "\n" + synopsis(prefix, command) + ".PP\n" +
                       escaped(command.description) + "\n";
    for (auto const& option : command.options) {
        if (!is_shared(option)) {
            text += option_entry(option);
        }
    }
    return text;
}

std::string examples_of(CommandText const& program)
{
    std::string text = program.examples;
    for (auto const& command : program.commands) {
        if (!command.examples.empty()) {
            text += command.examples.substr(command.examples.find('\n') + 1);
        }
    }
    if (text.empty()) {
        return "";
    }
    return ".SH EXAMPLES\n.nf\n" + escaped(text.substr(text.find('\n') + 1)) + ".fi\n";
}

constexpr char const* settings =
    ".SH ENVIRONMENT AND FILES\n"
    "A value comes from the first of: command line, environment variable, configuration file, default.\n"
    ".TP\n\\fBDATABASE_URL\\fR, \\fBREDIS_URL\\fR\nOr \\fBDATABASE_URL_FILE\\fR, \\fBREDIS_URL_FILE\\fR: a file that "
    "holds the value.\n"
    ".TP\n\\fBPGPASSWORD_FILE\\fR\nA file that holds the password; libpq\\(aqs own variables and files work too.\n"
    ".TP\n\\fBPF_ACCOUNT\\fR, \\fBPF_BASE_CURRENCY\\fR, \\fBPF_OUTPUT\\fR, \\fBPF_LOG_FORMAT\\fR, \\fBPF_LOG_SQL\\fR\n"
    "As the options of the same name.\n"
    ".TP\n\\fBPF_AUTO_MIGRATE\\fR\n\\fBoff\\fR refuses to work on an older database schema; otherwise it is brought up "
    "to date.\n"
    ".TP\n\\fBNO_COLOR\\fR, \\fBCOLUMNS\\fR\nNo colours; the width of tables.\n"
    ".TP\n\\fI$XDG_CONFIG_HOME/pf/config.toml\\fR\n"
    "Keys: account, auto_migrate, base_currency, color, database, log_format, log_sql, output, redis.\n"
    ".TP\n\\fI$XDG_DATA_HOME/pf/portfolio.db\\fR\nThe database, when no other is named.\n";

} // namespace

std::string man_page(CommandText const& program)
{
    std::string text =
        fmt::format(".TH {} 1 \"\" \"pf {}\" \"Portfolio toolkit\"\n.SH NAME\n{} \\- {}\n.SH SYNOPSIS\n",
                    base::to_upper(program.name), version(), escaped(program.name), escaped(program.description));
    text += synopsis("", program);
    for (auto const& command : program.commands) {
        text += ".br\n" + synopsis(program.name + " ", command);
    }
    text += ".SH OPTIONS\n";
    for (auto const& option : program.options) {
        text += option_entry(option);
    }
    if (!program.commands.empty()) {
        text += ".SH COMMANDS\n";
    }
    for (auto const& command : program.commands) {
        text += command_section(program.name + " ", command);
    }
    return text + examples_of(program) + ".SH EXIT STATUS\n.nf\n" + escaped(exit_code_help()) + ".fi\n" + settings;
}

} // namespace pf::cli
