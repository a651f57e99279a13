#include "pf/cli/generated_text.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace pf::cli;

namespace {

CommandText program()
{
    OptionText const quiet{{"-q", "--quiet"}, "", {}, "Errors only", "Common options"};
    OptionText const output{{"--output"}, "FORMAT", {"table", "json", "csv"}, "table, json or csv", "Common options"};
    OptionText const dry{{"--dry-run"}, "", {}, "Don't change \\ anything", "Options"};
    OptionText const file{{"FILE"}, "", {}, "Files to read", "Arguments", true, true, true};
    CommandText const list{"list", "List things", "Examples:\n  pf-x list\n      list\n", {quiet, output}, {}};
    return {"pf-x", "Do things.", "Examples:\n  pf-x a.csv\n      read it\n", {quiet, output, dry, file}, {list}};
}

bool contains(std::string const& text, std::string const& part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("a man page holds every option, command, example and exit code, escaped for roff")
{
    auto const page = man_page(program());
    CHECK(contains(page, ".TH PF-X 1"));
    CHECK(contains(page, "\\fB\\-q\\fR, \\fB\\-\\-quiet\\fR"));
    CHECK(contains(page, "\\fB\\-\\-output\\fR \\fIFORMAT\\fR"));
    CHECK(contains(page, "Don't change \\e anything"));
    CHECK(contains(page, "\\fBpf\\-x\\fR [\\fIOPTIONS\\fR] \\fIFILE\\fR...\n"));
    CHECK(contains(page, ".SS list"));
    CHECK(contains(page, "  pf\\-x a.csv"));
    CHECK(contains(page, "  pf\\-x list"));
    CHECK(contains(page, "  65   bad input data"));
}

TEST_CASE("completions offer commands and options, and the words that an option takes")
{
    for (auto const& script : {bash_completion(program()), zsh_completion(program()), fish_completion(program())}) {
        CHECK(contains(script, "list"));
        CHECK(contains(script, "dry-run"));
        CHECK(contains(script, "table json csv"));
    }
    CHECK(contains(bash_completion(program()), "complete -o filenames -F _pf_x pf-x"));
    CHECK(contains(fish_completion(program()), "-d 'Don'\\''t change \\ anything'"));
}

TEST_CASE("completions ask for the values that only the database knows")
{
    auto of_values = program();
    of_values.options.push_back({{"--account"}, "NAME", {}, "Which", "Common options"});
    of_values.options.push_back({{"--as-of"}, "DATE", {}, "When", "Options"});
    of_values.commands.front().options.push_back({{"TICKER"}, "", {}, "What", "Arguments", true});
    for (auto const& script : {bash_completion(of_values), zsh_completion(of_values), fish_completion(of_values)}) {
        CHECK(contains(script, "yesterday"));
    }
    CHECK(contains(bash_completion(of_values), "--account) _pf_x_asks accounts; return ;;"));
    CHECK(contains(zsh_completion(of_values), "pf complete accounts"));
    CHECK(contains(fish_completion(of_values), "pf complete accounts"));
    CHECK(contains(bash_completion(of_values), "list) words='-q --quiet"));
}

TEST_CASE("the completion of the front door hands on to that of the program")
{
    auto front = program();
    front.name = "pf";
    CHECK(contains(bash_completion(front), "pf-${COMP_WORDS[1]}"));
    CHECK(contains(zsh_completion(front), "_normal"));
    CHECK(contains(fish_completion(front), "complete -C"));
    CHECK(!contains(bash_completion(program()), "COMP_WORDS[1]"));
}

TEST_CASE("a man page says what variables and files there are, and shows what a program prints")
{
    auto const page = man_page(program());
    CHECK(contains(page, ".SH ENVIRONMENT\n"));
    CHECK(contains(page, ".SH FILES\n"));
    CHECK(!contains(page, "A session"));
    auto known = program();
    known.name = "pf-positions";
    CHECK(contains(man_page(known), "$ pf\\-positions\n"));
}
