#include "pf/base/error.hpp"
#include "pf/importer/definition.hpp"

#include "support/source_dir.hpp"
#include "unit/importer/entry_text.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <unistd.h>

using namespace pf;
namespace fs = std::filesystem;

namespace {

/// A folder that goes away with the test.
class ScratchFolder {
public:
    ScratchFolder() : m_path(fs::temp_directory_path() / ("pf-formats-" + std::to_string(::getpid())))
    {
        fs::create_directories(m_path);
    }
    ~ScratchFolder() { fs::remove_all(m_path); }
    ScratchFolder(ScratchFolder const&) = delete;
    ScratchFolder& operator=(ScratchFolder const&) = delete;

    void write(std::string const& name, std::string const& content) const { std::ofstream(m_path / name) << content; }
    [[nodiscard]] std::string path() const { return m_path.string(); }

private:
    fs::path m_path;
};

std::string error_of(std::function<void()> const& work)
{
    try {
        work();
        return "no error";
    } catch (Error const& error) {
        return std::string(error.what()) + (error.hint().empty() ? "" : " (" + error.hint() + ")");
    }
}

std::string definition_error(std::string const& text)
{
    return error_of([&] { static_cast<void>(importer::parse_definition(text, "f.toml")); });
}

std::string with_rule(std::string const& rule)
{
    return "name = \"x\"\ntitle = \"X\"\n[columns]\ndate = \"Date\"\namount = \"Amount\"\n" + rule;
}

std::string const good = with_rule("[[rule]]\nname = \"all\"\nignore = \"nothing\"\n");

} // namespace

TEST_CASE("formats are found by their header, whatever its order and case")
{
    auto const& catalog = test::built_in();
    auto const detect = [&](std::string const& head) { return importer::name_of(catalog.detect(head, "f.csv")); };
    CHECK(detect("date,type,ticker,quantity,price,fee,currency\n") == "pf");
    CHECK(detect("\xEF\xBB\xBF"
                 "Currency;Fee;Price;Quantity;Ticker;Type;Date;Split\r\n") == "pf");
    CHECK(detect("date,ticker,close\n") == "prices");
    CHECK(detect("date\tbase\tquote\trate\n") == "fx");
    CHECK(detect("\n\nTransactions\nUser,a,b\n" + test::content_of(test::source_dir() + "/samples/coinbase.csv")) ==
          "coinbase");
    CHECK(catalog.matching("a,b\n").empty());
    CHECK(catalog.matching("a,b\n1,2\ndate,type,ticker,quantity,price,fee,currency\n").empty());
    CHECK(catalog.matching("").empty());
}

TEST_CASE("I8: a header of no format says what the nearest lacks")
{
    auto const& catalog = test::built_in();
    auto const detect = [&](std::string const& head) {
        return error_of([&] { static_cast<void>(catalog.detect(head, "f.csv")); });
    };
    CHECK(detect("") == "f.csv: is empty (a file begins with a header row)");
    CHECK(detect("date,type,ticker,quantity,price,fees,currency\n") ==
          "f.csv:1: the header is of no known format (nearest is \"pf\", but the header lacks \"fee\" and has "
          "\"fees\", unknown to "
          "the format or twice; for another source 'pf-import learn' proposes a format)");
    CHECK(detect("date,type,ticker,quantity,price,fee,currency,date\n").find("and has") == std::string::npos);
    CHECK(detect("x\n").find("'pf-import learn' proposes a format") != std::string::npos);
    CHECK(detect("\xFF\xFE"
                 "d")
              .find("not valid UTF-8") != std::string::npos);
    CHECK(detect(std::string("date\0", 5)).find("NUL") != std::string::npos);
    CHECK(detect("\n\n").find("the header is of no known format") != std::string::npos);
}

TEST_CASE("a format that is not there is answered with the nearest")
{
    CHECK(error_of([] { static_cast<void>(test::built_in().get("degrio")); }) ==
          "there is no format \"degrio\" (did you mean \"degiro\"?)");
    CHECK(error_of([] {
              static_cast<void>(test::built_in().get("zzzzzzzzzz"));
          }).find(", coinbase, coinbase-account, coinbase-fills") != std::string::npos);
    CHECK_FALSE(importer::title_of(test::built_in().get("pf")).empty());
}

TEST_CASE("a user's own definitions are added to the built-in ones and replace those of the same name")
{
    ScratchFolder const folder;
    folder.write("mine.toml", good);
    folder.write("notes.txt", "not a definition");
    importer::Catalog const both("", folder.path());
    CHECK(both.all().size() == test::built_in().all().size() + 1);
    CHECK(importer::name_of(both.detect("Date,Amount\n", "f.csv")) == "x");

    folder.write("pf.toml", "name = \"pf\"\n" + good.substr(good.find("title")));
    CHECK(importer::title_of(importer::Catalog("", folder.path()).get("pf")) == "X");
    CHECK(error_of([&] { static_cast<void>(importer::Catalog("", folder.path()).detect("Date,Amount\n", "f.csv")); }) ==
          "f.csv:1: the header fits several formats: pf, x (choose one with --format)");
    CHECK(importer::Catalog(folder.path(), "").all().size() == 2);
    CHECK(importer::Catalog("", "/no/such/folder").all().size() == test::built_in().all().size());

    folder.write("second.toml", good);
    CHECK(error_of([&] { importer::Catalog const twice("", folder.path()); }).find("is defined twice") !=
          std::string::npos);
    CHECK(error_of([] { importer::Catalog const none("/no/such/folder", ""); }) ==
          "/no/such/folder: has no format definitions (*.toml)");
    CHECK(error_of([] { importer::Catalog const none("", "/dev/null"); }).find("cannot be listed") !=
          std::string::npos);
}

TEST_CASE("a wrong definition is refused with its line")
{
    CHECK(definition_error(good) == "no error");
    CHECK(definition_error("name = ").find("f.toml:1: is not TOML") == 0);
    CHECK(definition_error("title = \"X\"\n").find("key \"name\" is missing") != std::string::npos);
    CHECK(definition_error(good + "[colums]\na = \"b\"\n") ==
          "f.toml:9: unknown key \"colums\" (did you mean \"columns\"?)");
    CHECK(definition_error(with_rule("")).find("has no [[rule]]") != std::string::npos);
    CHECK(definition_error("name = \"x\"\ntitle = \"X\"\n").find("has no [columns]") != std::string::npos);
    CHECK(definition_error(with_rule("[[rule]]\nname = \"r\"\n")) ==
          "f.toml:6: rule \"r\" needs exactly one of ignore, reject and emit");
    CHECK(definition_error(with_rule("[[rule]]\nname = \"r\"\nignore = \"x\"\nwhen = { amout = \"\" }\n")) ==
          "f.toml:9: \"amout\" is not a name of this format (did you mean \"amount\"?)");
    CHECK(definition_error(with_rule("[[rule]]\nname = \"r\"\nignore = \"x\"\nwhen = { amount = \"< x\" }\n")) ==
          "f.toml:9: \"< x\" does not compare with a number");
    CHECK(definition_error(with_rule("[[rule]]\nname = \"r\"\nignore = \"x\"\nwhen = { amount = \"= x\" }\n")) ==
          "f.toml:9: \"x\" is neither a number nor a name of this format");
    CHECK(definition_error(with_rule("[[rule]]\nname = \"r\"\nignore = \"x\"\nwhen = { amount = \"@l\" }\n")) ==
          "f.toml:9: there is no list \"l\" (define it under [lists])");
    CHECK(definition_error(with_rule("[[rule]]\nname = \"r\"\nignore = \"x\"\nwhen = { amount = [] }\n")) ==
          "f.toml:9: the test of \"amount\" is empty");
    CHECK(definition_error(with_rule("[[rule]]\nname = \"r\"\nignore = \"x\"\nwhen = { amount = 1 }\n")) ==
          "f.toml:9: key \"amount\" is neither a text nor an array of texts");
    CHECK(definition_error(
              with_rule("[[rule]]\nname = \"r\"\nignore = \"x\"\nwhen = { amount = [\"{a}\", \"{b}\"] }\n")) ==
          "f.toml:9: the patterns of one test keep different names");
    CHECK(definition_error(with_rule("[[rule]]\nname = \"r\"\nignore = \"x\"\nwhen = { amount = \"{date}\" }\n")) ==
          "f.toml:9: the name \"date\" is taken");
    CHECK(definition_error(with_rule("[[rule]]\nname = \"r\"\nignore = \"x\"\nunless = { amount = \"{n}\" }\n")) ==
          "f.toml:9: a test under \"unless\" keeps a name");
    CHECK(
        definition_error(with_rule("[[rule]]\nname = \"r\"\n[[rule.emit]]\ntype = \"BUY\"\nquantty = \"amount\"\n")) ==
        "f.toml:10: unknown key \"quantty\" (did you mean \"quantity\"?)");
    CHECK(
        definition_error(with_rule("[[rule]]\nname = \"r\"\n[[rule.emit]]\ntype = \"BUY\"\nquantity = \"amout\"\n")) ==
        "f.toml:10: formula \"amout\": \"amout\" is not a name of this format");
    CHECK(definition_error(with_rule("[[rule]]\nname = \"r\"\n[[rule.emit]]\nrecord = \"trade\"\n")) ==
          "f.toml:9: \"trade\" is none of transaction, balance, price and fx_rate");
    CHECK(definition_error(with_rule("[[rule]]\nname = \"r\"\n[[rule.emit]]\ncost = \"none\"\n")) ==
          "f.toml:9: \"none\" is not \"unknown\" (leave it out when the row tells the cost)");
    CHECK(definition_error(with_rule("[[rule]]\nname = \"r\"\nignore = \"x\"\nshare = { a = \"amount\" }\n")) ==
          "f.toml:6: rule \"r\" gives to a group, but there is no [group]");
    CHECK(definition_error(with_rule("[defaults]\ndat = \"date\"\n[[rule]]\nname = \"r\"\nignore = \"x\"\n")) ==
          "f.toml:7: unknown key \"dat\" (did you mean \"date\"?)");
}

TEST_CASE("wrong settings of a definition are refused with their line")
{
    auto const with = [](std::string const& setting) { return definition_error(setting + "\n" + good); };
    CHECK(with("numbers = \"1.5\"").find("f.toml:1: a style is the number 1234.56") == 0);
    CHECK(with("numbers = []") == "f.toml:1: numbers is empty");
    CHECK(with("ambiguous_numbers = \"last\"") == "f.toml:1: \"last\" is neither \"first\" nor \"reject\"");
    CHECK(with("dates = \"YY\"") == "f.toml:1: year, month and day are all needed");
    CHECK(with("timezone = \"Mars\"") == "f.toml:1: \"Mars\" is not in the time zone database");
    CHECK(with("header_within = 0") == "f.toml:1: header_within is not between 1 and 100");
    CHECK(with("header_within = \"x\"") == "f.toml:1: key \"header_within\" is not a whole number");
    CHECK(with("identifying_id = 1") == "f.toml:1: key \"identifying_id\" is neither true nor false");
    CHECK(with("other_columns = \"maybe\"") ==
          "f.toml:1: other_columns \"maybe\" is none of \"allow\", \"refuse\" and \"watch\"");
    CHECK(with("rule_column = \"dat\"") == "f.toml:1: \"dat\" is not a column of this format (did you mean \"date\"?)");
    CHECK(with("continuation = \"nope\"").find("f.toml:1: \"nope\" is not a column of this format") == 0);
    CHECK(with("unused_columns = [1]") == "f.toml:1: key \"unused_columns\" has an element that is not a text");
    CHECK(with("delimiters = 1") == "f.toml:1: key \"delimiters\" is not a text");
    CHECK(with("lists = 1") == "f.toml:1: key \"lists\" is not a table");
    CHECK(with("group = { by = [] }") == "f.toml:1: [group] needs \"by\"");
    CHECK(with("companion = { }") == "f.toml:1: [companion] needs a \"key\"");
}

TEST_CASE("rules written as something else than tables are refused")
{
    std::string const top = "name = \"x\"\ntitle = \"X\"\n";
    CHECK(definition_error(top + "rule = 1\n[columns]\na = \"A\"\n") ==
          "f.toml:3: \"rule\" is not an array of tables (write [[rule]])");
    CHECK(definition_error(top + "rule = [1]\n[columns]\na = \"A\"\n") ==
          "f.toml:3: \"rule\" has an element that is not a table");
    CHECK(definition_error(top + "[columns]\na = { name = \"A\", after = \"b\" }\nb = \"B\"\n") ==
          "f.toml:4: column \"a\" needs exactly one of name or at, after, and join");
    CHECK(definition_error(top + "[columns]\na = { }\n") ==
          "f.toml:4: column \"a\" needs exactly one of name or at, after, and join");
    CHECK(definition_error(with_rule("[[rule]]\nname = \"r\"\n[[rule.emit]]\ntype = 1\n")) ==
          "f.toml:9: a formula is a text (put it in quotes)");
}

TEST_CASE("any text is a definition or a configuration error")
{
    CHECK(rc::check([](std::string const& text) {
        try {
            static_cast<void>(importer::parse_definition(text, "f.toml"));
        } catch (Error const& error) {
            RC_ASSERT(error.code() == ExitCode::config);
        }
    }));
}
