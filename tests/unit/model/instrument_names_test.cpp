#include "pf/model/instrument_names.hpp"

#include <doctest/doctest.h>

namespace pf::model {

namespace {

constexpr char const* apple = "US0378331005";
constexpr char const* meta = "US30303M1027";

InstrumentDetails details(std::string ticker, std::string isin, std::optional<std::int64_t> import_id = {})
{
    InstrumentDetails known;
    known.ticker = std::move(ticker);
    known.isin = std::move(isin);
    known.import_id = import_id;
    return known;
}

} // namespace

TEST_CASE("an ISIN ends in its check digit")
{
    for (auto const* const isin : {apple, meta, "US5949181045", "IE00BK5BQT80", "CH0038863350", "XS1982113463"}) {
        CHECK(is_isin(isin));
    }
    for (auto const* const other :
         {"", "AAPL", "US0378331006", "us0378331005", "US037833100", "US03783310055", "1S0378331005", "US037833100A",
          "US0378331\xc3\xa9"
          "05"}) {
        CHECK_FALSE(is_isin(other));
    }
}

TEST_CASE("a word that nobody has explained is its own ticker")
{
    InstrumentNames const names;
    CHECK(names.ticker_of("AAPL") == "AAPL");
    CHECK(names.ticker_of("AAPL", apple) == "AAPL");
    CHECK(names.ticker_of("").empty());
    CHECK_FALSE(names.knows("AAPL"));
}

TEST_CASE("a row with symbol and ISIN teaches that both are its own word")
{
    SUBCASE("the symbol is the word")
    {
        InstrumentNames names;
        CHECK_FALSE(names.learn("AAPL", apple, 7));
        CHECK(names.ticker_of(apple) == "AAPL");
        CHECK(names.learned() == std::vector<InstrumentName>{{apple, "AAPL", 7}});
        CHECK(names.learned_isins() == std::map<std::string, std::string>{{"AAPL", apple}});
    }
    SUBCASE("the ISIN is the word")
    {
        InstrumentNames names;
        CHECK_FALSE(names.learn(apple, "AAPL", 7));
        CHECK(names.ticker_of("AAPL") == apple);
        CHECK(names.learned() == std::vector<InstrumentName>{{"AAPL", apple, 7}});
    }
    SUBCASE("one of them has transactions: it is that one")
    {
        InstrumentNames names{{}, {}, {"AAPL"}};
        CHECK_FALSE(names.learn(apple, "AAPL", 7));
        CHECK(names.ticker_of(apple) == "AAPL");
    }
    SUBCASE("two symbols, or two ISINs, teach nothing")
    {
        InstrumentNames names;
        CHECK_FALSE(names.learn("AAPL", "APC", 7));
        CHECK_FALSE(names.learn(apple, meta, 7));
        CHECK(names.learned().empty());
    }
    SUBCASE("what is known is not taught again")
    {
        InstrumentNames names{{{apple, "AAPL", 3}}, {details("AAPL", apple, 3)}, {"AAPL"}};
        CHECK_FALSE(names.learn("AAPL", apple, 7));
        CHECK(names.learned().empty());
    }
}

TEST_CASE("what contradicts is named, and teaches nothing")
{
    SUBCASE("both have transactions of their own")
    {
        InstrumentNames names{{}, {}, {"AAPL", apple}};
        CHECK(names.learn("AAPL", apple, 7) == NameConflict{"AAPL", apple, "AAPL", apple, {}});
        CHECK(names.learned().empty());
    }
    SUBCASE("the ISIN is that of another ticker")
    {
        InstrumentNames names{{{apple, "APC", 3}}, {details("APC", apple, 3)}, {"AAPL", "APC"}};
        CHECK(names.learn("AAPL", apple, 7) == NameConflict{"AAPL", apple, "AAPL", "APC", {}});
    }
    SUBCASE("the symbol has another ISIN")
    {
        InstrumentNames names;
        CHECK_FALSE(names.learn("AAPL", apple, 7));
        CHECK(names.learn("AAPL", meta, 8) == NameConflict{"AAPL", meta, "AAPL", {}, apple});
        CHECK(names.ticker_of(meta) == meta);
        CHECK(names.learned().size() == 1);
    }
    SUBCASE("the symbol is that of an instrument whose ticker is another ISIN")
    {
        InstrumentNames names;
        CHECK_FALSE(names.learn(apple, "AAPL", 7));
        CHECK(names.learn(meta, "AAPL", 7) == NameConflict{"AAPL", meta, apple, {}, apple});
    }
}

TEST_CASE("an ISIN that somebody has assigned goes before the symbol")
{
    InstrumentNames names{{{meta, "AAPL.2", {}}}, {details("AAPL", apple), details("AAPL.2", meta)}, {"AAPL"}};
    CHECK_FALSE(names.learn("AAPL", meta, 7));
    CHECK_FALSE(names.learn("AAPL", apple, 7));
    CHECK(names.ticker_of("AAPL", meta) == "AAPL.2");
    CHECK(names.ticker_of("AAPL", apple) == "AAPL");
    CHECK(names.ticker_of("AAPL") == "AAPL");
}

TEST_CASE("an ISIN that somebody has assigned to a ticker of its own name")
{
    InstrumentNames names;
    CHECK_FALSE(names.learn(apple, "AAPL", 7));
    InstrumentNames told{names.learned(), {details(apple, apple, 7), details(meta, meta)}, {apple}};
    CHECK_FALSE(told.learn(meta, "AAPL", 8));
    CHECK(told.ticker_of(meta, "AAPL") == meta);
    CHECK(told.ticker_of("AAPL") == apple);
}

TEST_CASE("an instrument may have several ISINs, of which the first is shown")
{
    InstrumentNames names{{{meta, "AAPL", {}}}, {}, {}};
    CHECK_FALSE(names.learn("AAPL", meta, 7));
    CHECK_FALSE(names.learn("AAPL", apple, 7));
    CHECK(names.ticker_of(apple) == "AAPL");
    CHECK(names.ticker_of(meta) == "AAPL");
}

} // namespace pf::model
