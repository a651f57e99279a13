#include "pf/base/error.hpp"
#include "pf/importer/definition.hpp"

#include "support/source_dir.hpp"
#include "unit/importer/entry_text.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

using namespace pf;

namespace {

importer::Companions const no_companions;
std::string const header = "date,type,ticker,quantity,price,fee,currency\n";

/// The rows of all entries, and of the file.
struct RowCount {
    std::int64_t entries = 0;
    std::int64_t fates = 0;
};

RowCount count_rows(importer::Format const& format, std::string const& text)
{
    importer::FileReader reader(csv::Source::from_text(text, "t.csv"), format, no_companions, "main");
    importer::Entry entry;
    RowCount count;
    while (reader.next(entry)) {
        count.entries += entry.rows;
        int const emits =
            entry.drafts.empty() && entry.prices.empty() && entry.fx_rates.empty() && entry.statements.empty() ? 0 : 1;
        count.fates +=
            emits + (entry.ignored_by.empty() ? 0 : 1) + (entry.issues.empty() ? 0 : 1) == 1 ? entry.rows : 0;
        CHECK(entry.raw.empty() == entry.issues.empty());
        CHECK(std::all_of(entry.drafts.begin(), entry.drafts.end(),
                          [&entry](importer::Draft const& draft) { return draft.transaction.line_no == entry.line; }));
    }
    return count;
}

/// The header and what follows it.
std::vector<std::vector<std::string>> table_of(importer::Format const& format, std::string const& text)
{
    std::string const names =
        importer::FileReader(csv::Source::from_text(text, "t.csv"), format, no_companions, "main").header();
    auto const at = names.find_first_of(";\t");
    csv::Reader reader(csv::Source::from_text(text, "t.csv"), {at == std::string::npos ? ',' : names[at], '"'});
    csv::Row row;
    std::vector<std::vector<std::string>> rows;
    while (reader.next(row)) {
        if (!rows.empty() || row.raw == names) {
            rows.emplace_back(row.fields.begin(), row.fields.end());
        }
    }
    return rows;
}

std::string first_issue(std::string const& format, std::string const& text)
{
    std::string const all = test::read_all(test::built_in().get(format), text, "t.csv");
    return all.substr(0, all.find('\n', all.find('\n') + 1));
}

} // namespace

TEST_CASE("I1: every row has exactly one fate, in every golden file and sample")
{
    for (importer::Format const* const format : test::built_in().all()) {
        std::string const folder = test::source_dir() + "/tests/unit/importer/golden/" + importer::name_of(*format);
        for (std::string const& path : {folder + "/input", folder + ".broken/input"}) {
            std::string const text = test::rows_of(path);
            if (text.empty()) {
                continue;
            }
            CAPTURE(path);
            RowCount const count = count_rows(*format, text);
            CHECK(count.entries + 1 == static_cast<std::int64_t>(table_of(*format, text).size()));
            CHECK(count.fates == count.entries);
        }
    }
}

TEST_CASE("I8: a file that is not of the format, or empty, is refused")
{
    CHECK(test::read_all(test::built_in().get("pf"), "", "t.csv") ==
          "error: t.csv: is empty\n  hint: a file begins with a header row\n");
    CHECK(test::read_all(test::built_in().get("pf"), "a,b\n", "t.csv")
              .find("error: t.csv:1: is not of the format \"pf\": the header lacks") == 0);
    CHECK(test::read_all(test::built_in().get("pf"), header, "t.csv").empty());
    CHECK(test::read_all(test::built_in().get("pf"), "\"\xFF", "t.csv").find("error: t.csv:1") == 0);
    CHECK(test::read_all(test::built_in().get("pf"), header + "\"2024", "t.csv").find("a quote is never closed") !=
          std::string::npos);
}

TEST_CASE("I6: what a spreadsheet makes of a number is explained")
{
    CHECK(first_issue("pf", header + "2024-01-02,BUY,AAPL,=1+1,1,0,EUR\n").find("\"=1+1\": is not a decimal") !=
          std::string::npos);
    CHECK(first_issue("pf", header + "2024-01-02,BUY,AAPL,1e5,1,0,EUR\n").find("\"1e5\": is not a decimal") !=
          std::string::npos);
    CHECK(first_issue("pf", header + "2024-01-02,BUY,AAPL,NaN,1,0,EUR\n").find("\"NaN\": is not a decimal") !=
          std::string::npos);
    CHECK(first_issue("pf", header + "2024-01-02,BUY,\"A\nB\",1,1,0,EUR\n").find("is not a ticker") !=
          std::string::npos);
    CHECK(
        first_issue("pf", header + "2024-01-02,BUY," + std::string(51, 'A') + ",1,1,0,EUR\n").find("is not a ticker") !=
        std::string::npos);
}

TEST_CASE("a comma within a number moves no other one, also where rows end with an empty field")
{
    std::string const read =
        test::read_all(test::built_in().get("ecb"), "Date,USD,JPY,GBP,\n2025-01-03,1,0299,161.96,0.82993,\n", "t.csv");
    CHECK(read.find("the row has 6 fields, the header 5") != std::string::npos);
}

TEST_CASE("a rejected row keeps its bytes, and those of its group")
{
    importer::Format const& format = test::built_in().get("degiro");
    std::string const text =
        test::content_of(test::source_dir() + "/tests/unit/importer/golden/degiro.broken/input.csv");
    importer::FileReader reader(csv::Source::from_text(text, "t.csv"), format, no_companions, "main");
    CHECK(reader.header() == text.substr(0, text.find('\n')));
    importer::Entry entry;
    std::string rejected;
    while (reader.next(entry)) {
        rejected += entry.raw.empty() ? "" : entry.raw + "\n";
        CHECK((entry.raw.empty() || text.find(entry.raw + "\n") != std::string::npos));
    }
    CHECK(std::count(rejected.begin(), rejected.end(), '\n') == 8);
}

TEST_CASE("a description is cut at 500 characters, never inside one")
{
    std::string long_text;
    for (int index = 0; index < 600; ++index) {
        long_text += "ä";
    }
    importer::FileReader reader(
        csv::Source::from_text("date,type,ticker,quantity,price,fee,currency,description\n2024-01-02,BUY,A,1,1,0,EUR," +
                                   long_text + "\n",
                               "t.csv"),
        test::built_in().get("pf"), no_companions, "main");
    importer::Entry entry;
    REQUIRE(reader.next(entry));
    CHECK(entry.drafts.front().transaction.description == long_text.substr(0, 1000));
}

TEST_CASE("reading the same file again gives the same entries")
{
    for (importer::Format const* const format : test::built_in().all()) {
        std::string const text = test::rows_of(test::source_dir() + "/samples/" + importer::name_of(*format));
        CHECK(test::read_all(*format, text, "t.csv") == test::read_all(*format, text, "t.csv"));
    }
}

TEST_CASE("a rule whose records' conditions all fail leaves a row that moves nothing")
{
    importer::Format const format =
        importer::parse_definition("name = \"x\"\ntitle = \"X\"\n"
                                   "[columns]\ndate = \"Date\"\namount = \"Amount\"\n"
                                   "[[rule]]\nname = \"fee\"\n"
                                   "[[rule.emit]]\nwhen = { amount = \"> 0\" }\n"
                                   "type = \"FEE\"\ndate = \"date\"\ntotal = \"amount\"\ncurrency = \"'EUR'\"\n",
                                   "x.toml");
    CHECK(test::read_all(format, "Date,Amount\n2024-01-02,0\n", "t.csv") ==
          "line 2 ignored by nothing to book: the row moves nothing\n");
    CHECK(test::read_all(format, "Date,Amount\n2024-01-02,2\n", "t.csv") ==
          "line 2 books\n    FEE 2024-01-02 CASH total=2 currency=EUR\n");
}

TEST_CASE("a test's alternatives may compare with numbers, and a column's texts stand for others")
{
    importer::Format const format =
        importer::parse_definition("name = \"x\"\ntitle = \"X\"\n"
                                   "[columns]\ndate = \"Date\"\namount = \"Amount\"\n"
                                   "unit = { name = \"Unit\", until = \".\", means = { ZEUR = \"EUR\" } }\n"
                                   "[[rule]]\nname = \"nothing\"\nwhen = { amount = [\"\", \"= 0\", \"> 9\"] }\n"
                                   "ignore = \"moves nothing\"\n"
                                   "[[rule]]\nname = \"fee\"\n[[rule.emit]]\n"
                                   "type = \"FEE\"\ndate = \"date\"\ntotal = \"amount\"\ncurrency = \"unit\"\n",
                                   "x.toml");
    CHECK(test::read_all(format, "Date,Amount,Unit\n2024-01-02,,USD\n2024-01-02,0.00,USD\n2024-01-02,9.5,USD\n",
                         "t.csv") == "line 2 ignored by nothing: moves nothing\n"
                                     "line 3 ignored by nothing: moves nothing\n"
                                     "line 4 ignored by nothing: moves nothing\n");
    CHECK(test::read_all(format, "Date,Amount,Unit\n2024-01-02,2,ZEUR.M\n2024-01-02,9,USD\n", "t.csv") ==
          "line 2 books\n    FEE 2024-01-02 CASH total=2 currency=EUR\n"
          "line 3 books\n    FEE 2024-01-02 CASH total=9 currency=USD\n");
}

TEST_CASE("what the others of a group gave may decide what a row becomes")
{
    importer::Format const format = importer::parse_definition(
        "name = \"x\"\ntitle = \"X\"\n"
        "[columns]\ndate = \"Date\"\norder = \"Order\"\nkind = \"Kind\"\namount = \"Amount\"\n"
        "[group]\nby = [\"order\"]\n"
        "[defaults]\ndate = \"date\"\ntotal = \"amount\"\ncurrency = \"'EUR'\"\n"
        "[[rule]]\nname = \"mark\"\nwhen = { kind = \"mark\" }\n"
        "share = { mark = \"text(kind)\" }\nreject = \"is alone\"\n"
        "[[rule]]\nname = \"money\"\n"
        "[[rule.emit]]\nwhen = { \"group.mark\" = \"\" }\ntype = \"DEPOSIT\"\n"
        "[[rule.emit]]\nunless = { \"group.mark\" = \"\" }\ntype = \"FEE\"\n",
        "x.toml");
    CHECK(test::read_all(format,
                         "Date,Order,Kind,Amount\n2024-01-02,1,mark,0\n2024-01-02,1,money,2\n2024-01-03,2,money,3\n",
                         "t.csv") == "line 2 (2 rows) books\n    FEE 2024-01-02 CASH total=2 currency=EUR\n"
                                     "line 4 books\n    DEPOSIT 2024-01-03 CASH total=3 currency=EUR\n");
    CHECK(test::read_all(format, "Date,Order,Kind,Amount\n2024-01-02,1,mark,0\n", "t.csv").find("is alone") !=
          std::string::npos);
}

TEST_CASE("a check sees what another row of the group gives, though the row's records take it")
{
    for (std::string const word : {"give", "share"}) {
        importer::Format const format = importer::parse_definition(
            "name = \"x\"\ntitle = \"X\"\n"
            "[columns]\ndate = \"Date\"\nkey = \"Key\"\nunits = \"Units\"\namount = \"Amount\"\n"
            "[group]\nby = [\"key\"]\n"
            "[[rule]]\nname = \"units\"\nwhen = { amount = \"\" }\n" +
                word +
                " = { gone = \"units\" }\nreject = \"is alone\"\n"
                "[[rule]]\nname = \"money\"\n"
                "[[rule.check]]\nname = \"units that are gone\"\nvalue = \"group.gone\"\nequals = \"units\"\nwithin = "
                "\"0\"\n"
                "[[rule.emit]]\ntype = \"SELL\"\ndate = \"date\"\nticker = \"'A'\"\nquantity = \"group.gone\"\n"
                "total = \"amount\"\ncurrency = \"'EUR'\"\n",
            "x.toml");
        std::string const names = "Date,Key,Units,Amount\n";
        CHECK(test::read_all(format, names + "2024-01-02,k,5,\n2024-01-03,k,5,50\n", "t.csv").find("SELL 2024-01-03") !=
              std::string::npos);
        CHECK(test::read_all(format, names + "2024-01-02,k,5,\n2024-01-03,k,4,40\n", "t.csv")
                  .find("is not 5, the units that are gone") != std::string::npos);
    }
}

TEST_CASE("what the figures of a row make together, and is out of range, is the fault of its line")
{
    importer::Format const format = importer::parse_definition(
        "name = \"x\"\ntitle = \"X\"\n"
        "[columns]\ndate = \"Date\"\nkey = \"Key\"\namount = \"Amount\"\nfee = \"Fee\"\n"
        "rate = \"Rate\"\nnet = \"Net\"\n"
        "[[group]]\nby = [\"key\"]\n"
        "[[rule]]\nname = \"cost\"\nwhen = { net = \"\" }\n"
        "give = { fee = \"fee\" }\n"
        "[[rule.emit]]\ntype = \"FEE\"\ndate = \"date\"\ntotal = \"fee\"\ncurrency = \"'USD'\"\n"
        "[[rule]]\nname = \"sale\"\n"
        "[[rule.check]]\nname = \"net\"\nvalue = \"net\"\nequals = \"amount\"\n"
        "[[rule.emit]]\ntype = \"SELL\"\ndate = \"date\"\nticker = \"'A'\"\nquantity = \"1\"\n"
        "total = \"amount\"\ncurrency = \"'EUR'\"\nfee = \"group.fee ?? fee\"\nfee_currency = \"'USD'\"\n"
        "fx_rate = \"rate\"\nfx_currency = \"'USD'\"\n",
        "x.toml");
    std::string const names = "Date,Key,Amount,Fee,Rate,Net\n";
    std::string const good = "2024-01-03,,7,0,1,7\n";
    std::string const most = "99999999999999999999";
    for (std::string const& bad :
         {"2024-01-02,," + most + ",0,1,-" + most + "\n", "2024-01-02,,7," + most + ",0.00001,7\n",
          "2024-01-02,k,,-" + most + ",,\n2024-01-02,k,,-" + most + ",,\n2024-01-02,k,7,,1,7\n"}) {
        std::string const read = test::read_all(format, names + bad + good, "t.csv");
        INFO(read);
        CHECK(read.find("rejected\n    t.csv:2: the ") != std::string::npos);
        CHECK(read.find("out of range") != std::string::npos);
        CHECK(read.find("SELL 2024-01-03") != std::string::npos);
    }
}

TEST_CASE("any fields under a broker's header are booked, ignored or rejected")
{
    CHECK(rc::check([] {
        auto const& formats = test::built_in().all();
        importer::Format const& format = *formats[*rc::gen::inRange<std::size_t>(0, formats.size())];
        std::string const sample = test::rows_of(test::source_dir() + "/samples/" + importer::name_of(format));
        auto const rows = table_of(format, sample);
        std::string text;
        std::int64_t written = 0;
        for (std::size_t index = 0; index < rows.size(); ++index) {
            bool const is_header = index == 0;
            auto fields = rows[index];
            if (!is_header && !fields.empty()) {
                for (auto victims = *rc::gen::inRange(1, 4); victims > 0; --victims) {
                    fields[*rc::gen::inRange<std::size_t>(0, fields.size())] = *rc::gen::element<std::string>(
                        "", "-1", "1e5", "x", "0", "99999999999999999999", "-99999999999999999999", "=A1", "EUR",
                        "2024-02-30", "BUY", "\xC3\xA9", "1,234", "-€5");
                }
            }
            for (std::size_t column = 0; column < fields.size(); ++column) {
                text += (column == 0 ? "\"" : ",\"") + fields[column] + "\"";
            }
            text += "\n";
            written += is_header ? 0 : 1;
        }
        RowCount const count = count_rows(format, text);
        RC_ASSERT(count.entries == written);
        RC_ASSERT(count.fates == written);
    }));
}
