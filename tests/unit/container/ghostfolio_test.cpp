#include "pf/container/ghostfolio.hpp"

#include "unit/container/archives.hpp"

#include <doctest/doctest.h>

using namespace pf;
using test::table_of;

namespace {

constexpr char const* header =
    "Ghostfolio,Account,Date,Type,Symbol,Name,ISIN,Class,Quantity,Price,Fee,Currency,Id,Source,Comment\n";

} // namespace

TEST_CASE("activities are rows with the names of the file's own lists, wherever these stand")
{
    CHECK(table_of("{\"activities\":[{\"accountId\":\"a\",\"date\":\"2024-01-31T00:00:00.000Z\",\"type\":\"BUY\","
                   "\"symbol\":\"X\",\"dataSource\":\"YAHOO\","
                   "\"quantity\":1.065,\"unitPrice\":1e-3,\"fee\":12345678901234567890123,\"currency\":\"USD\","
                   "\"comment\":null}],"
                   "\"accounts\":[{\"id\":\"a\",\"name\":\"Mine\"}],"
                   "\"assetProfiles\":[{\"symbol\":\"X\",\"dataSource\":\"YAHOO\",\"name\":\"X, "
                   "Inc\",\"isin\":\"US1\",\"assetSubClass\":\"ETF\"}]}") ==
          std::string(header) +
              "activity,Mine,2024-01-31,BUY,X,\"X, Inc\",US1,ETF,1.0650,0.0010,12345678901234567890123,USD,,YAHOO,\n");
}

TEST_CASE("an activity as the API gives it names its instrument in an object of its own")
{
    CHECK(table_of("{ \"activities\": [{ \"SymbolProfile\": { \"symbol\": \"bitcoin\", \"dataSource\": \"COINGECKO\" "
                   "}, \"date\": \"2024-01-31T23:00:00.000Z\" }] }") ==
          std::string(header) + "activity,,2024-01-31T23:00:00.000Z,,bitcoin,,,CRYPTO,,,,,,COINGECKO,\n");
}

TEST_CASE("JSON that is none of Ghostfolio, cut short or nested without end is refused")
{
    CHECK(table_of("{\"a\": [1, 2]}").starts_with("book: is JSON, but holds no activities of Ghostfolio"));
    CHECK(table_of("{}").starts_with("book: is JSON, but holds no activities"));
    CHECK(table_of("{\"activities\": [{\"date\": ").starts_with("book: is no JSON as it should be, from byte"));
    CHECK(table_of("{\"activities\":" + std::string(200, '[')).starts_with("book: more than 100 objects and arrays"));
    CHECK(table_of("{\"activities\":[{\"comment\":\"" + std::string(2'000'000, 'x') + "\"}]}")
              .starts_with("book: a value has more than 1 MiB"));
    CHECK(table_of("{name},b\n") == "itself");
}
