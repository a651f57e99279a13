// What only the whole file tells, what its rows must satisfy, and rows that belong together wherever they stand.
#include "pf/base/error.hpp"
#include "pf/importer/definition.hpp"

#include "unit/importer/entry_text.hpp"

#include <doctest/doctest.h>

using namespace pf;

namespace {

importer::Format format_of(std::string const& definition)
{
    return importer::parse_definition(definition, "x.toml");
}

std::string read(std::string const& definition, std::string const& text)
{
    return test::read_all(format_of(definition), text, "t.csv");
}

/// Purchases of A in euro: units, price, total.
std::string trades(std::string const& settings, std::string const& more = {})
{
    return settings +
           "\nname = \"x\"\ntitle = \"X\"\ndelimiters = \";\"\n[columns]\ndate = \"Date\"\nunits = \"Units\"\nprice = "
           "\"Price\"\n"
           "total = \"Total\"\n[[rule]]\nname = \"purchase\"\n" +
           more +
           "[[rule.emit]]\ntype = \"BUY\"\nticker = \"'A'\"\ndate = \"date\"\nquantity = \"units\"\nprice = \"price\"\n"
           "total = \"total\"\ncurrency = \"'EUR'\"\n";
}

std::string const two_styles = "numbers = [\"1.234,56\", \"1,234.56\"]";
std::string const product =
    "[[rule.check]]\nname = \"units at the price\"\nvalue = \"units * price\"\nequals = \"total\"\n";

std::string booked(std::string const& quantity, std::string const& price, std::string const& total)
{
    return "    BUY 2024-01-02 OTHER ticker=A quantity=" + quantity + " price=" + price + " total=" + total +
           " currency=EUR\n";
}

} // namespace

TEST_CASE("a column's cells of one reading settle those of two, wherever they stand")
{
    CHECK(read(trades(two_styles),
               "Date;Units;Price;Total\n2024-01-02;1,500;2.00;3,000.00\n2024-01-02;0.5;2.00;1.00\n") ==
          "line 2 books\n" + booked("1500", "2", "3000") + "line 3 books\n" + booked("0.5", "2", "1"));
}

TEST_CASE("where a column has no cell of one reading, the others' settle it")
{
    CHECK(read(trades(two_styles), "Date;Units;Price;Total\n2024-01-02;1,500;2;3,000.00\n") ==
          "line 2 books\n" + booked("1500", "2", "3000"));
}

TEST_CASE("where no cell has one reading, the row's own check settles them; without a check they are refused")
{
    std::string const text = "Date;Units;Price;Total\n2024-01-02;1,500;2;3000\n";
    CHECK(read(trades(two_styles, product), text) == "line 2 books\n" + booked("1500", "2", "3000"));
    CHECK(read(trades(two_styles), text).find("Units \"1,500\": may mean 1.5 or 1500") != std::string::npos);
}

TEST_CASE("without a look at the whole file each cell is read by itself, and refused where it may mean two things")
{
    importer::Format const format = format_of(trades(two_styles));
    importer::Companions const companions;
    std::string const text = "Date;Units;Price;Total\n2024-01-02;1,500;2.00;3,000.00\n";
    importer::FileReader reader(csv::Source::from_text(text, "t.csv"), format, companions, "main");
    importer::Entry entry;
    REQUIRE(reader.next(entry));
    CHECK(entry.issues.size() == 1);
    CHECK(importer::needs_settling(format));
    CHECK_FALSE(importer::needs_settling(test::built_in().get("pf")));
}

TEST_CASE("a row whose figures contradict each other is rejected with both")
{
    CHECK(read(trades("", product),
               "Date;Units;Price;Total\n2024-01-02;3;2;60\n2024-01-02;3;2;6.01\n2024-01-02;3;;6\n") ==
          "line 2 rejected\n    t.csv:2: Total \"60\": is not 6, the units at the price\n"
          "      hint: a figure is read wrong, or another column holds money that the format does not read\n"
          "line 3 books\n" +
              booked("3", "2", "6.01") + "line 4 books\n" +
              "    BUY 2024-01-02 OTHER ticker=A quantity=3 total=6 currency=EUR\n");
    CHECK(read(trades("", product + "within = \"0\"\n"), "Date;Units;Price;Total\n2024-01-02;3;2;6.01\n")
              .find("is not 6, the units") != std::string::npos);
    CHECK(read(trades("", product + "unless = { units = \"= 3\" }\n"), "Date;Units;Price;Total\n2024-01-02;3;2;60\n") ==
          "line 2 books\n" + booked("3", "2", "60"));
}

TEST_CASE("either sign is booked on its side, and zero moves nothing")
{
    std::string const definition = "name = \"x\"\ntitle = \"X\"\n[columns]\ndate = \"Date\"\ntype = \"Type\"\nticker = "
                                   "\"Ticker\"\namount = \"Amount\"\n"
                                   "[[rule]]\nname = \"all\"\n[[rule.emit]]\ntype = \"type\"\neither_sign = true\ndate "
                                   "= \"date\"\nticker = \"ticker\"\n"
                                   "total = \"amount\"\ncurrency = \"'EUR'\"\n";
    auto const type_of = [&](std::string const& row) {
        std::string const text = read(definition, "Date,Type,Ticker,Amount\n2024-01-02," + row + "\n");
        std::size_t const at = text.find("\n    ");
        return at == std::string::npos ? text : text.substr(at + 5, text.find(' ', at + 5) - at - 5);
    };
    CHECK(type_of("DIVIDEND,A,2") == "DIVIDEND");
    CHECK(type_of("DIVIDEND,A,-2") == "TAX");
    CHECK(type_of("TAX,A,-2") == "TAX_REFUND");
    CHECK(type_of("TAX,,-2") == "TAX_REFUND");
    CHECK(type_of("TAX_REFUND,A,-2") == "TAX");
    CHECK(type_of("INTEREST,,-2") == "FEE");
    CHECK(type_of("FEE,,-2") == "FEE_REFUND");
    CHECK(type_of("FEE_REFUND,,-2") == "FEE");
    CHECK(type_of("DEPOSIT,,-2") == "WITHDRAWAL");
    CHECK(type_of("WITHDRAWAL,,-2") == "DEPOSIT");
    CHECK(type_of("EXCHANGE_IN,,-2") == "EXCHANGE_OUT");
    CHECK(type_of("EXCHANGE_OUT,,-2") == "EXCHANGE_IN");
    CHECK(type_of("FEE,,0") == "line 2 ignored by nothing to book: the row moves nothing\n");
}

TEST_CASE("rows of one event are found within a span, and no further apart")
{
    std::string const definition =
        "name = \"x\"\ntitle = \"X\"\n[columns]\nid = \"Id\"\nkind = \"Kind\"\namount = \"Amount\"\n"
        "[group]\nby = [\"id\"]\nwithin = 3\n"
        "[[rule]]\nname = \"cost\"\nwhen = { kind = \"cost\" }\ngive = { fee = \"amount\" }\nreject = \"stands "
        "alone\"\n"
        "[[rule]]\nname = \"purchase\"\n[[rule.emit]]\ntype = \"BUY\"\nticker = \"id\"\ndate = "
        "\"'2024-01-02'\"\nquantity = \"1\"\n"
        "total = \"amount\"\nfee = \"group.fee\"\ncurrency = \"'EUR'\"\n";
    std::string const near = "Id,Kind,Amount\na,cost,1\nb,cost,2\na,buy,10\nb,buy,20\n";
    CHECK(read(definition, near) ==
          "line 2 (2 rows) books\n    BUY 2024-01-02 OTHER ticker=a quantity=1 total=10 fee=1 currency=EUR\n"
          "line 3 (2 rows) books\n    BUY 2024-01-02 OTHER ticker=b quantity=1 total=20 fee=2 currency=EUR\n");
    std::string const far = "Id,Kind,Amount\na,cost,1\nb,buy,2\nc,buy,2\na,buy,10\n";
    CHECK(read(definition, far).find("stands alone") != std::string::npos);
    CHECK_THROWS_AS(static_cast<void>(format_of("[group]\nby = [\"id\"]\nwithin = 1\n" + definition)), Error);
}

TEST_CASE("the finest level of detail that a file has are its events")
{
    std::string const definition = "name = \"x\"\ntitle = \"X\"\n[columns]\nlevel = \"Level\"\namount = \"Amount\"\n"
                                   "[levels]\ncolumn = \"level\"\nevents = [\"fill\", \"order\"]\nothers = [\"sum\"]\n"
                                   "[[rule]]\nname = \"fee\"\n[[rule.emit]]\ntype = \"FEE\"\ndate = \"'2024-01-02'\"\n"
                                   "total = \"amount\"\ncurrency = \"'EUR'\"\n";
    auto const fates = [&](std::string const& rows) {
        std::string const text = read(definition, "Level,Amount\n" + rows);
        std::string letters;
        for (std::size_t at = 0; (at = text.find("line ", at)) != std::string::npos; ++at) {
            std::string const line = text.substr(at, text.find('\n', at) - at);
            letters += line.find("books") != std::string::npos      ? "b"
                       : line.find("rejected") != std::string::npos ? "r"
                       : line.find("ignored") != std::string::npos  ? "i"
                                                                    : "";
        }
        return letters;
    };
    CHECK(fates("order,3\nfill,1\nFILL,2\nsum,3\n") == "ibbi");
    CHECK(fates("order,3\nsum,3\n") == "bi");
    CHECK(fates("sum,3\n") == "r");
    CHECK(fates("lot,3\nfill,3\n") == "rb");
    CHECK(fates(",3\n") == "b");
}

TEST_CASE("a row that takes back another leaves both out, whichever stands first, and rejected when there is none")
{
    std::string const definition =
        "name = \"x\"\ntitle = \"X\"\n[columns]\nkind = \"Kind\"\namount = \"Amount\"\n"
        "[taking_back]\nwhen = { kind = \"cancel\" }\nby = [\"abs(amount)\"]\n"
        "[[rule]]\nname = \"cancellation\"\nwhen = { kind = \"cancel\" }\nreject = \"has no partner\"\n"
        "[[rule]]\nname = \"fee\"\n[[rule.emit]]\ntype = \"FEE\"\ndate = \"'2024-01-02'\"\n"
        "total = \"amount\"\ncurrency = \"'EUR'\"\n";
    CHECK(read(definition, "Kind,Amount\ncancel,-3.0\nfee,3\nfee,3\ncancel,-4\n") ==
          "line 2 ignored by takes back a row: both of them move nothing\n"
          "line 4 books\n    FEE 2024-01-02 CASH total=3 currency=EUR\n"
          "line 5 rejected\n    t.csv:5: Amount \"-4\": has no partner\n"
          "line 3 ignored by taken back by a row: both of them move nothing\n");
}

TEST_CASE("words beside a definition join its lists, in any language")
{
    std::string const definition =
        "name = \"x\"\ntitle = \"X\"\nrule_column = \"kind\"\n[columns]\nkind = \"Kind\"\n[lists]\nfees = [\"Fee\"]\n"
        "[[rule]]\nname = \"fee\"\nwhen = { kind = \"@fees\" }\nignore = \"known\"\n";
    importer::Format const format = importer::parse_definition(
        definition, "x.toml", {{"[fees]\nde = [\"Gebühr\"]\nfr = \"Frais*\"\n", "<built-in>/x.words.toml"}});
    CHECK(
        test::read_all(format, "Kind\nFee\nGebühr\nFrais de tout\nKosten\n", "t.csv") ==
        "line 2 ignored by fee: known\nline 3 ignored by fee: known\nline 4 ignored by fee: known\n"
        "line 5 rejected\n    t.csv:5: Kind \"Kosten\": is no kind of row that the format \"x\" knows\n"
        "      hint: when it only says in other words what the format knows, add them to its kind in \"x.words.toml\"; "
        "docs/formats.md shows how\n");
    CHECK_THROWS_AS(static_cast<void>(importer::parse_definition(definition, "x.toml", {{"fees = 5\n", "w.toml"}})),
                    Error);
    CHECK_THROWS_AS(static_cast<void>(importer::parse_definition(definition, "x.toml", {{"fees", "w.toml"}})), Error);
}

TEST_CASE("a test may speak of what another test of the same rule keeps")
{
    std::string const definition =
        "name = \"x\"\ntitle = \"X\"\n[columns]\nnotes = \"Notes\"\n[[rule]]\nname = \"coin\"\n"
        "when = { asset = \"BTC\", notes = \"for {asset}\" }\nignore = \"known\"\n";
    CHECK(read(definition, "Notes\nfor BTC\n") == "line 2 ignored by coin: known\n");
    CHECK(read(definition, "Notes\nfor EUR\n").find("rejected") != std::string::npos);
}

TEST_CASE("formulas that use others twice, over and over, are refused before they fill the memory")
{
    std::string formulas = "[formulas]\nf0 = \"units + units\"\n";
    for (int index = 1; index < 40; ++index) {
        std::string const inner = "f" + std::to_string(index - 1);
        formulas += "f" + std::to_string(index) + " = \"" + inner + " + " + inner + "\"\n";
    }
    CHECK_THROWS_AS(static_cast<void>(format_of(
                        trades("", "[[rule.check]]\nname = \"f\"\nvalue = \"f39\"\nequals = \"total\"\n") + formulas)),
                    Error);
}

TEST_CASE("a formula may have a name, and one that uses itself is refused")
{
    std::string const definition =
        trades("", "[[rule.check]]\nname = \"worth\"\nvalue = \"worth\"\nequals = \"total\"\n") +
        "[formulas]\nworth = \"units * each\"\neach = \"price + 1\"\n";
    CHECK(read(definition, "Date;Units;Price;Total\n2024-01-02;3;2;9\n") == "line 2 books\n" + booked("3", "2", "9"));
    CHECK_THROWS_AS(
        static_cast<void>(format_of(definition + "more = \"more + 1\"\n[[rule]]\nname = \"r\"\n[[rule.emit]]\n"
                                                 "type = \"FEE\"\ntotal = \"more\"\n")),
        Error);
}
