#include "pf/base/error.hpp"

#include "unit/container/archives.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace pf;
using test::Members;
using test::sheet_of;
using test::table_of;
using test::workbook_of;

namespace {

constexpr char const* shared =
    "<sst><si><t>date</t></si><si><r><t>two </t></r><r><t>parts</t></r><rPh><t>no</t></rPh></si></sst>";
constexpr char const* styles =
    "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy-mm-dd hh:mm\"/></numFmts>"
    "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
    "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>";

std::string const second_sheet =
    "<workbook><workbookPr date1904=\"1\"/><sheets><sheet name=\"Secret\" r:id=\"r1\" state=\"hidden\"/>"
    "<sheet name=\"Cash &amp; more\" r:id=\"r2\"/></sheets></workbook>";
std::string const two_sheets =
    "<workbook><sheets><sheet name=\"One\" r:id=\"r1\"/><sheet name=\"2\" r:id=\"r2\"/></sheets></workbook>";

std::string sheet_xml(std::string const& value)
{
    return "<worksheet><sheetData><row><c><v>" + value + "</v></c></row></sheetData></worksheet>";
}

} // namespace

TEST_CASE("a sheet's cells are texts, numbers, days, truths and results of formulas")
{
    auto const text =
        sheet_of("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>"
                 "<row r=\"2\"><c r=\"A2\" s=\"1\"><v>45322</v></c><c r=\"B2\"><v>0.10000000000000001</v></c></row>"
                 "<row r=\"3\"><c r=\"A3\" s=\"2\"><v>45322.5</v></c><c r=\"B3\" t=\"inlineStr\"><is><t>in "
                 "</t><t>line</t></is></c></row>"
                 "<row r=\"4\"><c r=\"A4\" t=\"d\"><v>2024-01-31T10:00:00</v></c><c r=\"B4\" t=\"b\"><v>1</v></c></row>"
                 "<row r=\"5\"><c r=\"A5\" t=\"str\"><f>B1&amp;\"\"</f><v>text</v></c><c "
                 "r=\"B5\"><f>1/8</f><v>0.125</v></c></row>"
                 "<row r=\"6\"><c r=\"A6\" t=\"e\"><v>#REF!</v></c><c r=\"B6\"><f>B5</f></c></row>",
                 {{"xl/sharedStrings.xml", shared}, {"xl/styles.xml", styles}});
    CHECK(text == "date,two parts\n2024-01-31,0.1\n2024-01-31 12:00:00,in "
                  "line\n2024-01-31T10:00:00,TRUE\ntext,0.1250\n#REF!,#FORMULA!\n");
}

TEST_CASE("a row stands on the line of its number, and has no more blanks than a row before it had cells")
{
    auto const text = sheet_of(
        "<row r=\"3\"><c r=\"B3\"><v>1</v></c><c r=\"C3\"><v>2</v></c><c r=\"XFD3\" s=\"1\"/></row><row r=\"4\"/>"
        "<row r=\"6\"><c r=\"A6\" t=\"str\"><v>a\nb, \"c\"</v></c></row><row><c><v>7</v></c><c "
        "r=\"D7\"><v>8</v></c></row>");
    CHECK(text == "\n\n,1,2\n\n\n\"a b, \"\"c\"\"\",,\n7,,,8\n");
}

TEST_CASE("names with a prefix, as some writers have them, are the same")
{
    auto const xml = "<x:worksheet xmlns:x=\"m\"><x:sheetData><x:row r=\"1\"><x:c "
                     "r=\"A1\"><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>";
    CHECK(sheet_of("", {{"xl/worksheets/sheet1.xml", xml}}) == "5\n");
}

TEST_CASE("the first sheet that is not hidden is read, or the one that is wanted")
{
    Members const hidden{{"xl/workbook.xml", second_sheet}, {"xl/worksheets/sheet2.xml", sheet_xml("2")}};
    auto const book = workbook_of("<row><c><v>1</v></c></row>", hidden);
    CHECK(table_of(book) == "2\n");
    CHECK(table_of(book, {"secret"}) == "1\n");
    CHECK(table_of(book, {"Cash & more"}) == "2\n");
    CHECK(table_of(book, {"1"}) == "1\n");
    CHECK(table_of(book, {"3"}) ==
          "book: has no sheet \"3\" | --sheet takes a name or a number: \"Secret\", \"Cash & more\"");
    auto const named = workbook_of("<row><c><v>1</v></c></row>",
                                   {{"xl/workbook.xml", two_sheets}, {"xl/worksheets/sheet2.xml", sheet_xml("2")}});
    CHECK(table_of(named, {"2"}) == "2\n");
    CHECK(table_of("a,b\n", {"1"}) ==
          "book: is no workbook, and has no sheets | leave --sheet out, or import it apart");
}

TEST_CASE("sheets that hold something and are not read are named, unless one was chosen")
{
    auto const left_out = [](std::string const& value, container::Choice const& choice) {
        auto const sheet = value.empty() ? "<worksheet><sheetData/></worksheet>" : sheet_xml(value);
        auto file = test::file_of(workbook_of("<row><c><v>1</v></c></row>",
                                              {{"xl/workbook.xml", two_sheets}, {"xl/worksheets/sheet2.xml", sheet}}));
        return container::tables_of(file.finished(), "book", choice).front().left_out;
    };
    CHECK(left_out("5", {}) == std::vector<std::string>{"2"});
    CHECK(left_out("5", {"One"}).empty());
    CHECK(left_out("", {}).empty());
}

TEST_CASE("days count from 1904 where the workbook says so")
{
    Members const more{
        {"xl/workbook.xml",
         "<workbook><workbookPr date1904=\"1\"/><sheets><sheet name=\"One\" r:id=\"r1\"/></sheets></workbook>"},
        {"xl/styles.xml", styles}};
    CHECK(sheet_of("<row><c s=\"1\"><v>43860</v></c></row>", more) == "2024-01-31\n");
}

TEST_CASE("a sheet that no spreadsheet writes is refused by its row")
{
    CHECK(sheet_of("<row r=\"2\"/><row r=\"2\"/>").starts_with("book:2: the row after it has the number \"2\""));
    CHECK(sheet_of("<row r=\"1048577\"/>").starts_with("book:0: the row after it has the number"));
    CHECK(sheet_of("<row r=\"1\"><c r=\"B1\"/><c r=\"A1\"/></row>")
              .starts_with("book:1: the cell \"A1\" stands out of order"));
    CHECK(sheet_of("<row r=\"1\"><c r=\"XFE1\"/></row>").starts_with("book:1: the row has more than 16384 columns"));
    CHECK(sheet_of("<row r=\"1\"><c><v>1,5</v></c></row>")
              .starts_with("book:1: a cell says that it holds a number, but holds \"1,5\""));
    CHECK(sheet_of("<row r=\"1\"><c t=\"s\"><v>0</v></c></row>")
              .starts_with("book:1: a cell refers to a text that the workbook does not have"));
    CHECK(sheet_of("<row><c></row>")
              .starts_with("book:xl/worksheets/sheet1.xml:1: is no XML as it should be: mismatched tag"));
}

TEST_CASE("a row of a million columns ends with an error")
{
    std::string cells = "<row r=\"1\">";
    for (int column = 0; column < 1'000'000; ++column) {
        cells += "<c><v>1</v></c>";
    }
    CHECK(sheet_of(cells + "</row>").starts_with("book:1: the row has more than 16384 columns"));
}

TEST_CASE("entities that a sheet declares are refused, before one is used")
{
    std::string const bomb =
        "<!DOCTYPE w [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;\">]><worksheet><sheetData><row><c "
        "t=\"str\"><v>&b;</v></c></row></sheetData></worksheet>";
    CHECK(sheet_of("", {{"xl/worksheets/sheet1.xml", bomb}})
              .starts_with("book:xl/worksheets/sheet1.xml:1: declares a document type"));
}

TEST_CASE("a cell or a tag of many megabytes is refused")
{
    CHECK(sheet_of("<row r=\"1\"><c t=\"str\"><v>" + std::string(2'000'000, 'x') + "</v></c></row>")
              .starts_with("book:1: the row is longer than 1 MiB"));
    CHECK(sheet_of("<row r=\"" + std::string(6'000'000, '1') + "\"/>")
              .starts_with("book:xl/worksheets/sheet1.xml:1: a tag is longer than 4 MiB"));
    std::string deep;
    for (int depth = 0; depth < 101; ++depth) {
        deep += "<a>";
    }
    CHECK(sheet_of(deep).starts_with("book:xl/worksheets/sheet1.xml:1: more than 100 elements stand in each other"));
}

TEST_CASE("a workbook without sheets, or with hidden ones alone, is refused")
{
    CHECK(sheet_of("", {{"xl/workbook.xml", "<workbook/>"}}) ==
          "book: is a workbook without a sheet of cells | export it again");
    CHECK(sheet_of(
              "", {{"xl/workbook.xml",
                    "<workbook><sheets><sheet name=\"One\" r:id=\"r1\" state=\"veryHidden\"/></sheets></workbook>"}}) ==
          "book: all of its sheets are hidden | --sheet takes a name or a number: \"One\"");
}
