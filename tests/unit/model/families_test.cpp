#include "pf/model/families.hpp"

#include <doctest/doctest.h>

namespace pf::model {

using Tickers = std::set<std::string>;

TEST_CASE("instruments that conversions connect, directly or through others, are one family")
{
    Families const families{{{"C", "B"}, {"X", "Y"}, {"B", "A"}, {"A", "B"}}};
    CHECK(families.name_of("C") == "A");
    CHECK(families.members("B") == Tickers{"A", "B", "C"});
    CHECK(families.name_of("Y") == "X");
    CHECK(families.all().size() == 2);
    CHECK(families.tickers() == Tickers{"A", "B", "C", "X", "Y"});
}

TEST_CASE("an instrument that nothing was converted into is its own family")
{
    CHECK(Families{}.name_of("A") == "A");
    CHECK(Families{}.members("A") == Tickers{"A"});
    CHECK(Families{{{"A", "A"}}}.all().empty());
}

} // namespace pf::model
