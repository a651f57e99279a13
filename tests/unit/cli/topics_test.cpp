#include "pf/cli/topics.hpp"

#include <doctest/doctest.h>

#include <string>

namespace pf::cli {
namespace {

constexpr char const* page =
    "# Page\n\nwords\n\n## One\n\nfirst\n\n```sh\n# no heading\n```\n\n### Deeper\n\nmore\n\n## Two\n\nsecond\n";

} // namespace

TEST_CASE("a section goes to the next heading of its rank; what stands in listings is none")
{
    CHECK(section_of(page, "One") == "first\n\n```sh\n# no heading\n```\n\n### Deeper\n\nmore\n\n");
    CHECK(section_of(page, "Deeper") == "more\n\n");
    CHECK(section_of(page, "Two") == "second\n");
    CHECK(section_of(page, "Three").empty());
}

TEST_CASE("links are their words")
{
    CHECK(without_links("see [that page](a.md#b), and [this](c)") == "see that page, and this");
    CHECK(without_links("a [b] (c) d") == "a [b] (c) d");
}

TEST_CASE("the first session of a page is what its first listing of commands shows")
{
    CHECK(first_session("```sh\nno\n```\n```console\n$ a\nb\n```\n") == "$ a\nb\n");
    CHECK(first_session("nothing").empty());
}

TEST_CASE("every topic has its text, and every page can be asked for")
{
    for (auto const& topic : topics()) {
        CAPTURE(topic.name);
        auto const text = help_on(topic.name);
        REQUIRE(text);
        CHECK(text->size() > 200);
    }
    CHECK(help_on("redis"));
    CHECK(!help_on("bananas"));
    CHECK(help_names().size() > topics().size());
}

} // namespace pf::cli
