#include "pf/model/portfolio_name.hpp"

#include <doctest/doctest.h>

#include <string>

using pf::model::portfolio_name_problem;

TEST_CASE("a portfolio is named as a schema is that needs no quotes")
{
    for (auto const& name : {std::string{"anna"}, std::string{"_x"}, std::string{"a_2"}, std::string(63, 'a')}) {
        CHECK_FALSE(portfolio_name_problem(name));
    }
    for (auto const& name : {std::string{}, std::string{"2a"}, std::string{"Anna"}, std::string{"a b"},
                             std::string{"a.b"}, std::string{"ä"}, std::string(64, 'a')}) {
        CHECK(portfolio_name_problem(name)->hint.starts_with("it has small letters"));
    }
}

TEST_CASE("names that the server or pf keeps for itself are none")
{
    for (auto const* const name : {"pg_catalog", "pg_x", "information_schema", "pf_migrate"}) {
        CHECK(portfolio_name_problem(name)->hint == "the server or pf keeps it for itself");
    }
}
