#include "pf/base/error.hpp"
#include "pf/csv/reader.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>
#include <vector>

using pf::csv::Dialect;
using pf::csv::Reader;
using pf::csv::Row;
using pf::csv::Source;

namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows rows_of(std::string_view text, Dialect dialect = {})
{
    Reader reader(Source::from_text(text, "t.csv"), dialect);
    Rows rows;
    Row row;
    while (reader.next(row)) {
        rows.emplace_back(row.fields.begin(), row.fields.end());
    }
    return rows;
}

std::string error_of(std::string_view text)
{
    try {
        static_cast<void>(rows_of(text));
        return "no error";
    } catch (pf::Error const& error) {
        CHECK(error.code() == pf::ExitCode::bad_data);
        return error.what();
    }
}

/// A file that goes away with the test.
class ScratchFile {
public:
    explicit ScratchFile(std::string_view content)
        : m_path((std::filesystem::temp_directory_path() / ("pf-csv-" + std::to_string(::getpid()) + ".csv")).string())
    {
        std::ofstream(m_path, std::ios::binary) << content;
    }
    ~ScratchFile() { std::filesystem::remove(m_path); }
    ScratchFile(ScratchFile const&) = delete;
    ScratchFile& operator=(ScratchFile const&) = delete;

    [[nodiscard]] std::string const& path() const { return m_path; }

private:
    std::string m_path;
};

} // namespace

TEST_CASE("rows are split at delimiters and at any kind of line end")
{
    Rows const expected{{"a", "b"}, {"1", ""}, {"", "2"}};
    CHECK(rows_of("a,b\n1,\n,2\n") == expected);
    CHECK(rows_of("a,b\r\n1,\r\n,2\r\n") == expected);
    CHECK(rows_of("a,b\r1,\r,2\r") == expected);
    CHECK(rows_of("a,b\n1,\r\n,2") == expected);
    CHECK(rows_of("a;b\n1;\n;2\n", {';', '"'}) == expected);
    CHECK(rows_of("\xEF\xBB\xBF"
                  "a,b\n1,\n,2\n") == expected);
}

TEST_CASE("empty lines and an empty file give no rows")
{
    CHECK(rows_of("").empty());
    CHECK(rows_of("\n\r\n\r").empty());
    CHECK(rows_of("\xEF\xBB\xBF").empty());
    CHECK(rows_of("\n\na\n\n\nb\n") == Rows{{"a"}, {"b"}});
}

TEST_CASE("quoted fields may hold delimiters, quotes and line breaks")
{
    CHECK(rows_of("\"a,b\",c\n") == Rows{{"a,b", "c"}});
    CHECK(rows_of("\"say \"\"hi\"\"\",\"\"\n") == Rows{{"say \"hi\"", ""}});
    CHECK(rows_of("\"\"\"\"\n") == Rows{{"\""}});
    CHECK(rows_of("\"one\ntwo\r\nthree\",x\n") == Rows{{"one\ntwo\r\nthree", "x"}});
    CHECK(rows_of("\"\"") == Rows{{""}});
    CHECK(rows_of("\"a\"") == Rows{{"a"}});
    CHECK(rows_of("\"a\"\"b\",\"c\"\"d\"") == Rows{{"a\"b", "c\"d"}});
}

TEST_CASE("rows know their lines, also behind quoted line breaks and empty lines")
{
    Reader reader(Source::from_text("h\n\n\"a\r\nb\rc\nd\"\nz", "t.csv"), {});
    Row row;
    REQUIRE(reader.next(row));
    CHECK(row.line == 1);
    CHECK(row.raw == "h");
    REQUIRE(reader.next(row));
    CHECK(row.line == 3);
    CHECK(row.last_line == 6);
    CHECK(row.raw == "\"a\r\nb\rc\nd\"");
    REQUIRE(reader.next(row));
    CHECK(row.line == 7);
    CHECK(row.last_line == 7);
    CHECK_FALSE(reader.next(row));
    CHECK_FALSE(reader.next(row));
}

TEST_CASE("I8: text that is no CSV is refused with its line")
{
    CHECK(error_of("a\n1,x\"y\n") == "t.csv:2: a quote stands inside a field that does not begin with one");
    CHECK(error_of("a\n\"1\" ,2\n") == "t.csv:2: text follows the closing quote of a field");
    CHECK(error_of("a\nb\n\"1,2\n3\n4\n") == "t.csv:3: a quote is never closed");
    CHECK(error_of("a\n\"") == "t.csv:2: a quote is never closed");
    CHECK(error_of(std::string_view("a\nb\0c\n", 6)) == "t.csv:2: a NUL byte stands in the text");
    CHECK(error_of(std::string_view("a\n\"b\0c\"\n", 8)) == "t.csv:2: a NUL byte stands in the text");
    CHECK(error_of("\u00E9\nb\xFF\n") == "t.csv:2: the row is not valid UTF-8");
    CHECK(error_of("\u00E9\n\xC0\xAF\n") == "t.csv:2: the row is not valid UTF-8");
    CHECK(error_of("a\nb\x81 and more\n") == "t.csv:2: the row is not valid UTF-8");
    CHECK(error_of(std::string_view("\xFE\xFF\0a\0\n\xD8\x00\0b", 10)) == "t.csv:2: the row is not valid UTF-8");
    CHECK(error_of(std::string_view("\xFF\xFE"
                                    "a\0\n\0b",
                                    7)) == "t.csv:2: the row is not valid UTF-8");
}

TEST_CASE("UTF-16 is known by its byte order mark, Windows-1252 by bytes that never make UTF-8")
{
    Rows const price{{"Price", "Name"}, {"\u20AC1.50", "Caf\u00E9"}};
    CHECK(rows_of("Price,Name\n\x80"
                  "1.50,Caf\xE9\n") == price);
    std::u16string const wide = u"\uFEFFPrice,Name\n\u20AC1.50,Caf\u00E9\n";
    std::string little;
    std::string big;
    for (char16_t const unit : wide) {
        little += static_cast<char>(unit & 0xFFU);
        little += static_cast<char>(unit >> 8U);
        big += static_cast<char>(unit >> 8U);
        big += static_cast<char>(unit & 0xFFU);
    }
    CHECK(rows_of(little) == price);
    CHECK(rows_of(big) == price);
    CHECK(rows_of(std::string_view("\xFE\xFF\xD8\x3D\xDE\x00", 6)) == Rows{{"\U0001F600"}});
    std::string rows = "x\xE9\n";
    while (rows.size() < 200'000) {
        rows += "y\xE9\n";
    }
    CHECK(rows_of(rows).back() == std::vector<std::string>{"y\u00E9"});
}

TEST_CASE("I8: a row has at most a thousand fields and a mebibyte")
{
    CHECK(rows_of(std::string(999, ',')).front().size() == 1000);
    CHECK(error_of("a\n" + std::string(1'000'000, ',')) == "t.csv:2: the row has more than 1000 fields");
    CHECK(rows_of(std::string(1 << 20, 'x')).front().front().size() == 1 << 20);
    CHECK(error_of("a\n" + std::string((1 << 20) + 1, 'x') + "\n") == "t.csv:2: the row is longer than 1 MiB");
    CHECK(error_of("a\n\"" + std::string(3 << 20, '\n')) == "t.csv:2: the row is longer than 1 MiB");
}

TEST_CASE("rows that cross a block's border are whole")
{
    std::string text;
    Rows expected;
    for (int number = 0; number < 60'000; ++number) {
        std::string const value = std::to_string(number);
        text += value + ",\"" + value + "\"\"\r\n" + value + "\",\xC3\xA4\r\n";
        expected.push_back({value, value + "\"\r\n" + value, "\xC3\xA4"});
    }
    CHECK(rows_of(text) == expected);
}

TEST_CASE("what is written by RFC 4180 is read back, whatever the fields hold")
{
    CHECK(rc::check([] {
        auto const character = rc::gen::element<char>('a', ',', '"', '\n', '\r', ' ', ';', '0');
        auto const rows = *rc::gen::container<Rows>(rc::gen::nonEmpty(
            rc::gen::container<std::vector<std::string>>(rc::gen::container<std::string>(character))));
        std::string const line_end = *rc::gen::element<std::string>("\n", "\r\n", "\r");
        std::string text;
        for (auto const& row : rows) {
            for (std::size_t index = 0; index < row.size(); ++index) {
                text += index == 0 ? "\"" : ",\"";
                for (char const one : row[index]) {
                    text += one == '"' ? "\"\"" : std::string(1, one);
                }
                text += '"';
            }
            text += line_end;
        }
        RC_ASSERT(rows_of(text) == rows);
    }));
}

TEST_CASE("any bytes give rows or an error, never anything else")
{
    CHECK(rc::check([](std::string const& text) {
        try {
            static_cast<void>(rows_of(text));
        } catch (pf::Error const& error) {
            RC_ASSERT(error.code() == pf::ExitCode::bad_data);
        }
    }));
}

TEST_CASE("a file, a descriptor and a text give the same bytes, and peeking takes none away")
{
    ScratchFile const file("a,b\n1,2\n");
    Source opened = Source::open_file(file.path());
    CHECK(opened.name() == file.path());
    CHECK(opened.peek(3) == "a,b");
    CHECK(opened.peek(100) == "a,b\n1,2\n");
    std::string buffer(5, ' ');
    CHECK(opened.read(buffer) == 5);
    CHECK(buffer == "a,b\n1");
    CHECK(opened.peek(2) == ",2");
    CHECK(opened.read(buffer) == 3);
    CHECK(opened.read(buffer) == 0);

    std::FILE* const stream = std::fopen(file.path().c_str(), "rb");
    Reader reader(Source::from_descriptor(::fileno(stream), "<stdin>"), {});
    CHECK(reader.name() == "<stdin>");
    Row row;
    CHECK(reader.next(row));
    CHECK(reader.next(row));
    CHECK(row.fields[1] == "2");
    std::fclose(stream);
}

TEST_CASE("I8: what cannot be opened is named")
{
    CHECK_THROWS_WITH_AS(static_cast<void>(Source::open_file("/no/such.csv")), "/no/such.csv: does not exist",
                         pf::Error);
    CHECK_THROWS_WITH_AS(static_cast<void>(Source::open_file("/tmp")), "/tmp: is a directory", pf::Error);
    try {
        static_cast<void>(Source::open_file("/no/such.csv"));
    } catch (pf::Error const& error) {
        CHECK(error.code() == pf::ExitCode::no_input);
        CHECK_FALSE(error.hint().empty());
    }
}

TEST_CASE("a device that cannot be read is an input and output error")
{
    Source source = Source::from_descriptor(-1, "gone");
    CHECK(source.read({}) == 0);
    Source closed = Source::from_descriptor(1'000'000, "closed");
    std::string buffer(8, ' ');
    CHECK_THROWS_AS(static_cast<void>(closed.read(buffer)), pf::Error);
}
