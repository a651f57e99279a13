#include "pf/http/conditions.hpp"

#include <doctest/doctest.h>

using namespace pf::http;

TEST_CASE("an entity tag is found in a list, and a weak one is the same")
{
    CHECK(names_etag("\"a\"", "\"a\""));
    CHECK(names_etag("\"b\", W/\"a\"", "\"a\""));
    CHECK(names_etag("*", "\"a\""));
    CHECK_FALSE(names_etag("\"ab\"", "\"a\""));
    CHECK_FALSE(names_etag("a", "\"a\""));
    CHECK_FALSE(names_etag("", "\"a\""));
}

TEST_CASE("a star names whatever there is, and so no tag before there is something")
{
    CHECK(names_etag(" * ", "\"a\""));
    CHECK(lists_etag("\"b\", W/\"a\"", "\"a\""));
    CHECK_FALSE(lists_etag("*", "\"a\""));
}

TEST_CASE("JSON is given unless CSV is wanted more, and nothing when neither is wanted")
{
    CHECK(chosen_media("") == Media::json);
    CHECK(chosen_media("*/*") == Media::json);
    CHECK(chosen_media("application/json") == Media::json);
    CHECK(chosen_media("text/csv") == Media::csv);
    CHECK(chosen_media("text/csv, */*") == Media::csv);
    CHECK(chosen_media("text/csv;q=0.5, application/json") == Media::json);
    CHECK(chosen_media("text/csv;q=0.51, application/json;q=0.5") == Media::csv);
    CHECK(chosen_media("application/json;q=0, */*") == Media::csv);
    CHECK(chosen_media("text/*") == Media::csv);
    CHECK(chosen_media("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8") == Media::json);
    CHECK_FALSE(chosen_media("text/html"));
    CHECK_FALSE(chosen_media("*/*;q=0"));
}
