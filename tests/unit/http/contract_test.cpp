#include "pf/http/contract.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <string>

using namespace pf::http;

namespace {

nlohmann::json schema_of(std::string const& example)
{
    ContractRoute route;
    route.path = "/api/v1/things";
    route.examples = {example};
    return nlohmann::json::parse(openapi_text({route}, "1"))["components"]["schemas"]["things"];
}

} // namespace

TEST_CASE("a row has what all rows of the examples have")
{
    auto const items = schema_of(R"({"things": [{"a": "1", "b": 2}, {"a": null}]})")["properties"]["things"]["items"];
    CHECK(items["required"] == nlohmann::json::array({"a"}));
    CHECK(items["properties"]["b"]["type"] == nlohmann::json{"integer", "null"});
}

TEST_CASE("a sum has its name, and may have whatever its rows have")
{
    auto const schema = schema_of(R"({"things": [{"a": "1", "b": "2"}], "things_totals": [{"total": "x", "a": "1"}]})");
    auto const items = schema["properties"]["things_totals"]["items"];
    CHECK(items["required"] == nlohmann::json::array({"total"}));
    CHECK(items["properties"].contains("b"));
    CHECK(schema["required"] == nlohmann::json::array({"things"}));
}
