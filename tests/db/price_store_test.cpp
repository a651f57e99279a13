#include "store_fixture.hpp"

using namespace pf;
using namespace pf::test;
using db::Stored;

namespace {

model::Price price_of(std::string_view ticker, std::string_view date, std::string_view close,
                      std::string_view source = "test")
{
    model::Price price;
    price.ticker = ticker;
    price.date = on(date);
    price.close = (*parse_decimal(close)).value;
    price.source = source;
    return price;
}

} // namespace

TEST_CASE_TEMPLATE("a price comes back as it was stored", Where, PF_BACKENDS)
{
    Stores stores{Where::backend};
    model::Price const full{on("2024-02-29"),           "it's",          "3"_dec,          "1.5"_dec,     "4"_dec,
                            "0.000000000000000001"_dec, "123456789"_dec, Currency{"USDT"}, "a \"source\""};
    CHECK(stores.prices.upsert({full, price_of("B", "2024-02-29", "0")}) ==
          std::vector{Stored::inserted, Stored::inserted});
    CHECK(stores.prices.latest({"it's"}, on("2024-02-29")) == std::vector{full});
    CHECK(stores.prices.latest({"B", "it's"}, on("2024-03-01")).size() == 2);
}

TEST_CASE_TEMPLATE("a price that is sent again is unchanged, and another value replaces it", Where, PF_BACKENDS)
{
    Stores stores{Where::backend};
    auto const old = price_of("A", "2024-01-01", "10.50");
    CHECK(stores.prices.upsert({old, price_of("A", "2024-01-02", "11")}).size() == 2);
    CHECK(stores.prices.upsert({price_of("A", "2024-01-01", "10.5"), price_of("A", "2024-01-02", "12"),
                                price_of("A", "2024-01-03", "13"), price_of("A", "2024-01-03", "13"),
                                price_of("A", "2024-01-03", "14"), price_of("A", "2024-01-01", "10.5", "other")}) ==
          std::vector{Stored::unchanged, Stored::updated, Stored::inserted, Stored::unchanged, Stored::updated,
                      Stored::inserted});
    CHECK(stores.prices.latest({"A"}, on("2024-12-31")) == std::vector{price_of("A", "2024-01-03", "14")});
    CHECK(stores.prices.upsert(std::vector<model::Price>{}).empty());
}

TEST_CASE_TEMPLATE("the latest price is the last one on or before the day", Where, PF_BACKENDS)
{
    Stores stores{Where::backend};
    static_cast<void>(stores.prices.upsert({price_of("A", "2024-01-01", "1"), price_of("A", "2024-01-05", "5", "z"),
                                            price_of("A", "2024-01-05", "6", "a"), price_of("B", "2024-01-04", "4")}));
    CHECK(stores.prices.latest({"A", "B", "C"}, on("2024-01-05")) ==
          std::vector{price_of("A", "2024-01-05", "6", "a"), price_of("B", "2024-01-04", "4")});
    CHECK(stores.prices.latest({"A", "B"}, on("2024-01-03")) == std::vector{price_of("A", "2024-01-01", "1")});
    CHECK(stores.prices.latest({"A"}, on("2023-12-31")).empty());
    CHECK(stores.prices.latest({}, on("2024-01-05")).empty());
}

TEST_CASE_TEMPLATE("the previous price is the last one before the day of the latest", Where, PF_BACKENDS)
{
    Stores stores{Where::backend};
    static_cast<void>(stores.prices.upsert({price_of("A", "2024-01-01", "1"), price_of("A", "2024-01-03", "3", "z"),
                                            price_of("A", "2024-01-03", "4", "a"), price_of("A", "2024-01-05", "5"),
                                            price_of("B", "2024-01-04", "4")}));
    CHECK(stores.prices.previous({"A", "B", "C"}, on("2024-01-05")) ==
          std::vector{price_of("A", "2024-01-03", "4", "a")});
    CHECK(stores.prices.previous({"A"}, on("2024-01-04")) == std::vector{price_of("A", "2024-01-01", "1")});
    CHECK(stores.prices.previous({"A"}, on("2024-01-02")).empty());
    CHECK(stores.prices.previous({}, on("2024-01-05")).empty());
}

TEST_CASE_TEMPLATE("rates are stored per pair and day and listed up to a day", Where, PF_BACKENDS)
{
    Stores stores{Where::backend};
    model::FxRate const dollar{on("2024-01-02"), Currency{"USD"}, Currency{"EUR"}, "0.91"_dec};
    auto corrected = dollar;
    corrected.rate = "0.92"_dec;
    model::FxRate const pound{on("2024-01-01"), Currency{"GBP"}, Currency{"EUR"}, "1.15"_dec};
    model::FxRate const late{on("2024-01-03"), Currency{"GBP"}, Currency{"EUR"}, "1.16"_dec};
    CHECK(stores.prices.upsert({dollar, pound, late}) == std::vector(3, Stored::inserted));
    CHECK(stores.prices.upsert({corrected, pound}) == std::vector{Stored::updated, Stored::unchanged});
    CHECK(stores.prices.rates(on("2024-01-02")) == std::vector{pound, corrected});
    CHECK(stores.prices.rates(on("2023-01-02")).empty());
    CHECK(stores.prices.upsert(std::vector<model::FxRate>{}).empty());
}
