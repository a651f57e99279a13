// The example of docs/formats.md does what the page says.
#include "pf/importer/definition.hpp"

#include "support/source_dir.hpp"
#include "unit/importer/entry_text.hpp"

#include <doctest/doctest.h>

using namespace pf;

namespace {

/// The text between two fences, without the blanks that the page indents it by.
std::string block_after(std::string const& page, std::string const& opening, std::size_t from)
{
    std::size_t const begin = page.find('\n', page.find(opening, from)) + 1;
    std::string block = page.substr(begin, page.find("```", begin) - begin);
    for (std::size_t at = 0; (at = block.find("\n   ", at)) != std::string::npos; ++at) {
        block.erase(at + 1, 3);
    }
    return block;
}

} // namespace

TEST_CASE("the broker that the documentation adds can be imported")
{
    std::string const page = test::content_of(test::source_dir() + "/docs/formats.md");
    std::size_t const section = page.find("## Adding a broker");
    std::string const rows = block_after(page, "```", section);
    importer::Format const format = importer::parse_definition(block_after(page, "```toml", section), "acme.toml");
    CHECK(test::read_all(format, rows, "acme.csv") ==
          "line 2 books\n"
          "    BUY 2024-01-31 STOCK ticker=IE00B3RBWM25 quantity=3 price=104.5 total=313.5 fee=1 currency=EUR\n"
          "line 3 books\n"
          "    DIVIDEND 2024-02-01 STOCK ticker=IE00B3RBWM25 total=1.2 currency=EUR\n"
          "line 4 ignored by newsletter: moves nothing\n");
}

TEST_CASE("the documentation names every built-in format")
{
    std::string const page = test::content_of(test::source_dir() + "/docs/formats.md");
    for (importer::Format const* const format : test::built_in().all()) {
        CAPTURE(importer::name_of(*format));
        CHECK(page.find("`" + importer::name_of(*format) + "`") != std::string::npos);
    }
}
