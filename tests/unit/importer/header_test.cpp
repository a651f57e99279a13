// How a file's header is found and bound, and what becomes of the lines around its table.
#include "pf/base/error.hpp"
#include "pf/importer/definition.hpp"
#include "pf/importer/header.hpp"

#include "unit/importer/entry_text.hpp"

#include <doctest/doctest.h>

using namespace pf;

namespace {

std::string const columns = "name = \"x\"\ntitle = \"X\"\n[columns]\ndate = \"Date\"\namount = \"Amount\"\n";
std::string const fee_rule =
    "[[rule]]\nname = \"fee\"\n[[rule.emit]]\ntype = \"FEE\"\ndate = \"date\"\ntotal = \"amount\"\n";

importer::Format format_of(std::string const& definition)
{
    return importer::parse_definition(definition, "x.toml");
}

std::string read(std::string const& definition, std::string const& text)
{
    return test::read_all(format_of(definition), text, "t.csv");
}

} // namespace

TEST_CASE("the header is found below titles and blank lines, and may come again")
{
    std::string const definition = columns + fee_rule + "currency = \"'EUR'\"\n";
    CHECK(read(definition,
               "A title\n\n\"Another, with a comma\"\nDate,Amount\n2024-01-02,3\nDate,Amount\n2024-01-03,4\n") ==
          "line 5 books\n    FEE 2024-01-02 CASH total=3 currency=EUR\n"
          "line 6 ignored by header again: says the columns' names once more\n"
          "line 7 books\n    FEE 2024-01-03 CASH total=4 currency=EUR\n");
    CHECK(read(definition, "Date,Amount\n2024-01-02,3\nThe figures above are without warranty.\n") ==
          "line 2 books\n    FEE 2024-01-02 CASH total=3 currency=EUR\n"
          "line 3 ignored by line around the table: holds a text, and no row\n");
    CHECK(read(definition, "Date,Amount\n2024-01-0\n").find("the row has 1 fields, the header 2") != std::string::npos);
}

TEST_CASE("lines that the format names stand outside of the table")
{
    std::string const outside = "outside = [\"MSG\", \"EO*\"]\n";
    CHECK(read(outside + columns + fee_rule + "currency = \"'EUR'\"\n", "Date,Amount\nMSG,hello\nEOF,7\n") ==
          "line 2 ignored by line around the table: holds a text, and no row\n"
          "line 3 ignored by line around the table: holds a text, and no row\n");
}

TEST_CASE("a gap in a header's name is the value of a column that the file does not have")
{
    std::string const definition = "name = \"x\"\ntitle = \"X\"\n[columns]\ndate = \"Date\"\n"
                                   "amount = [\"Amount\", \"Amount ({currency})\"]\ncurrency = \"Currency\"\n" +
                                   fee_rule + "currency = \"currency\"\n";
    std::string const books = "line 2 books\n    FEE 2024-01-02 CASH total=3 currency=CHF\n";
    CHECK(read(definition, "Date,Amount (CHF)\n2024-01-02,3\n") == books);
    CHECK(read(definition, "Date,Amount,Currency\n2024-01-02,3,CHF\n") == books);
    CHECK(read(definition, "Date,Amount (EUR),Currency\n2024-01-02,3,CHF\n") == books);
    CHECK(read(definition, "Date,Amount\n2024-01-02,3\n").find("the header lacks \"Currency\"") != std::string::npos);
    CHECK_THROWS_AS(
        static_cast<void>(format_of("name = \"x\"\ntitle = \"X\"\n[columns]\na = \"A ({b})\"\n" + fee_rule)), Error);
}

TEST_CASE("the second column of a name is not the first, and one without a name stands behind its neighbour")
{
    std::string const definition = "name = \"x\"\ntitle = \"X\"\n[columns]\ndate = \"Date#2\"\ncurrency = \"Change\"\n"
                                   "amount = { after = \"currency\" }\nother = \"Date\"\n" +
                                   fee_rule + "currency = \"currency\"\n";
    CHECK(read(definition, "Date,Date,Change,\n2023-12-31,2024-01-02,CHF,3\n") ==
          "line 2 books\n    FEE 2024-01-02 CASH total=3 currency=CHF\n");
    CHECK(read(definition, "Date,Date,Change,Sum\n2023-12-31,2024-01-02,CHF,3\n")
              .find("the header lacks \"the one behind Change\"") != std::string::npos);
}

TEST_CASE("columns of an unknown language are known by their places, where the header is as wide as it should be")
{
    std::string const definition =
        "width = 3\nname = \"x\"\ntitle = \"X\"\n[columns]\n"
        "date = { name = \"Date\", at = 1 }\namount = { name = \"Amount\", at = 2 }\nisin = \"ISIN\"\n" +
        fee_rule + "currency = \"'EUR'\"\n";
    CHECK(read(definition, "Dátum,Összeg,ISIN\n2024-01-02,3,X\n") ==
          "line 2 books\n    FEE 2024-01-02 CASH total=3 currency=EUR\n");
    CHECK(read(definition, "ISIN,Amount,Date\nX,3,2024-01-02\n") ==
          "line 2 books\n    FEE 2024-01-02 CASH total=3 currency=EUR\n");
    CHECK(read(definition, "Dátum,Összeg\n2024-01-02,3\n").find("the header lacks") != std::string::npos);
}

TEST_CASE("a column that nobody knows does not refuse the file, and is named when it holds a number")
{
    importer::Format const format = format_of("other_columns = \"watch\"\nunused_columns = [\"Row *\"]\n" + columns +
                                              fee_rule + "currency = \"'EUR'\"\n");
    std::string const text = "Date,Amount,Remark,Row number,Levy\n2024-01-02,3,none,7,0\n2024-01-03,3,1x,8,0.5\n";
    CHECK(test::read_all(format, text, "t.csv").find("rejected") == std::string::npos);
    importer::Companions const companions;
    importer::FileReader reader(csv::Source::from_text(text, "t.csv"), format, companions, "main");
    importer::Entry entry;
    REQUIRE(reader.next(entry));
    CHECK(reader.unread_columns().empty());
    REQUIRE(reader.next(entry));
    CHECK(reader.unread_columns() == std::vector<std::string>{"Levy", "Remark"});
    CHECK(read(columns + fee_rule + "currency = \"'EUR'\"\n", text).find("the header has \"Remark\"") !=
          std::string::npos);
}

TEST_CASE("a file with more unknown columns than known ones is another source's")
{
    importer::Format const format =
        format_of("other_columns = \"watch\"\n" + columns + fee_rule + "currency = \"'EUR'\"\n");
    importer::Head few("Date,Amount,A,B\n", "t.csv");
    CHECK(importer::find_header(format, few).binding.matches());
    importer::Head many("Date,Amount,A,B,C\n", "t.csv");
    auto const found = importer::find_header(format, many);
    CHECK_FALSE(found.binding.matches());
    CHECK(importer::describe_mismatch(found.binding).find("more of the header's columns") == 0);
}

TEST_CASE("an export of a known broker that holds no events is refused with the one to download instead")
{
    auto const refusal = [](std::string const& head) {
        try {
            return importer::name_of(test::built_in().detect(head, "t.csv"));
        } catch (Error const& error) {
            return std::string(error.what()) + " (" + error.hint() + ")";
        }
    };
    CHECK(refusal("Product,Symbool/ISIN,Aantal,Slotkoers,Lokale waarde,,Waarde in EUR\n") ==
          "t.csv: is DEGIRO's portfolio: what is held on one day, and no events (export the account statement (Inbox, "
          "Account "
          "statement) instead)");
    CHECK(
        refusal("Date Sold,Date Acquired,Asset,Amount,Cost (EUR),Proceeds (EUR),Gain / loss\n").find("capital gains") !=
        std::string::npos);
    CHECK(refusal("Date acquired,Date sold,Symbol,Security name,ISIN,Country,Quantity,Cost basis,Currency\n")
              .find("profit and loss") != std::string::npos);
    CHECK(refusal("Date,Description,\"Value, EUR\",Price per share,Quantity of shares\n").find("savings") !=
          std::string::npos);
    CHECK(refusal("Statement,Header,Feldname,Feldwert\nStatement,Data,Title,Kontoauszug\n").find("choose English") !=
          std::string::npos);
    CHECK(refusal("Statement,Header,Field Name,Field Value\nStatement,Data,Title,Activity Statement\n") ==
          "ibkr-activity");
    CHECK(refusal(";\n\"Stück/Nom.\";\"Bezeichnung\";\"Notizen\";\"WKN\";\"Typ\";\"Währung\";\"Akt. Kurs\";\"Diff. "
                  "abs\";\"Diff. %\";"
                  "\"Wert in EUR\";\"Diff. abs\";\"Diff. %\";\"Datum\";\n")
              .find("comdirect's portfolio") != std::string::npos);
    CHECK(refusal("ISIN;Wertpapiername;Stück/Nominale;Einheitskennzeichen;Einstandskurs;Währung;Einstandswert;"
                  "Währung;Bewertungskurs;Währung;Zeit;Handelsplatz;Kurswert;Währung\n")
              .find("ING's portfolio") != std::string::npos);
    CHECK(refusal("Bezeichnung;ISIN;Kategorie;Stk./Nominale;;Einstandskurs;;Sperre/Lagerst.;Börse;Datum;Zeit;Akt. "
                  "Kurs;;+/- Vortag;;in %;;Aktueller Wert;;Einstandswert;;Entwicklung abs.;;Entwicklung in %;\n")
              .find("flatex's portfolio") != std::string::npos);
    CHECK(refusal("Datum;Typ;Wertpapier;Stück;Kurs;Betrag;Gebühren;Steuern;Gesamtpreis;Konto;Gegenkonto;Notiz\n")
              .find("neither an ISIN nor a currency") != std::string::npos);
    CHECK(refusal("Transaction Type,Transaction ID,Tax lot ID,Asset name,Amount\n").find("gains and losses") !=
          std::string::npos);
    CHECK_THROWS_AS(static_cast<void>(
                        importer::FileReader(csv::Source::from_text("Date Sold,Date Acquired,Asset,Amount\n", "t.csv"),
                                             test::built_in().get("koinly-gains"), importer::Companions(), "main")),
                    Error);
}

TEST_CASE("rows may differ from the header by as many fields at their ends as the format says, and by no more")
{
    std::string const loose = "width_varies = 1\n" + columns + fee_rule + "currency = \"'EUR'\"\n";
    std::string const strict = columns + fee_rule + "currency = \"'EUR'\"\n";
    CHECK(read(loose, "Date,Amount\n2024-01-02,5,x\n") ==
          "line 2 books\n    FEE 2024-01-02 CASH total=5 currency=EUR\n");
    CHECK(read(loose, "Date,Amount\n2024-01-02,5,x,y\n").find("the row has 4 fields, the header 2") !=
          std::string::npos);
    CHECK(read(strict, "Date,Amount\n2024-01-02,5,x\n").find("the row has 3 fields, the header 2") !=
          std::string::npos);
}

TEST_CASE("tables one below the other have headers of their own")
{
    std::string const definition =
        "other_columns = \"allow\"\nname = \"x\"\ntitle = \"X\"\n[columns]\ntable = { at = 1 }\n"
        "kind = { at = 2 }\nfirst = \"First\"\ndate = \"Date?\"\namount = \"Amount?\"\n"
        "[section]\ncolumn = \"kind\"\nheader = \"Header\"\n"
        "[[rule]]\nname = \"note\"\nwhen = { table = \"Notes\" }\nignore = \"says something\"\n" +
        fee_rule + "currency = \"'EUR'\"\n";
    CHECK(read(definition, "Notes,Header,First\nNotes,Data,hello\nFees,Header,Amount,Date\nFees,Data,3,2024-01-02\n") ==
          "line 2 ignored by note: says something\n"
          "line 3 ignored by header of a section: says the names of its columns\n"
          "line 4 books\n    FEE 2024-01-02 CASH total=3 currency=EUR\n");
}

TEST_CASE("the beginning of a file is read once for a delimiter, and what is no row stays one")
{
    importer::Head head("a;b,c\n\"d;e", "t.csv");
    CHECK(head.row(';', 0)->size() == 2);
    CHECK(head.row(',', 0)->size() == 2);
    CHECK(head.row(';', 0) == head.row(';', 0));
    for (int time = 0; time < 2; ++time) {
        CHECK_THROWS_AS(static_cast<void>(head.row(';', 1)), Error);
    }
    CHECK(*head.row(';', 0) == std::vector<std::string_view>{"a", "b,c"});
    importer::Head empty("", "t.csv");
    CHECK(empty.row(',', 0) == nullptr);
}
