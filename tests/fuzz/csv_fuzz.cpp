// Any bytes as CSV: rows that read again from their own bytes to the same fields, or an error that says where.
#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/csv/reader.hpp"

#include "expect.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace pf::csv;
using pf::fuzz::expect;

constexpr std::array dialects{Dialect{',', '"'}, Dialect{';', '"'}, Dialect{'\t', '"'}};

std::vector<std::string> copied(Row const& row)
{
    return {row.fields.begin(), row.fields.end()};
}

void check_alone(Row const& row, Dialect dialect)
{
    auto const fields = copied(row);
    // A byte order mark of our own, so that one inside the row stays part of its first field.
    auto const text = "\xEF\xBB\xBF" + std::string{row.raw};
    Reader reader{Source::from_text(text, "row"), dialect};
    Row again;
    expect(reader.next(again), "a row's own bytes are a row");
    expect(copied(again) == fields, "a row reads again to the same fields");
    expect(!reader.next(again), "a row's own bytes are one row");
}

void check(std::string_view text, Dialect dialect)
{
    Reader reader{Source::from_text(text, "input"), dialect};
    std::int64_t last_line = 0;
    int rows_to_read_again = 4; // a reader has large buffers
    for (Row row; reader.next(row);) {
        expect(row.line > last_line && row.last_line >= row.line, "lines ascend");
        last_line = row.last_line;
        expect(!row.fields.empty() && row.fields.size() <= Reader::max_fields, "the number of fields is bounded");
        expect(row.raw.size() <= Reader::max_row_bytes, "the size of a row is bounded");
        expect(!pf::base::find_invalid_utf8(row.raw), "a row is valid UTF-8");
        expect(row.raw.find('\0') == std::string_view::npos, "a row has no NUL byte");
        if (rows_to_read_again-- > 0) {
            check_alone(row, dialect);
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const text{reinterpret_cast<char const*>(data), size};
    for (auto const dialect : dialects) {
        try {
            check(text, dialect);
        } catch (pf::Error const& error) {
            expect(error.code() == pf::ExitCode::bad_data, "only the data can be wrong");
            expect(error.where().starts_with("input:"), "an error says where");
        }
    }
    return 0;
}
