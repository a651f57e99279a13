// What the reader tells of how it comes to what it makes of a row, and what samples use of a format.
#include "pf/importer/definition.hpp"
#include "pf/importer/format_coverage.hpp"

#include "support/source_dir.hpp"
#include "unit/importer/entry_text.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace pf;

namespace {

constexpr std::string_view definition = R"(
name = "acme"
title = "Acme"
dates = "iso"
rule_column = "kind"

[columns]
day = "Day"
kind = "Kind"
paper = "Paper"
units = "Units"
each = "Each"
money = "Money"
note = "Note?"

[defaults]
date = "day"
ticker = "paper"
currency = "'EUR'"

[[rule]]
name = "remark"
when = { kind = "Remark" }
ignore = "moves nothing"

[[rule]]
name = "purchase"
when = { kind = ["Buy {how}", "Get {how}"] }

[[rule.check]]
name = "units at the price"
value = "units * each"
equals = "money"

[[rule.emit]]
type = "BUY"
quantity = "units"
total = "money"

[[rule.emit]]
when = { how = "free" }
type = "FEE"
total = "each"
ticker = ""
)";

constexpr std::string_view rows = "Day,Kind,Paper,Units,Each,Money\n"
                                  "2024-01-02,Remark,,,,\n"
                                  "2024-01-03,Buy now,A,2,10,20\n"
                                  "2024-01-04,Buy now,A,2,10,30\n"
                                  "2024-01-05,Sell,A,2,10,20\n";

std::vector<importer::RowTrace> traces_of(importer::Format const& format)
{
    std::vector<importer::RowTrace> traces;
    importer::Companions const companions;
    importer::FileReader reader(csv::Source::from_text(rows, "a.csv"), format, companions, "main");
    reader.trace([&traces](importer::RowTrace const& trace) { traces.push_back(trace); });
    importer::Entry entry;
    while (reader.next(entry)) {
    }
    return traces;
}

} // namespace

TEST_CASE("a trace names the rule that takes a row, and why those before it do not")
{
    auto const format = importer::parse_definition(definition, "acme.toml");
    auto const traces = traces_of(format);
    REQUIRE(traces.size() == 4);
    auto const& bought = traces[1];
    CHECK(bought.line == 3);
    CHECK(bought.rule == "purchase");
    REQUIRE(bought.tried.size() == 2);
    CHECK(bought.tried[0].obstacle == "kind is \"Buy now\", not \"Remark\"");
    CHECK(bought.tried[1].obstacle.empty());
    REQUIRE(bought.kept.size() == 1);
    CHECK(bought.kept[0].name == "how");
    CHECK(bought.kept[0].value == "now");
    CHECK(traces[3].rule.empty());
    CHECK(traces[3].tried.size() == 2);
}

TEST_CASE("a trace has the value of each formula, and both figures of each check")
{
    auto const format = importer::parse_definition(definition, "acme.toml");
    auto const traces = traces_of(format);
    auto const& bought = traces.at(1);
    auto const quantity =
        std::ranges::find_if(bought.formulas, [](auto const& formula) { return formula.field == "quantity"; });
    REQUIRE(quantity != bought.formulas.end());
    CHECK(quantity->record == "1: BUY");
    CHECK(quantity->formula == "units");
    CHECK(quantity->value == "2");
    CHECK(bought.formulas.back().obstacle == "how is \"now\", not \"free\"");
    REQUIRE(bought.checks.size() == 1);
    CHECK(bought.checks[0].formula == "units * each = money");
    CHECK(bought.checks[0].value == "20");
    CHECK(bought.checks[0].outcome == "holds");
    CHECK(traces.at(2).checks.at(0).outcome == "fails");
    CHECK(traces.at(2).entry.issues.size() == 1);
}

TEST_CASE("tracing changes nothing of what a file becomes")
{
    for (char const* const name : {"revolut-stocks", "trading212", "kraken-ledgers", "ibkr-trades"}) {
        CAPTURE(name);
        importer::Format const& format = test::built_in().get(name);
        std::string const text = test::rows_of(test::source_dir() + "/samples/" + name);
        importer::Companions const companions;
        importer::Settled const settled(csv::Source::from_text(text, name), format);
        importer::FileReader reader(csv::Source::from_text(text, name), format, companions, "main");
        reader.use(settled);
        std::int64_t traced = 0;
        std::int64_t read = 0;
        reader.trace([&traced](importer::RowTrace const&) { ++traced; });
        std::string entries;
        importer::Entry entry;
        while (reader.next(entry)) {
            entries += test::to_text(entry);
            read += entry.rows;
        }
        CHECK(entries == test::read_all(format, text, name));
        CHECK(traced == read);
    }
}

TEST_CASE("coverage tells what no row has used")
{
    auto const format = importer::parse_definition(definition, "acme.toml");
    importer::FormatCoverage coverage(format);
    for (auto const& trace : traces_of(format)) {
        coverage.note(trace);
    }
    CHECK(coverage.total().booked == 1);
    CHECK(coverage.total().ignored == 1);
    CHECK(coverage.total().rejected == 2);
    REQUIRE(coverage.checks().size() == 1);
    CHECK(coverage.checks()[0].held == 1);
    CHECK(coverage.checks()[0].failed == 1);
    auto const unused = coverage.unused();
    REQUIRE(unused.size() == 2);
    CHECK(unused[0].name == "note: in no sample");
    CHECK(unused[1].kind == "word");
    CHECK(unused[1].name == "kind = \"Get {how}\"");
}
