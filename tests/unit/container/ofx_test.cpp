#include "pf/container/ofx.hpp"
#include "pf/container/ofx_text.hpp"

#include "unit/container/archives.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace pf;
using container::ofx_date;
using container::ofx_number;
using test::table_of;

namespace {

/// A statement with these transactions, in one line.
std::string statement(std::string const& transactions)
{
    return "<OFX><INVSTMTRS><DTASOF>20240331<CURDEF>USD<INVACCTFROM><ACCTID>A1</INVACCTFROM><INVTRANLIST>" +
           transactions + "</INVTRANLIST></INVSTMTRS></OFX>";
}

/// The rows without the header.
std::string rows_of(std::string const& text)
{
    auto const rows = table_of(text);
    return rows.substr(std::min(rows.find('\n'), rows.size() - 1) + 1);
}

} // namespace

TEST_CASE("a date of OFX is a day, or a moment with its zone")
{
    using Case = std::pair<char const*, char const*>;
    for (auto const& one :
         {Case{"20240131", "2024-01-31"}, Case{"20240131000000", "2024-01-31"},
          Case{"20240131000000.000[-5:EST]", "2024-01-31"},
          Case{"20240131160000.000[-5:EST]", "2024-01-31T16:00:00-05:00"},
          Case{"20240131093015", "2024-01-31T09:30:15Z"}, Case{"202401310930", "2024-01-31T09:30:00Z"},
          Case{"20240131160000[+5.5:IST]", "2024-01-31T16:00:00+05:30"},
          Case{"20240131160000[5.30]", "2024-01-31T16:00:00+05:30"},
          Case{"20240131160000[-3.75:X]", "2024-01-31T16:00:00-03:45"},
          Case{"20240131160000[5.25]", "2024-01-31T16:00:00+05:15"},
          Case{"20240131160000[0:GMT]", "2024-01-31T16:00:00+00:00"},
          Case{"20240131160000[99:X]", "20240131160000[99:X]"}, Case{"20240131160000[EST]", "20240131160000[EST]"},
          Case{"2024013", "2024013"}, Case{"31/01/2024", "31/01/2024"}, Case{"", ""}}) {
        CAPTURE(one.first);
        CHECK(ofx_date(one.first) == one.second);
    }
}

TEST_CASE("a comma is a decimal mark where it stands alone")
{
    CHECK(ofx_number("-1234.56") == "-1234.56");
    CHECK(ofx_number("1,5") == "1.5");
    CHECK(ofx_number("1,234.56") == "1,234.56");
    CHECK(ofx_number("1,234,567") == "1,234,567");
}

TEST_CASE("OFX is known by its beginning")
{
    for (char const* const head :
         {"OFXHEADER:100\nDATA:OFXSGML", "\xEF\xBB\xBF\n<OFX>", "<?xml version=\"1.0\"?>\n<?OFX OFXHEADER=\"200\"?>",
          "<?xml version=\"1.0\"?><ofx>"}) {
        CHECK(container::begins_ofx(head));
    }
    CHECK(!container::begins_ofx("<?xml version=\"1.0\"?><FlexQueryResponse>"));
    CHECK(!container::begins_ofx("OFX,Account,Currency"));
}

TEST_CASE("SGML without ends and XML are the same rows")
{
    auto const sgml = rows_of(statement("<INVBANKTRAN><STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20240102<TRNAMT>1.50<FITID>D1<"
                                        "NAME>A &amp; B<MEMO></STMTTRN></INVBANKTRAN>"));
    auto const xml = rows_of(
        statement("<INVBANKTRAN><STMTTRN><TRNTYPE>CREDIT</TRNTYPE><DTPOSTED>20240102</DTPOSTED><TRNAMT>1.50</TRNAMT>"
                  "<FITID>D1</FITID><NAME>A &amp; B</NAME></STMTTRN></INVBANKTRAN>"));
    CHECK(sgml == "INVBANKTRAN,A1,USD,D1,2024-01-02,,,,,,,,,1.50,,,,,,,CREDIT,,,,,,,A & B\n");
    CHECK(xml == sgml);
}

TEST_CASE("a row stands on the line of its transaction, as far as the file has lines")
{
    auto const one = std::string("<INVEXPENSE><TOTAL>-1</INVEXPENSE>");
    auto const rows = table_of("OFXHEADER:100\n\n" + statement("\n\n" + one + one + "\n\n\n" + one));
    CHECK(rows.find("\n\n\n\nINVEXPENSE") != std::string::npos);
    CHECK(std::count(rows.begin(), rows.end(), '\n') == 8);
}

TEST_CASE("amounts in another currency have its name and its rate")
{
    auto const rows =
        rows_of(statement("<INVEXPENSE><TOTAL>-1<CURRENCY><CURRATE>1.1<CURSYM>EUR</CURRENCY></INVEXPENSE>"
                          "<INVEXPENSE><TOTAL>-1<ORIGCURRENCY><CURRATE>1.1<CURSYM>EUR</ORIGCURRENCY></INVEXPENSE>"));
    CHECK(rows.starts_with("INVEXPENSE,A1,EUR,,2024-03-31,"));
    CHECK(rows.find(",1.1,USD,,\nINVEXPENSE,A1,USD,,2024-03-31,") != std::string::npos);
    CHECK(rows.ends_with(",,,,\n"));
}

TEST_CASE("statements of several accounts keep their accounts and currencies")
{
    auto second = statement("<MARGININTEREST><TOTAL>-2</MARGININTEREST>");
    second.replace(second.find("A1"), 2, "B2");
    second.replace(second.find("USD"), 3, "CAD");
    auto const rows = rows_of(statement("<MARGININTEREST><TOTAL>-1</MARGININTEREST>") + second);
    CHECK(rows.find("MARGININTEREST,A1,USD,") != std::string::npos);
    CHECK(rows.find("MARGININTEREST,B2,CAD,") != std::string::npos);
}

TEST_CASE("what is cut short, an error of the server, and a file without a statement are refused")
{
    CHECK(table_of(statement("\n<BUYMF><UNITS>1"))
              .starts_with("book:2: the transaction that begins here is never closed: <BUYMF>"));
    CHECK(table_of("<OFX><INVSTMTRS><BUYMF").starts_with("book:1: a tag is never closed"));
    CHECK(table_of("<OFX><STATUS><CODE>15500<SEVERITY>ERROR<MESSAGE>Signon invalid</STATUS></OFX>") ==
          "book:1: holds an error instead of a statement: Signon invalid | download it again");
    CHECK(table_of("<OFX><STATUS><CODE>15500<SEVERITY>ERROR</STATUS></OFX>")
              .find("holds an error instead of a statement") != std::string::npos);
    CHECK(table_of("<OFX><SIGNONMSGSRSV1></SIGNONMSGSRSV1></OFX>").starts_with("book: is OFX without a statement"));
    CHECK(table_of("<OFX>" + std::string(70'000, 'x')).starts_with("book:1: a tag holds more than 64 KiB of text"));
    CHECK(table_of("<OFX><" + std::string(100, 'x') + ">")
              .starts_with("book:1: a tag has a name of more than 64 characters"));
}
