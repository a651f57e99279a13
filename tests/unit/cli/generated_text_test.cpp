#include "pf/cli/generated_text.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace pf::cli;

namespace {

CommandText program()
{
    OptionText const quiet{{"-q", "--quiet"}, "", "Errors only", "Common options"};
    OptionText const output{{"--output"}, "FORMAT", "table, json or csv", "Common options"};
    OptionText const dry{{"--dry-run"}, "", "Don't change \\ anything", "Options"};
    OptionText const file{{"FILE"}, "", "Files to read", "Arguments", true, true, true};
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
