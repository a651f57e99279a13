#include "pf/http/cursor.hpp"
#include "pf/http/target.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace pf::http;

TEST_CASE("a cursor leads back to its place, and can stand in an address as it is")
{
    constexpr int most_parts = 8; // of a hundred bytes each: no key of a list is longer
    rc::check([&] {
        auto const parts = *rc::gen::inRange(0, most_parts + 1);
        auto const place = *rc::gen::container<std::vector<std::string>>(static_cast<std::size_t>(parts),
                                                                         rc::gen::arbitrary<std::string>());
        auto const cursor = cursor_of(place, "transactions");
        RC_ASSERT(cursor.size() <= longest_cursor);
        RC_ASSERT(percent_encoded(cursor) == cursor);
        RC_ASSERT(place_of(cursor, "transactions") == place);
    });
}

TEST_CASE("a cursor of another question, or one that was changed, is none")
{
    auto const cursor = cursor_of({"main", "12", "1"}, "transactions");
    CHECK_FALSE(place_of(cursor, "snapshots"));
    for (std::size_t i = 0; i < cursor.size(); ++i) {
        auto changed = cursor;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        CAPTURE(changed);
        CHECK_FALSE(place_of(changed, "transactions"));
        CHECK_FALSE(place_of(cursor.substr(0, i), "transactions"));
    }
    CHECK_FALSE(place_of(cursor + "A", "transactions"));
    CHECK_FALSE(place_of("../../etc", "transactions"));
    CHECK_FALSE(place_of(std::string(100'000, 'A'), "transactions"));
    CHECK_FALSE(place_of(cursor_of({std::string(longest_cursor, 'a')}, "transactions"), "transactions"));
}
