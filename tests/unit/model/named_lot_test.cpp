#include "pf/model/named_lot.hpp"

#include <doctest/doctest.h>

#include <initializer_list>
#include <utility>

using namespace pf;
using money::operator""_dec;

TEST_CASE("lots are named by the day of their purchase or by an id, and how many units")
{
    auto const lots = model::parse_named_lots(" 2023-01-10 : 5 ;id:ABC:1:2.50; 2023-03-14:10");
    REQUIRE(lots);
    REQUIRE(lots->size() == 3);
    CHECK(base::to_text(*lots->at(0).day) == "2023-01-10");
    CHECK(lots->at(0).quantity == "5"_dec);
    CHECK(!lots->at(1).day);
    CHECK(lots->at(1).external_id == "ABC:1");
    CHECK(name_of(lots->at(1)) == "id:ABC:1");
    CHECK(total_quantity(*lots) == "17.5"_dec);
    CHECK(to_text(*lots) == "2023-01-10:5; id:ABC:1:2.5; 2023-03-14:10");
    CHECK(*model::parse_named_lots(to_text(*lots)) == *lots);
}

TEST_CASE("no names are none")
{
    CHECK(model::parse_named_lots("")->empty());
    CHECK(model::parse_named_lots("  ")->empty());
}

TEST_CASE("a name that is none is told, with how it is written")
{
    for (auto const& [text, problem] : std::initializer_list<std::pair<char const*, char const*>>{
             {"5", R"(names the lot "5", which does not say how many units)"},
             {"2023-01-10", R"(names the lot "2023-01-10", which does not say how many units)"},
             {"2023-01-10:", R"(names the lot "2023-01-10:", which does not say how many units)"},
             {"2023-01-10:0", R"(names the lot "2023-01-10:0", which does not say how many units)"},
             {"2023-01-10:-5", R"(names the lot "2023-01-10:-5", which does not say how many units)"},
             {"2023-01-10:0.0000000000000000001",
              R"(names the lot "2023-01-10:0.0000000000000000001", which does not say how many units)"},
             {"2023-02-30:5", R"(names the lot "2023-02-30:5", which is neither a day nor an id)"},
             {"ABC:5", R"(names the lot "ABC:5", which is neither a day nor an id)"},
             {"id::5", R"(names the lot "id::5", which does not say which id)"},
             {"id:5", R"(names the lot "id:5", which is neither a day nor an id)"},
             {"2023-01-10:5;", R"(names the lot "", which does not say how many units)"}}) {
        auto const lots = model::parse_named_lots(text);
        REQUIRE(!lots);
        CHECK(lots.problem().message == problem);
        CHECK(lots.problem().hint.find("2023-01-10:5; id:ABC:5") != std::string::npos);
    }
}
