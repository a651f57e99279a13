// Scripts that are large in every way: read in one pass, on a stack of 256 kB.
#include "pf/migration/file.hpp"

#include "unit/migration/scripts.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <pthread.h>

using namespace pf::migration;
using scripts::headline;
using scripts::split;

namespace {

/// Runs the work on a stack that is too small for one frame per byte, comment or statement.
void run_on_small_stack(std::function<void()> work)
{
#if defined(__SANITIZE_ADDRESS__)
    constexpr std::size_t stack_bytes = std::size_t{1} << 20; // its frames are larger
#else
    constexpr std::size_t stack_bytes = std::size_t{256} << 10;
#endif
    pthread_attr_t attributes;
    REQUIRE(pthread_attr_init(&attributes) == 0);
    REQUIRE(pthread_attr_setstacksize(&attributes, stack_bytes) == 0);
    pthread_t thread{};
    auto const run = [](void* task) -> void* {
        (*static_cast<std::function<void()>*>(task))();
        return nullptr;
    };
    REQUIRE(pthread_create(&thread, &attributes, run, &work) == 0);
    pthread_join(thread, nullptr);
    pthread_attr_destroy(&attributes);
}

std::vector<std::string> split_on_small_stack(std::string const& text, Dialect dialect = Dialect::postgresql)
{
    std::vector<std::string> found;
    run_on_small_stack([&] { found = split(text, dialect); });
    return found;
}

std::string repeated(std::size_t times, std::string_view part)
{
    std::string text;
    text.reserve(times * part.size());
    while (times-- > 0) {
        text += part;
    }
    return text;
}

} // namespace

TEST_CASE("M8: a line of 4.7 MB is one statement or twenty thousand")
{
    for (auto const dialect : {Dialect::postgresql, Dialect::sqlite}) {
        std::string const one = "INSERT INTO t VALUES ('" + std::string(4'700'000, 'x') + "');";
        CHECK(split_on_small_stack(one + " x", dialect) == std::vector<std::string>{one, "x"});
        std::string const row = "INSERT INTO t VALUES ('" + std::string(209, 'x') + "'); ";
        auto const many = split_on_small_stack(repeated(20'000, row), dialect);
        CHECK(many == std::vector<std::string>(20'000, row.substr(0, row.size() - 1)));
    }
}

TEST_CASE("M8: five thousand nested comments, a tag of 4000 characters and a million parentheses are nothing special")
{
    CHECK(split_on_small_stack(repeated(5000, "/* ; ") + repeated(5000, "*/") + "SELECT 1; x") ==
          std::vector<std::string>{"SELECT 1;", "x"});
    std::string const tag = "$" + std::string(4000, 'a') + "$";
    std::string const quoted = "SELECT " + tag + ";$a$ $$" + tag.substr(1, 3999) + tag + ";";
    CHECK(split_on_small_stack(quoted + "x") == std::vector<std::string>{quoted, "x"});
    std::string const nested = "SELECT " + repeated(1'000'000, "(") + ";" + repeated(1'000'000, ")") + ";";
    CHECK(split_on_small_stack(nested + "x") == std::vector<std::string>{nested, "x"});
}

TEST_CASE("M8: a large file is parsed, and refused at its end, on a small stack")
{
    run_on_small_stack([] {
        std::string const text = repeated(20'000, "INSERT INTO t VALUES (1); /* é */ ");
        CHECK(parse(source_of("0001_x.sql", text, Dialect::postgresql)).up.statements == 20'000);
        CHECK(headline([&] { static_cast<void>(parse(source_of("0001_x.sql", text + "'", Dialect::postgresql))); }) ==
              "0001_x.sql:1:680001: error: quoted string is not closed");
    });
}
