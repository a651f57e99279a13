#include "pf/backup/csv_rows.hpp"
#include "pf/base/error.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <optional>
#include <utility>

using namespace pf;
using backup::CsvRows;

namespace {

using Row = std::vector<std::optional<std::string>>;

/// \param piece  how many bytes come at a time
std::vector<Row> rows_of(std::string const& csv, std::size_t piece)
{
    std::string_view rest = csv;
    std::string bytes;
    CsvRows rows{[&]() -> std::string_view {
                     bytes = rest.substr(0, piece);
                     rest.remove_prefix(bytes.size());
                     return bytes;
                 },
                 "prices.csv"};
    std::vector<Row> found;
    while (rows.next()) {
        auto& row = found.emplace_back();
        for (auto const& field : rows.fields()) {
            row.push_back(field.is_null ? std::nullopt : std::optional{std::string{field.text}});
        }
    }
    return found;
}

std::string error_of(std::string const& csv)
{
    try {
        auto const rows = rows_of(csv, 3);
        return "no error";
    } catch (Error const& error) {
        return error.message();
    }
}

std::string csv_of(std::vector<Row> const& rows)
{
    std::string csv;
    for (auto const& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            csv += i == 0 ? "" : ",";
            if (row[i]) {
                csv += '"';
                for (char const c : *row[i]) {
                    csv += c == '"' ? std::string{"\"\""} : std::string{c};
                }
                csv += '"';
            }
        }
        csv += '\n';
    }
    return csv;
}

} // namespace

TEST_CASE("rows of a backup: NULL is not an empty text")
{
    CHECK(rows_of("a,,\"\"\n,\n", 100) == std::vector<Row>{{"a", std::nullopt, ""}, {std::nullopt, std::nullopt}});
    CHECK(rows_of("", 100).empty());
}

TEST_CASE("rows of a backup: whatever a text holds comes back, however the bytes are cut")
{
    CHECK(rc::check([] {
        auto const columns = *rc::gen::inRange<std::size_t>(1, 5);
        auto const character = rc::gen::element('a', ',', '"', '\n', '\r', ' ');
        auto const value = rc::gen::mapcat(rc::gen::inRange(0, 4), [=](int kind) {
            return kind == 0 ? rc::gen::just(std::optional<std::string>{})
                             : rc::gen::map(rc::gen::container<std::string>(character),
                                            [](std::string text) { return std::optional{std::move(text)}; });
        });
        auto const rows = *rc::gen::container<std::vector<Row>>(rc::gen::container<Row>(columns, value));
        auto const piece = *rc::gen::inRange<std::size_t>(1, 12);
        RC_ASSERT(rows_of(csv_of(rows), piece) == rows);
    }));
}

TEST_CASE("rows of a backup: what is cut short or has stray quotes is refused with its row")
{
    CHECK(error_of("a,b\nc,d") == "row 2 has no end");
    CHECK(error_of("a,\"b\n") == "row 1 has no end");
    CHECK(error_of("a\"b\n") == "row 1 has a quote where none belongs");
    CHECK(error_of("\"a\"b\n") == "row 1 has a quote where none belongs");
    CHECK(error_of("a\n\"b\"") == "row 2 has no end");
}
