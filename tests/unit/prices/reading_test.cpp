#include "support.hpp"

#include <doctest/doctest.h>

using namespace pf;
using test::question_of;
using test::read;
using test::source_of;

TEST_CASE("values are read as text, with exponents, and rounded to what the source has")
{
    struct Row {
        std::string_view text;
        std::optional<int> decimals;
        std::string_view value;
        bool was_rounded;
    };
    for (auto const& row :
         {Row{"187.35", {}, "187.35", false}, Row{"5.1e-05", {}, "0.000051", false}, Row{"1E2", {}, "100", false},
          Row{"1.25e+1", {}, "12.5", false}, Row{"6.17000007629", 6, "6.17", true}, Row{"6.17", 6, "6.17", false},
          Row{"0.1", {}, "0.1", false}, Row{"-3e0", {}, "-3", false},
          Row{"0.1000000000000000055511151231257827", {}, "0.100000000000000006", true}}) {
        CAPTURE(row.text);
        auto const parsed = prices::parse_value(row.text, row.decimals);
        REQUIRE(parsed);
        CHECK(parsed->value.to_text() == row.value);
        CHECK(parsed->was_rounded == row.was_rounded);
    }
    for (auto const* const text : {"", "NaN", "1e", "1e999999", "1e-101", "e5", "1,5", "0x10", "1e30"}) {
        CAPTURE(text);
        CHECK(!prices::parse_value(text, {}));
    }
}

TEST_CASE("rows of JSON: members of an object, a list of lists, a list of objects")
{
    auto const by_day = source_of("[json]\nrows = \"/Time Series (Daily)\"\ndate = \"@key\"\nclose = \"/4. close\"\n");
    auto const* const days = R"x({"Meta Data": {}, "Time Series (Daily)": {"2026-11-27": {"4. close": "182.5000"}}})x";
    CHECK(read(question_of(by_day), days) == "2026-11-27 182.5");
    auto const points = source_of("dates = \"unix_ms\"\nnames_ends = true\n[json]\nrows = \"/prices\"\ndate = \"/0\"\n"
                                  "close = \"/1\"\n");
    // 1795651200000 is 2026-11-26T00:00:00Z: the end of the 25th
    CHECK(read(question_of(points), R"({"prices": [[1795651200000, 57210.123456789012345], [1795694400000, 5e4]]})") ==
          "2026-11-25 57210.123456789012345; 2026-11-26 50000");
    auto const objects = source_of("[json]\nrows = \"\"\ndate = \"/date\"\nclose = \"/close\"\n");
    CHECK(read(question_of(objects), R"([{"date": "2026-11-27T00:00:00.000Z", "close": 157.92}])") ==
          "2026-11-27 157.92");
}

TEST_CASE("lists beside each other: a null close is a day without one, another length is refused")
{
    auto const source = source_of("dates = \"unix\"\ndecimals = 4\n[json]\ndate = \"/c/0/t\"\nclose = \"/c/0/close\"\n"
                                  "document_currency = \"/c/0/currency\"\n");
    auto const question = question_of(source);
    CHECK(
        read(question, R"({"c": [{"t": [1795651200, 1795737600], "close": [null, 6.17000007], "currency": "GBp"}]})") ==
        "2026-11-27 0.0617 GBP");
    CHECK(read(question, R"({"c": [{"t": [1795651200, 1795737600], "close": [6.1]}]})") ==
          "the answer has 2 days and 1 values");
}

TEST_CASE("an answer that is none is refused with its own words")
{
    auto const source = source_of("[json]\nrows = \"/values\"\ndate = \"/d\"\nclose = \"/c\"\nrefusals = [\"/Note\", "
                                  "\"/status/message\"]\n");
    auto const question = question_of(source);
    CHECK(read(question, R"({"Note": "25 requests a day"})") == "the source says \"25 requests a day\"");
    CHECK(read(question, R"({"status": {"message": "no"}})") == "the source says \"no\"");
    CHECK(read(question, "<html><body>prove that you are no robot</body></html>") ==
          "the answer begins with \"<html><body>prove that you are no robot</body></html>\", which is not JSON, or was "
          "cut off");
    CHECK(read(question, R"({"values": [{"d": "2026-11-27", "c": 1)").ends_with("which is not JSON, or was cut off"));
    CHECK(read(question, R"({"other": 1})").ends_with("which is not a document with rows at \"/values\""));
    CHECK(read(question, R"({"values": [{"d": "2026-11-27", "c": "dear"}]})") ==
          "row 1: the close \"dear\" is not a decimal");
    CHECK(
        read(question, R"({"values": [{"d": "27.11.2026", "c": "1"}]})").starts_with("row 1: the day \"27.11.2026\""));
    CHECK(read(question, "  \n").empty());
}

TEST_CASE("columns of CSV are found by name, whatever separates them")
{
    auto const source = source_of("missing = [\"\", \"N/A\"]\n[csv]\ndate = [\"Date\", \"day\"]\nclose = \"Close\"\n"
                                  "currency = \"Cur\"\n");
    auto const question = question_of(source);
    CHECK(read(question, "Date,Open,Close,Cur\n2026-11-26,1,2.5,USD\n2026-11-27,1,N/A,USD\n") == "2026-11-26 2.5 USD");
    CHECK(read(question, "Cur;Close;day\nZAc;250;2026-11-26\n") == "2026-11-26 2.5 ZAR");
    CHECK(read(question, "Date,Last\n2026-11-26,1\n") ==
          "the answer begins with \"Date,Last\\n2026-11-26,1\\n\", which is not a CSV file with Date and Close");
    CHECK(read(question, "Date,Close\n2026-11-26,\"1\n").find("quote") != std::string::npos);
}

TEST_CASE("units: what a source counts in, what everybody knows, what the symbol says")
{
    auto const source = source_of("units = { mGBP = { currency = \"GBP\", scale = \"0.001\" } }\n[csv]\ndate = \"d\"\n"
                                  "close = \"c\"\ncurrency = \"u\"\n");
    auto question = question_of(source);
    CHECK(read(question, "d,c,u\n2026-11-26,250,mGBP\n2026-11-27,250,GBX\n2026-11-28,3,eur\n") ==
          "2026-11-26 0.25 GBP; 2026-11-27 2.5 GBP; 2026-11-28 3 EUR");
    CHECK(read(question, "d,c,u\n2026-11-26,250,pounds sterling\n").starts_with("line 2: the currency"));
    question.unit = "GBp";
    CHECK(read(question, "d,c,u\n2026-11-26,250,\n") == "2026-11-26 2.5 GBP");
}

TEST_CASE("rates come by their own columns or by an import format, those that were asked for")
{
    auto const ecb = source_of(
        "base = \"EUR\"\n[csv]\ndate = \"TIME_PERIOD\"\nrate = \"OBS_VALUE\"\nquote = \"CURRENCY\"\n", "rates");
    auto question = question_of(ecb);
    question.quotes = {Currency{"USD"}};
    CHECK(read(question, "KEY,CURRENCY,TIME_PERIOD,OBS_VALUE\nEXR,USD,2026-11-27,1.0843\nEXR,JPY,2026-11-27,163.2\n") ==
          "2026-11-27 1.0843 EUR/USD");
    auto const by_format = source_of("format = \"fx\"\n", "rates");
    question.source = &by_format;
    CHECK(read(question, "date,base,quote,rate\n2026-11-27,EUR,USD,1.0843\n2026-11-27,EUR,JPY,163.2\n") ==
          "2026-11-27 1.0843 EUR/USD");
    CHECK(read(question, "date,base,quote,rate\n2026-11-27,EUR,USD,-1\n").starts_with("line 2: rate \"-1\""));
    auto const pairless = source_of("[csv]\ndate = \"d\"\nrate = \"r\"\nquote = \"q\"\n", "rates");
    question.source = &pairless;
    CHECK(read(question, "d,r,q\n2026-11-27,1.0843,USD\n") == "line 2: the pair \"/USD\" is not of two currencies");
}
