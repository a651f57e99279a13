#include "pf/report/grid.hpp"
#include "pf/report/markup.hpp"
#include "pf/report/writers.hpp"

#include <doctest/doctest.h>

#include <sstream>
#include <string>
#include <vector>

using namespace pf;
using namespace pf::report;
using money::operator""_dec;

namespace {

Currency const eur{"EUR"};
Currency const jpy{"JPY"};

Report sample()
{
    Grid grid{"positions",
              "",
              {{"ticker", "ticker"},
               {"quantity", "quantity", Align::right},
               {"total_cost", "cost", Align::right},
               {"lots", "lots", Align::right},
               {"note", "", Align::left, Shown::data_only},
               {"mark", "mark", Align::left, Shown::table_only}},
              {},
              {},
              "no positions"};
    grid.rows = {{text("AAPL"), "10.5"_dec, amount("1234.565"_dec, eur), std::int64_t{2}, text("a, \"b\""), text("x")},
                 {text("7203.T"), "100"_dec, amount("-250000.4"_dec, jpy), std::int64_t{12}, text("=1+1"), Nothing()},
                 {text("BTC"), "0.00000001"_dec, amount(std::nullopt, eur), std::int64_t{1}, Nothing(), true}};
    grid.totals = {
        {"currency", "total", {Nothing(), Nothing(), amount("984.16"_dec, eur), Nothing(), Nothing(), Nothing()}}};
    return {
        "pf.test/1", {{"as_of", day(base::parse_date("2024-02-29").operator*())}, {"account", Nothing()}}, {grid}, {}};
}

std::string written(Report const& report, OutputStyle const& style)
{
    std::ostringstream out;
    write(out, report, style);
    return out.str();
}

} // namespace

TEST_CASE("rows that come one by one are written as those in memory are")
{
    auto const in_memory = sample();
    auto streamed = in_memory;
    auto& grid = streamed.grids.front();
    grid.rows.clear();
    grid.source = rows_of(in_memory.grids.front().rows, [](Row const& row) { return row; });
    for (auto const format : {OutputFormat::table, OutputFormat::json, OutputFormat::csv}) {
        std::ostringstream expected;
        write(expected, in_memory, {format});
        std::ostringstream written;
        write(written, streamed, {format});
        CHECK(written.str() == expected.str());
    }
    std::vector<Row> const none;
    grid.source = rows_of(none, [](Row const& row) { return row; });
    grid.totals.clear();
    std::ostringstream empty;
    write(empty, streamed, {});
    CHECK(empty.str() == "no positions\n");
}

TEST_CASE("a table is measured by its first thousand rows, and widened where a later one needs more")
{
    Grid grid{"rows", "", {{"n", "N", Align::right}, {"note", "Note"}}};
    grid.source = [](RowReceiver const& receiver) {
        for (std::int64_t number = 1; number <= 1002; ++number) {
            auto const note = number == 1000 ? "page" : number == 1001 ? "a later one" : "";
            receiver({number == 1002 ? 123456 : number, text(note)});
        }
    };
    auto const lines = [&](OutputStyle const& style) {
        std::vector<std::string> result;
        std::istringstream in{written({"pf.test/1", {}, {grid}, {}}, style)};
        for (std::string line; std::getline(in, line);) {
            result.push_back(line);
        }
        return result;
    };
    auto const all = lines({});
    REQUIRE(all.size() == 1004);
    CHECK(all[0] == "   N  Note");
    CHECK(all[1] == "----  ----");
    CHECK(all[2] == "   1");
    CHECK(all[1001] == "1000  page");
    CHECK(all[1002] == "1001  a later one");
    CHECK(all[1003] == "123456");
}

namespace {

/// Counts how often it is flushed, and keeps what was written by then.
class Flushed : public std::stringbuf {
public:
    std::vector<std::string> texts;

protected:
    int sync() override
    {
        texts.push_back(str());
        return 0;
    }
};

} // namespace

TEST_CASE("rows that go out at once are flushed a thousand at a time, in every output")
{
    Grid grid{"rows", "", {{"n", "N", Align::right}}};
    std::int64_t read = 0;
    grid.source = [&](RowReceiver const& receiver) {
        for (read = 1; read <= 2500; ++read) {
            receiver({read});
        }
    };
    for (auto const format : {OutputFormat::table, OutputFormat::json, OutputFormat::csv}) {
        for (bool const at_once : {false, true}) {
            grid.goes_out_at_once = at_once;
            Flushed buffer;
            std::ostream out{&buffer};
            write(out, {"pf.test/1", {}, {grid}, {}}, {format});
            CHECK(buffer.texts.size() == (at_once ? 2 : 0));
            if (at_once) {
                CHECK(buffer.texts.front().find("1000") != std::string::npos);
                CHECK(buffer.texts.front().find("1001") == std::string::npos);
            }
        }
    }
}

TEST_CASE("numbers of a table stand on their decimal marks, unknown is a question mark")
{
    CHECK(written(sample(), {}) == R"(ticker      quantity        cost  lots  mark
------  ------------  ----------  ----  ----
AAPL     10.5            1234.56     2  x
7203.T  100           -250000       12
BTC       0.00000001           ?     1  yes
------  ------------  ----------  ----  ----
total                     984.16
)");
}

TEST_CASE("JSON is one document: schema first, exact numbers as strings, unknown as null")
{
    CHECK(written(sample(), {OutputFormat::json}) == R"({
  "schema": "pf.test/1",
  "as_of": "2024-02-29",
  "account": null,
  "positions": [
    {"ticker":"AAPL","quantity":"10.5","total_cost":"1234.565","lots":2,"note":"a, \"b\""},
    {"ticker":"7203.T","quantity":"100","total_cost":"-250000.4","lots":12,"note":"=1+1"},
    {"ticker":"BTC","quantity":"0.00000001","total_cost":null,"lots":1,"note":null}
  ],
  "positions_totals": [
    {"total":"currency","total_cost":"984.16"}
  ]
}
)");
}

TEST_CASE("CSV has the keys as its header, quotes what needs it, and leaves what is unknown empty")
{
    CHECK(written(sample(), {OutputFormat::csv}) == R"(ticker,quantity,total_cost,lots,note
AAPL,10.5,1234.565,2,"a, ""b"""
7203.T,100,-250000.4,12,"=1+1"
BTC,0.00000001,,1,
)");
}

TEST_CASE("T2: text never begins as a formula of a spreadsheet where that is asked for, and numbers stay numbers")
{
    Grid const grid{
        "rows",
        "",
        {{"name", "Name"}, {"value", "Value"}},
        {{text("=1+1"), Decimal{-1}}, {text("@x"), Decimal{2}}, {text("-a,b"), Decimal{3}}, {text("a=1"), Decimal{4}}},
        {},
        {}};
    auto const csv = [&](bool safe) {
        std::ostringstream out;
        OutputStyle style{OutputFormat::csv};
        style.csv_safe = safe;
        write(out, {"pf.test/1", {}, {grid}}, style);
        return out.str();
    };
    CHECK(csv(false) == "name,value\n\"=1+1\",-1\n\"@x\",2\n\"-a,b\",3\na=1,4\n");
    CHECK(csv(true) == "name,value\n'=1+1,-1\n'@x,2\n\"'-a,b\",3\na=1,4\n");
}

TEST_CASE("T2: markup shows what cannot be seen, and turns nothing around")
{
    CHECK(markup_of("a<b> & \"c\"\n") == "a&lt;b&gt; &amp; &quot;c&quot; ");
    CHECK(markup_of("\x1b[31m \u009b \u202e \u2066 \xff ü 株") == "\\x1b[31m \\u009b \\u202e \\u2066 \\xff ü 株");
}

TEST_CASE("no rows: a table says so, JSON has an empty array, CSV its header")
{
    Report report = sample();
    report.grids[0].rows.clear();
    report.grids[0].totals.clear();
    CHECK(written(report, {}) == "no positions\n");
    CHECK(written(report, {OutputFormat::json}).ends_with("  \"positions\": []\n}\n"));
    CHECK(written(report, {OutputFormat::csv}) == "ticker,quantity,total_cost,lots,note\n");
}

TEST_CASE("a table that is too wide cuts text, never numbers")
{
    Grid const grid{"x",
                    "",
                    {{"file", "file"}, {"ticker", "ticker"}, {"quantity", "quantity", Align::right}},
                    {{text("a very long file name indeed.csv"), text("ÄÖÜ"), "123456789.123456789"_dec}}};
    CHECK(written({"pf.x/1", {}, {grid}, {}}, {OutputFormat::table, 52}) ==
          "file                     ticker             quantity\n"
          "-----------------------  ------  -------------------\n"
          "a very long file name …  ÄÖÜ     123456789.123456789\n");
    std::string const narrow = written({"pf.x/1", {}, {grid}, {}}, {OutputFormat::table, 10});
    CHECK(narrow.find("a very long file na…  ÄÖÜ     123456789.123456789\n") != std::string::npos);
}

TEST_CASE("days and moments are not cut either")
{
    auto const stamp = (*base::parse_iso_timestamp("2024-02-29T13:05:00.123Z")).timestamp;
    Grid const grid{"x", "", {{"at", "at"}, {"day", "day"}}, {{moment(stamp), day(stamp)}}};
    CHECK(written({"pf.x/1", {}, {grid}, {}}, {OutputFormat::table, 10}) == "at                    day\n"
                                                                            "--------------------  ----------\n"
                                                                            "2024-02-29T13:05:00Z  2024-02-29\n");
}

TEST_CASE("a grid whose columns are all for data is no table")
{
    Grid const grid{"x", "", {{"a", "", Align::left, Shown::data_only}}, {{text("1")}}};
    CHECK(written({"pf.x/1", {}, {grid}, {"a note"}}, {}) == "a note\n");
}

TEST_CASE("colours are for unknown values and losses, and only when asked for")
{
    Grid const grid{"x",
                    "",
                    {{"a", "a", Align::right}, {"b", "b", Align::right}},
                    {{amount("-1"_dec, eur), amount(std::nullopt, eur)}}};
    CHECK(written({"pf.x/1", {}, {grid}, {}}, {OutputFormat::table, 0, true}) ==
          "\x1b[1m    a  b\x1b[0m\n-----  -\n\x1b[31m-1.00\x1b[0m  \x1b[33m?\x1b[0m\n");
}

TEST_CASE("control characters of a value reach no terminal, and JSON escapes them")
{
    Grid const grid{"x", "", {{"a", "a"}}, {{text("x\x1b[31m\ny\xff\u202ez")}}};
    CHECK(written({"pf.x/1", {}, {grid}, {}}, {}) == "a\n-----------------------\nx\\x1b[31m\\ny\\xff\\u202ez\n");
    CHECK(written({"pf.x/1", {}, {grid}, {}}, {OutputFormat::json}).find(R"({"a":"x\u001b[31m\ny)") !=
          std::string::npos);
}

TEST_CASE("a long value is cut at a character, in time that grows with its length")
{
    std::string long_word;
    for (int i = 0; i < 200'000; ++i) {
        long_word += "ä";
    }
    Grid const grid{"x", "", {{"a", "a"}}, {{text(long_word)}}};
    auto const shown = written({"pf.x/1", {}, {grid}, {}}, {OutputFormat::table, 40, false});
    CHECK(shown.find("ää…\n") != std::string::npos);
    CHECK(shown.size() < 200);
}

TEST_CASE("amounts show the currency's minor unit, rounded half-even once")
{
    CHECK(shown(Amount{"0.125"_dec, eur}) == "0.12");
    CHECK(shown(Amount{"0.135"_dec, eur}) == "0.14");
    CHECK(shown(Amount{"-0.001"_dec, eur}) == "0.00");
    CHECK(shown(Amount{"1234.5"_dec, jpy}) == "1234");
    CHECK(shown(Amount{"1"_dec, Currency{"KWD"}}) == "1.000");
    CHECK(exact(Amount{"0.125"_dec, eur}) == "0.125");
}

TEST_CASE("unit prices show the minor unit at least and eight digits at most")
{
    CHECK(shown(UnitPrice{"12"_dec, eur}) == "12.00");
    CHECK(shown(UnitPrice{"33.333333333333333333"_dec, eur}) == "33.3333");
    CHECK(shown(UnitPrice{"0.000012345678"_dec, eur}) == "0.00001235");
    CHECK(shown(UnitPrice{"150.5"_dec, jpy}) == "150.5");
    CHECK(shown(UnitPrice{"150"_dec, jpy}) == "150");
}

TEST_CASE("several tables are apart, and those without rows are left out")
{
    Grid const full{"a", "First", {{"a", "a"}}, {{text("1")}}};
    Grid const empty{"b", "Second", {{"b", "b"}}};
    Grid const hidden{"c", "Third", {{"c", "c"}}, {{text("3")}}, {}, "", Shown::data_only};
    CHECK(written({"pf.x/1", {}, {full, empty, hidden, full}, {"a note"}}, {}) ==
          "First\na\n-\n1\n\nFirst\na\n-\n1\n\na note\n");
    CHECK(written({"pf.x/1", {}, {full, empty, hidden}, {}}, {OutputFormat::json}) ==
          "{\n  \"schema\": \"pf.x/1\",\n  \"a\": [\n    {\"a\":\"1\"}\n  ],\n  \"b\": [],\n  \"c\": [\n    "
          "{\"c\":\"3\"}\n  ]\n}\n");
}
