#include "pf/backup/canonical_json.hpp"
#include "pf/backup/csv_text.hpp"
#include "pf/backup/manifest.hpp"
#include "pf/base/error.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace pf;
using namespace pf::backup;

namespace {

Manifest example()
{
    Manifest manifest;
    manifest.schema_version = 4;
    manifest.created_at = Timestamp{std::chrono::seconds{1'795'249'800}};
    manifest.tool_version = "1.2.3";
    manifest.source = "postgresql://you@db/portfolio";
    manifest.tables = {{"accounts", {"id", "name"}, 2, 34, std::string(64, 'a')}, {"imports", {"id"}, 0, 3, "b"}};
    return manifest;
}

std::string problem(std::string const& json)
{
    try {
        static_cast<void>(parse_manifest(json, "x.tar.zst"));
        return "";
    } catch (Error const& error) {
        CHECK(error.where() == "x.tar.zst");
        return error.message();
    }
}

std::string replaced(std::string const& what, std::string const& by)
{
    auto json = to_json(example());
    return json.replace(json.find(what), what.size(), by);
}

std::int64_t rows_of(std::string_view csv, std::size_t piece)
{
    RowCounter counter;
    for (; !csv.empty(); csv.remove_prefix(std::min(piece, csv.size()))) {
        counter.add(csv.substr(0, piece));
    }
    return counter.rows();
}

} // namespace

TEST_CASE("a manifest is read as it was written")
{
    CHECK(parse_manifest(to_json(example()), "") == example());
    CHECK(example().rows() == 2);
    CHECK(to_json(example()).starts_with("{\n  \"schema\": \"pf.manifest/1\",\n  \"format_version\": 1,\n"));
    CHECK(to_json(example()).find("\"created_at\": \"2026-11-21T08:30:00Z\"") != std::string::npos);
}

TEST_CASE("what is no manifest is refused, and one of a newer format by its number")
{
    CHECK(problem("") != "");
    CHECK(problem("[]") != "");
    CHECK(problem(replaced("\"rows\": 2", "\"rows\": \"2\"")) != "");
    CHECK(problem(replaced("2026-11-21T08:30:00Z", "yesterday")) ==
          "manifest.json is not a manifest: created_at \"yesterday\" is not a date or a time");
    CHECK(problem(replaced("\"format_version\": 1", "\"format_version\": 2")) ==
          "the backup has format 2, this program reads up to format 1");
}

TEST_CASE("values are quoted when they have to be, and NULL is not an empty text")
{
    CsvText csv;
    csv.plain("1");
    csv.text("plain text; with a space ");
    csv.text("a,b");
    csv.text("say \"so\"");
    csv.text("two\nlines\r");
    csv.text("");
    csv.null();
    csv.end_row();
    csv.null();
    csv.end_row();
    CHECK(csv.bytes() == "1,plain text; with a space ,\"a,b\",\"say \"\"so\"\"\",\"two\nlines\r\",\"\",\n\n");
}

TEST_CASE("rows are counted in pieces of any size, and a line end in quotes ends none")
{
    constexpr std::string_view csv = "id,text\n1,\"a\nb\"\"\n\"\n2,\"\"\n\"\n\n\",\n";
    for (std::size_t piece = 1; piece <= csv.size(); ++piece) {
        CHECK(rows_of(csv, piece) == 4);
    }
}

TEST_CASE("JSON has one text, whatever it was written like")
{
    CHECK(canonical_json(R"( {"b" : [1, -2 , 3.50, 1e5 ], "a":{"y":null,"x":true}, "c":"\u00e9\n\/" } )") ==
          "{\"a\":{\"x\":true,\"y\":null},\"b\":[1,-2,3.50,1e5],\"c\":\"\xC3\xA9\\n/\"}");
    CHECK(canonical_json("[]") == "[]");
    CHECK(canonical_json("{}") == "{}");
    CHECK(canonical_json("[[],[{}]]") == "[[],[{}]]");
    CHECK(canonical_json(R"({"a":1,"a":2})") == R"({"a":2})");
    CHECK(canonical_json("123456789012345678901234567890.10") == "123456789012345678901234567890.10");
    CHECK_THROWS_AS(static_cast<void>(canonical_json("[1,")), Error);
    CHECK_THROWS_AS(static_cast<void>(canonical_json("")), Error);
}
