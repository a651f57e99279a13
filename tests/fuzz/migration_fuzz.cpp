// Any bytes as a migration, in both dialects: sections whose statements the runner finds again, or an error that says
// where.
#include "pf/base/error.hpp"
#include "pf/migration/error_place.hpp"
#include "pf/migration/file.hpp"

#include "expect.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace {

using namespace pf::migration;
using pf::fuzz::expect;

bool is_within(Range inner, Range outer)
{
    return inner.begin >= outer.begin && inner.begin <= inner.end && inner.end <= outer.end;
}

void check_places(File const& file, Section const& section, Statement const& failing)
{
    std::string_view const text = file.script.text;
    for (auto const* const context :
         {"PL/pgSQL function inline_code_block line 2 at RAISE",
          "PL/pgSQL function f(integer) line 1 at IF\nPL/pgSQL function g() line 2 at IF"}) {
        auto const place = find_place(file.script, section.range, failing, {{}, "x", 3, context});
        expect(!place || *place <= text.size(), "a place is in the file");
        expect(!excerpt(text, place.value_or(failing.sql.begin)).empty(), "a place can be shown");
    }
}

void check(File const& file, Section const& section)
{
    std::size_t count = 0;
    std::size_t end = section.range.begin;
    Statement last;
    Scanner scanner{file.script, section.range};
    while (auto statement = scanner.next_statement()) {
        expect(statement->sql.begin >= end && statement->sql.begin < statement->sql.end, "statements ascend");
        expect(is_within(statement->sql, section.range), "a statement is in its section");
        expect(is_within(statement->copy_data, {0, section.range.end}), "so are its rows");
        expect(statement->body == Range{} || is_within(statement->body, statement->sql), "a body is in its statement");
        end = std::max(statement->sql.end, statement->copy_data.end);
        last = std::move(*statement);
        ++count;
    }
    expect(count == section.statements, "the runner finds the statements that were counted");
    if (count > 0) {
        check_places(file, section, last);
    }
}

void check(std::string_view content, Dialect dialect)
{
    auto const file = parse(source_of("0001_x.sql", content, dialect));
    expect(file.up.statements > 0, "there is something to do");
    check(file, file.up);
    if (file.down != Section{}) {
        check(file, file.down);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const content{reinterpret_cast<char const*>(data), size};
    for (auto const dialect : {Dialect::postgresql, Dialect::sqlite}) {
        try {
            check(content, dialect);
        } catch (pf::Error const& error) {
            expect(error.code() == pf::ExitCode::bad_data, "only the file can be wrong");
            expect(error.where().starts_with("0001_x.sql:"), "an error says where");
        }
    }
    return 0;
}
