#include "pf/cli/usage.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace pf::cli {

TEST_CASE("a value that begins with a minus joins the option that takes such; the last word comes first")
{
    using Words = std::vector<std::string>;
    CHECK(joined_values({"--from", "-30d", "--sort", "-value"}) == Words{"--sort=-value", "--from=-30d"});
    CHECK(joined_values({"--from", "-v"}) == Words{"-v", "--from"});
    CHECK(joined_values({"--from", "--to", "-1d"}) == Words{"--to=-1d", "--from"});
    CHECK(joined_values({"--text", "-30d"}) == Words{"-30d", "--text"});
    CHECK(joined_values({"--from=2024", "-30d"}) == Words{"-30d", "--from=2024"});
    CHECK(joined_values({}).empty());
}

} // namespace pf::cli
