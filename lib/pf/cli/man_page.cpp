#include "pf/base/embedded.hpp"
#include "pf/base/text.hpp"
#include "pf/cli/generated_text.hpp"
#include "pf/cli/help.hpp"
#include "pf/cli/topics.hpp"

#include <fmt/format.h>

#include <algorithm>

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

/// A session of the program's page in docs/, which a test runs.
std::string session_of(CommandText const& program)
{
    auto const pages = embedded::docs_files();
    auto const page = std::ranges::find(pages, program.name + ".md", &base::EmbeddedFile::name);
    auto const session = page == pages.end() ? "" : first_session(page->content);
    return session.empty()
               ? ""
               : ".PP\nA session, on the samples that come with the source:\n.PP\n.nf\n" + escaped(session) + ".fi\n";
}

constexpr char const* environment =
    ".SH ENVIRONMENT\n"
    "A value comes from the first of: command line, environment variable, configuration file, default.\n"
    ".TP\n\\fBDATABASE_URL\\fR, \\fBREDIS_URL\\fR\nOr \\fBDATABASE_URL_FILE\\fR, \\fBREDIS_URL_FILE\\fR: a file that "
    "holds the value.\n"
    ".TP\n\\fBPGPASSWORD_FILE\\fR\nA file that holds the password; libpq\\(aqs own variables and files work too.\n"
    ".TP\n\\fBPF_PORTFOLIO\\fR, \\fBPF_ACCOUNT\\fR, \\fBPF_BASE_CURRENCY\\fR, \\fBPF_OUTPUT\\fR, "
    "\\fBPF_LOG_FORMAT\\fR, \\fBPF_LOG_SQL\\fR, "
    "\\fBPF_ALLOW_UNKNOWN\\fR\n"
    "As the options of the same name.\n"
    ".TP\n\\fBPF_REPORT_CURRENCY\\fR\nThe currency of totals, as \\fB\\-\\-in\\fR.\n"
    ".TP\n\\fBPF_AUTO_MIGRATE\\fR, \\fBPF_AUTO_BACKUP\\fR\n\\fBoff\\fR refuses to work on an older database schema, or "
    "brings it up to date without a backup.\n"
    ".TP\n\\fBPF_BACKUP_DIR\\fR, \\fBPF_BACKUP_KEY_FILE\\fR\nWhere backups are, and what encrypts them.\n"
    ".TP\n\\fBPF_PAGER\\fR, \\fBPAGER\\fR\nWhat shows a result that is longer than the terminal: \\fBless\\fR; "
    "\\fBcat\\fR for none.\n"
    ".TP\n\\fBNO_COLOR\\fR, \\fBPF_COLOR\\fR, \\fBCOLUMNS\\fR\nNo colours; the width of tables.\n"
    ".TP\n\\fBXDG_CONFIG_HOME\\fR, \\fBXDG_DATA_HOME\\fR, \\fBXDG_CACHE_HOME\\fR, \\fBHOME\\fR\nWhere the files "
    "below are.\n";

constexpr char const* files =
    ".SH FILES\n"
    ".TP\n\\fI$XDG_CONFIG_HOME/pf/config.toml\\fR\n"
    "Usually \\fI~/.config/pf/config.toml\\fR. Keys: account, allow_unknown, auto_backup, auto_migrate, backup_dir, "
    "backup_key_file, base_currency, color, database, log_format, log_sql, output, portfolio, rates_source, redis, "
    "report_currency; the table [symbols].\n"
    ".TP\n\\fI$XDG_CONFIG_HOME/pf/formats/\\fR\nFormats of your own, for \\fBpf\\-import\\fR.\n"
    ".TP\n\\fI$XDG_DATA_HOME/pf/portfolio.db\\fR\nThe database, when no other is named; usually below "
    "\\fI~/.local/share\\fR.\n"
    ".TP\n\\fI$XDG_DATA_HOME/pf/backups/\\fR\nBackups, when no other folder is named.\n";

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
    return text + examples_of(program) + session_of(program) + ".SH EXIT STATUS\n.nf\n" + escaped(exit_code_help()) +
           ".fi\n" + environment + files + ".SH SEE ALSO\n\\fBpf\\fR(1), \\fBpf help\\fR\n";
}

} // namespace pf::cli
