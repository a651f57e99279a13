#include "pf/base/error.hpp"

#include "unit/container/archives.hpp"

#include <doctest/doctest.h>

using namespace pf;
using test::gzip_of;
using test::table_of;
using test::zip_of;

TEST_CASE("a text of rows is itself; in an archive it is what was packed")
{
    CHECK(table_of("a,b\n1,2\n") == "itself");
    CHECK(table_of("") == "itself");
    CHECK(table_of(gzip_of("a,b\n1,2\n")) == "a,b\n1,2\n");
    CHECK(table_of(zip_of({{"export.csv", "a,b\n"}})) == "a,b\n");
    CHECK(table_of(zip_of({{"__MACOSX/._export.csv", "x"}, {"x/.DS_Store", "x"}, {"x/export.csv", "a\n"}})) == "a\n");
    CHECK(table_of(gzip_of(zip_of({{"book.xlsx", test::workbook_of("<row><c><v>1</v></c></row>")}}))) == "1\n");
}

TEST_CASE("an archive must hold one file, and no archives without end")
{
    CHECK(table_of(zip_of({})).starts_with("book: is a damaged archive"));
    CHECK(table_of(zip_of({{"__MACOSX/._x", "x"}})).starts_with("book: is an archive without a file"));
    CHECK(table_of(zip_of({{"a", "1"}, {"b", "2"}, {"c", "3"}, {"d", "4"}})) ==
          "book: is an archive of 4 files: \"a\", \"b\", \"c\", … | unpack it, and name the files to import");
    auto const packed = [](std::string const& content) { return zip_of({{"x", content}}); };
    CHECK(table_of(packed(packed(packed("a\n")))) == "a\n");
    CHECK(table_of(packed(packed(packed(packed("a\n"))))).starts_with("book: holds archives in archives in archives"));
}

TEST_CASE("what unfolds far beyond its size is refused")
{
    std::string const bomb(80 << 20, ' ');
    CHECK(table_of(gzip_of(bomb)).starts_with("book: unfolds into more than 200 times its size"));
    CHECK(table_of(zip_of({{"a.csv", bomb}})).starts_with("book: unfolds into more than 200 times its size"));
    CHECK(test::sheet_of("", {{"xl/worksheets/sheet1.xml", "<worksheet>" + bomb}})
              .starts_with("book: unfolds into more than 200 times its size"));
}

TEST_CASE("a damaged archive is no empty file")
{
    auto const whole = gzip_of(std::string(100'000, 'a') + "b,c\n1,2\n");
    CHECK(table_of(std::string_view(whole).substr(0, whole.size() / 2)).starts_with("book: is a damaged archive"));
    auto zip = zip_of({{"a.csv", "a,b,c,d,e,f\n1,2,3,4,5,6\n"}});
    CHECK(table_of(std::string_view(zip).substr(0, 40)).starts_with("book: is "));
    auto const place = zip.find("a.csv") + 8;
    zip[place] = static_cast<char>(zip[place] ^ 0x55);
    CHECK(table_of(zip).starts_with("book: is a damaged archive"));
}

TEST_CASE("what is known and cannot be read is named, with what to export instead")
{
    std::string const ole = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    auto const old_file = [&](std::string_view name) {
        std::string file = ole + std::string(2000, '\0');
        file[30] = 9;
        for (std::size_t index = 0; index < name.size(); ++index) {
            file[512 + 2 * index] = name[index];
        }
        return file;
    };
    using Case = std::pair<std::string, char const*>;
    for (auto const& one :
         {Case{"%PDF-1.7\n", "is a PDF"},
          Case{old_file("Workbook"), "is a file of Microsoft Office from before 2007 (.xls)"},
          Case{old_file("EncryptedPackage"), "is an Excel workbook with a password"},
          Case{ole, "is a file of Microsoft Office"}, Case{"\xEF\xBB\xBF \n<!DOCTYPE HTML><table>", "is a web page"},
          Case{"<html><body>", "is a web page"}, Case{"Rar!\x1A\x07\x01", "is a RAR archive"},
          Case{"SQLite format 3", "is a database of SQLite"},
          Case{zip_of({{"mimetype", "x"}, {"content.xml", "x"}}), "is an OpenDocument file"},
          Case{zip_of({{"[Content_Types].xml", "x"}, {"xl/workbook.bin", "x"}}), "is a binary Excel workbook"},
          Case{zip_of({{"[Content_Types].xml", "x"}, {"word/document.xml", "x"}}), "is a Word document"},
          Case{zip_of({{"Index/Document.iwa", "x"}}), "is a document of Numbers"}}) {
        CAPTURE(one.second);
        auto const text = table_of(one.first);
        CHECK(text.starts_with(std::string("book: ") + one.second));
        CHECK(text.find(" | ") + 3 < text.size());
    }
}
