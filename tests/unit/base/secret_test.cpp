#include "pf/base/secret.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

using pf::base::scrubbed;
using pf::base::without_credentials;

TEST_CASE("a secret is blotted out wherever it stands, an empty one is none")
{
    CHECK(scrubbed("ERR unknown command 'AUTH' 'hidden', with hidden", {"hidden"}) ==
          "ERR unknown command 'AUTH' '***', with ***");
    CHECK(scrubbed("a*b", {"*"}) == "a***b");
    CHECK(scrubbed("as it is", {"", "other"}) == "as it is");
}

TEST_CASE("a URL in a message keeps its user and its host, but no password")
{
    struct Case {
        char const* text;
        char const* shown;
    };
    for (auto const& each : std::array{
             Case{"postgresql://ann:hidden@db/money", "postgresql://***@db/money"},
             Case{"redis://:hid/d@en@cache:6379/0", "redis://***@cache:6379/0"},
             Case{"\"postgresql://ann:hid den@db/money\" does not exist",
                  "\"postgresql://***@db/money\" does not exist"},
             Case{"postgresql://ann@db:5432/money", "postgresql://ann@db:5432/money"},
             Case{"postgresql://ann@:5432/money?host=@socket", "postgresql://ann@:5432/money?host=@socket"},
             Case{"postgresql://ann:hidden", "postgresql://***"},
             Case{"postgresql://ann@db/money?password=hid@den", "postgresql://ann@db/money?password=***"},
             Case{"\"host=db password=hidden\" is no file", "\"host=db password=***"},
             Case{"https://example.org/a:b", "https://example.org/a:b"},
             Case{"ann@example.org: see https://example.org", "ann@example.org: see https://example.org"},
             Case{"", ""},
         }) {
        CHECK(without_credentials(each.text) == each.shown);
    }
}
