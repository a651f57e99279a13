#include "pf/base/spill.hpp"
#include "pf/db/postgres/binary.hpp"
#include "pf/db/text_values.hpp"

#include "support/temp_database.hpp"
#include "support/values.hpp"

#include <rapidcheck.h>

#include <array>

using namespace pf;
using namespace pf::test;

namespace {

using money::Int128;

/// Any decimal: of every length, and often with zeros where groups of four digits end.
Decimal any_decimal()
{
    auto const digits = *rc::gen::inRange(0, 39);
    Int128 units = 0;
    for (int i = 0; i < digits; ++i) {
        units = units * 10 + *rc::gen::weightedElement<int>({{6, 0}, {3, 9}, {1, 1}, {1, 5}, {1, 7}});
    }
    return Decimal::from_units(*rc::gen::arbitrary<bool>() ? -units : units);
}

Timestamp any_timestamp()
{
    auto const first = at("1000-01-01").time_since_epoch().count();
    auto const last = at("9999-12-31T23:59:59.999999Z").time_since_epoch().count();
    return Timestamp{std::chrono::microseconds{*rc::gen::inRange(first, last)}};
}

std::array const limits{
    Decimal{},
    "1"_dec,
    "-1"_dec,
    "0.000000000000000001"_dec,
    "-0.000000000000000001"_dec,
    "9999"_dec,
    "10000"_dec,
    "0.0001"_dec,
    "0.00001"_dec,
    "0.01"_dec,
    "10000000000000000"_dec,
    "99999999999999999999.999999999999999999"_dec,
    "-99999999999999999999.999999999999999999"_dec,
    "100000000000000000"_dec,
    "18446744073.709551615"_dec,
    "18.446744073709551616"_dec,
    "0.1"_dec,
    "1234567890.0123456789"_dec,
};

std::string numeric(Decimal value)
{
    std::string bytes;
    db::postgres::append_numeric(bytes, value);
    return bytes.substr(4);
}

/// Both directions, and what the server's own text form says, for all of the values.
void check_round_trip(TempDatabase& temporary, std::vector<Decimal> const& values)
{
    static db::Table const table{"numbers", {"id", "value"}, {"id"}};
    temporary.run("TRUNCATE numbers");
    auto const writer = temporary.driver().write(table);
    for (std::size_t i = 0; i < values.size(); ++i) {
        writer->integer(static_cast<std::int64_t>(i));
        writer->decimal(values[i]);
        writer->end_row();
    }
    writer->finish();
    auto const rows =
        temporary.driver().read({"test", "SELECT value, CAST(value AS TEXT) FROM numbers ORDER BY id", ""}, {});
    for (auto const value : values) {
        RC_ASSERT(rows->next());
        RC_ASSERT(rows->decimal() == value);
        RC_ASSERT(money::parse_decimal(rows->text())->value == value);
    }
    RC_ASSERT(!rows->next());
}

} // namespace

TEST_CASE("decimals cross to PostgreSQL and back to the last digit")
{
    TempDatabase temporary{db::Backend::postgresql, TempDatabase::Content::nothing};
    temporary.run("CREATE TABLE numbers (id BIGINT, value NUMERIC(38,18) NOT NULL)");
    check_round_trip(temporary, {limits.begin(), limits.end()});
    CHECK(rc::check("any decimals", [&] {
        auto const count = *rc::gen::inRange(1, 60);
        std::vector<Decimal> values;
        for (int i = 0; i < count; ++i) {
            values.push_back(any_decimal());
        }
        check_round_trip(temporary, values);
    }));
}

TEST_CASE("a NUMERIC of the server's own making is read, whatever zeros it carries")
{
    TempDatabase temporary{db::Backend::postgresql, TempDatabase::Content::nothing};
    auto const rows = temporary.driver().read({"test",
                                               "SELECT n FROM (VALUES (1, 0.00), (2, 1e19), (3, -1.50), (4, 0.00010), "
                                               "(5, 100000000), (6, 1e-18)) AS t(id, n) ORDER BY id",
                                               ""},
                                              {});
    for (auto const expected :
         {"0"_dec, "10000000000000000000"_dec, "-1.5"_dec, "0.0001"_dec, "100000000"_dec, "0.000000000000000001"_dec}) {
        REQUIRE(rows->next());
        CHECK(rows->decimal() == expected);
    }
}

TEST_CASE("what is no decimal of ours is refused, not bent")
{
    TempDatabase temporary{db::Backend::postgresql, TempDatabase::Content::nothing};
    for (auto const* const value : {"'NaN'::numeric", "'Infinity'::numeric", "'-Infinity'::numeric", "1e20", "-1e20",
                                    "1e40", "1e-19", "0.1234567890123456789", "1e131071"}) {
        CAPTURE(value);
        auto const rows = temporary.driver().read({"test", std::string{"SELECT "} + value, ""}, {});
        REQUIRE(rows->next());
        CHECK_THROWS_AS(static_cast<void>(rows->decimal()), Error);
    }
    CHECK_THROWS_AS(static_cast<void>(db::postgres::decode_numeric("")), Error);
    CHECK_THROWS_AS(static_cast<void>(db::postgres::decode_numeric(numeric("1.5"_dec).substr(0, 9))), Error);
    CHECK_THROWS_AS(static_cast<void>(db::postgres::decode_integer("abc")), Error);
}

TEST_CASE("the binary form of a decimal is the shortest")
{
    CHECK(numeric(Decimal{}).size() == 8);
    CHECK(numeric("1"_dec).size() == 10);
    CHECK(numeric("0.0001"_dec).size() == 10);
    CHECK(numeric("10000"_dec).size() == 10);
    CHECK(numeric("10000.0001"_dec).size() == 14);
    CHECK(numeric("99999999999999999999.999999999999999999"_dec).size() == 8 + 2 * 10);
}

TEST_CASE("moments and days cross to PostgreSQL and back")
{
    TempDatabase temporary{db::Backend::postgresql, TempDatabase::Content::nothing};
    temporary.run("CREATE TABLE times (moment TIMESTAMPTZ, day DATE)");
    static db::Table const table{"times", {"moment", "day"}, {}};
    auto const check = [&](Timestamp moment) {
        temporary.run("TRUNCATE times");
        auto const writer = temporary.driver().write(table);
        writer->timestamp(moment);
        writer->date(base::day_of(moment));
        writer->end_row();
        writer->finish();
        auto const rows = temporary.driver().read(
            {"test",
             "SELECT moment, day, to_char(moment, 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), CAST(day AS TEXT) FROM times",
             ""},
            {});
        RC_ASSERT(rows->next());
        RC_ASSERT(rows->timestamp() == moment);
        RC_ASSERT(rows->date() == base::day_of(moment));
        std::string text(db::timestamp_size, '\0');
        db::write_timestamp(text.data(), moment);
        RC_ASSERT(rows->text() == text);
        RC_ASSERT(rows->text() == base::to_text(base::day_of(moment)));
    };
    for (auto const* const moment :
         {"1000-01-01", "1969-12-31T23:59:59.999999Z", "1970-01-01", "1999-12-31T23:59:59.999999Z", "2000-01-01",
          "2024-02-29T12:34:56.000001Z", "9999-12-31T23:59:59.999999Z"}) {
        check(at(moment));
    }
    CHECK(rc::check("any moment", [&] { check(any_timestamp()); }));
    auto const rows = temporary.driver().read({"test", "SELECT 'infinity'::timestamptz", ""}, {});
    REQUIRE(rows->next());
    CHECK_THROWS_AS(static_cast<void>(rows->timestamp()), Error);
}

TEST_CASE("the text of values is canonical, is read back, and sorts as the values do")
{
    auto const text_of = [](Decimal value) {
        std::string text(db::longest_decimal, '\0');
        text.resize(db::write_decimal(text.data(), value));
        return text;
    };
    auto const moment_text = [](Timestamp moment) {
        std::string text(db::timestamp_size, '\0');
        db::write_timestamp(text.data(), moment);
        return text;
    };
    for (auto const value : limits) {
        CHECK(text_of(value) == value.to_text());
    }
    CHECK(rc::check("decimals", [&] {
        auto const value = any_decimal();
        RC_ASSERT(text_of(value) == value.to_text());
        RC_ASSERT(db::read_decimal(text_of(value)) == value);
    }));
    CHECK(rc::check("moments", [&] {
        auto const left = any_timestamp();
        auto const right = any_timestamp();
        RC_ASSERT(db::read_timestamp(moment_text(left)) == left);
        RC_ASSERT((moment_text(left) < moment_text(right)) == (left < right));
    }));
    for (auto const* const text : {"", "x", "1,5", "1e5", "123456789012345678901", "0.1234567890123456789"}) {
        CHECK_THROWS_AS(static_cast<void>(db::read_decimal(text)), Error);
    }
    for (auto const* const text : {"", "2024-02-30", "2024-13-01", "2024-1-01", "2024/01/01", "20240-1-01"}) {
        CHECK_THROWS_AS(static_cast<void>(db::read_date(text)), Error);
    }
    for (auto const* const text : {"", "2024-02-28", "2024-02-28 12:00:00.000000Z", "2024-02-28T12:00:00.00000xZ"}) {
        CHECK_THROWS_AS(static_cast<void>(db::read_timestamp(text)), Error);
    }
}

TEST_CASE("bytes that wait come back in order, from memory and from a file")
{
    for (std::size_t const limit : {std::size_t{1'000'000'000}, std::size_t{1000}, std::size_t{1}}) {
        CAPTURE(limit);
        base::Spill spill{limit};
        std::string expected;
        for (int i = 0; i < 200'000; ++i) {
            auto const piece = std::to_string(i * 7919) + ";";
            spill.put(piece);
            expected += piece;
        }
        CHECK(spill.in_file() == (limit < expected.size()));
        for (int time = 0; time < 2; ++time) {
            std::string received;
            spill.replay([&](std::string_view bytes) { received += bytes; });
            CHECK(received == expected);
        }
    }
}

TEST_CASE("a folder for temporary files that is not there is named, with a way out")
{
    std::string const old = std::getenv("TMPDIR") == nullptr ? "" : std::getenv("TMPDIR");
    ::setenv("TMPDIR", "/nonexistent/folder", 1);
    base::Spill spill{1};
    try {
        spill.put("ab");
        FAIL("no error");
    } catch (Error const& error) {
        CHECK(error.code() == ExitCode::io_error);
        CHECK(error.where() == "/nonexistent/folder");
        CHECK(error.hint().find("TMPDIR") != std::string::npos);
    }
    old.empty() ? ::unsetenv("TMPDIR") : ::setenv("TMPDIR", old.c_str(), 1);
}
