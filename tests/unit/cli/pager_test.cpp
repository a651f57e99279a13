#include "pf/cli/pager.hpp"

#include <doctest/doctest.h>

#include <array>
#include <optional>
#include <string>
#include <unistd.h>

namespace pf::cli {

TEST_CASE("a pager is for terminals: PF_PAGER, else PAGER, else less; cat is none")
{
    using Text = std::optional<std::string>;
    Environment const plain{{{"TERM", "xterm"}}};
    CHECK(pager_command(plain, true) == Text{"less"});
    CHECK(pager_command(plain, false) == std::nullopt);
    CHECK(pager_command(Environment{{}}, true) == std::nullopt);
    CHECK(pager_command(Environment{{{"TERM", "dumb"}}}, true) == std::nullopt);
    CHECK(pager_command(Environment{{{"TERM", "xterm"}, {"PAGER", "more -s"}}}, true) == Text{"more -s"});
    CHECK(pager_command(Environment{{{"TERM", "xterm"}, {"PAGER", "more"}, {"PF_PAGER", "cat"}}}, true) ==
          std::nullopt);
}

TEST_CASE("only what is longer than the screen goes into a pager, the prompt included")
{
    CHECK(!is_longer_than("", 24, 80));
    CHECK(!is_longer_than("a\nb\n", 3, 80));
    CHECK(is_longer_than("a\nb\nc\n", 3, 80));
    CHECK(is_longer_than(std::string(161, 'x') + "\n", 3, 80)); // three lines of it
    CHECK(!is_longer_than(std::string(160, 'x') + "\n", 3, 80));
    CHECK(!is_longer_than(std::string(1000, 'x') + "\n", 3, 0));
}

TEST_CASE("a pager gets what is written to it, and one that is not there is told")
{
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    {
        Pager const pager{"cat >&" + std::to_string(ends[1])};
        REQUIRE(pager.descriptor());
        REQUIRE(::write(*pager.descriptor(), "shown", 5) == 5);
    }
    std::array<char, 8> buffer{};
    CHECK(::read(ends[0], buffer.data(), buffer.size()) == 5);
    CHECK(std::string{buffer.data()} == "shown");
    ::close(ends[0]);
    ::close(ends[1]);
    CHECK(!Pager{"no-such-pager -x"}.descriptor());
}

} // namespace pf::cli
