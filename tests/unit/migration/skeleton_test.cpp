#include "pf/migration/skeleton.hpp"

#include "unit/migration/scripts.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace pf::migration;

namespace {

std::string hint_for(std::string const& name)
{
    try {
        check_new_name(name);
    } catch (pf::Error const& error) {
        return error.hint();
    }
    return {};
}

} // namespace

TEST_CASE("a new migration is named by words, without its number")
{
    for (auto const* name : {"add_title", "add-title", "AddTitle2", "x"}) {
        CAPTURE(name);
        CHECK(hint_for(name).empty());
    }
    struct Case {
        std::string name;
        std::string hint;
    };
    for (auto const& example : std::array<Case, 9>{{
             {"add title", "try add_title"},
             {"0005_Add  title!.sql", "try add_title"},
             {"_add", "try add"},
             {"a/../b", "try a_b"},
             {"größe", "try gr_e"},
             {"add_title.sql", "try add_title"},
             {"5", "try add_title"},
             {"", "try add_title"},
             {"ü", "try add_title"},
         }}) {
        CAPTURE(example.name);
        CHECK(hint_for(example.name) == example.hint);
        CHECK_NOTHROW(check_new_name(example.hint.substr(4)));
    }
}

TEST_CASE("a new migration takes the number behind all others, as wide as theirs")
{
    CHECK(next_file_name({}, "x") == "0001_x.sql");
    CHECK(next_file_name({"a/0002_a.sql", "b/0010_b.sql", "a/0009_c.sql"}, "x") == "0011_x.sql");
    CHECK(next_file_name({"9999_a.sql"}, "x") == "10000_x.sql");
    CHECK(next_file_name({"007_a.sql"}, "x") == "008_x.sql");
    CHECK(next_file_name({"20250101120000_a.sql"}, "x") == "20250101120001_x.sql");
    CHECK(scripts::headline([] { static_cast<void>(next_file_name({"a.sql"}, "x")); }) ==
          "a.sql: is not the name of a migration");
}
