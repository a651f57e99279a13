#include "pf/cli/ask.hpp"

#include <doctest/doctest.h>

#include <sstream>
#include <utility>

using namespace pf;

namespace {

struct Asked {
    std::optional<std::string> answer;
    std::string shown;
};

Asked ask(cli::Question const& question, std::string const& typed)
{
    std::istringstream in(typed);
    std::ostringstream out;
    auto answer = cli::ask(question, in, out);
    return {std::move(answer), out.str()};
}

} // namespace

TEST_CASE("a choice is answered by its number or its word, and asked again otherwise")
{
    cli::Question const question{"What is it?", {"BUY", "SELL"}, ""};
    CHECK(ask(question, "2\n").answer == "SELL");
    CHECK(ask(question, " buy \n").answer == "BUY");
    auto const twice = ask(question, "3\nhold\n1\n");
    CHECK(twice.answer == "BUY");
    CHECK(twice.shown == "What is it?\n  1  BUY\n  2  SELL\n> \"3\" is none of these\n> \"hold\" is none of these\n> ");
}

TEST_CASE("an empty line means what stands in brackets, or leaves the question open")
{
    CHECK(ask({"Write it?", {"yes", "no"}, "yes"}, "\n").answer == "yes");
    CHECK(ask({"Which?", {}, ""}, "\n").answer == std::nullopt);
    CHECK(ask({"Which?", {}, ""}, "EUR\n").answer == "EUR");
    CHECK(ask({"Which?", {"a"}, "a"}, "").answer == std::nullopt);
}
