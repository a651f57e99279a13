// Any bytes as a file to import: tables of CSV text that read again, or an error that says where.
#include "pf/base/error.hpp"
#include "pf/base/unnamed_file.hpp"
#include "pf/container/container.hpp"
#include "pf/csv/reader.hpp"

#include "expect.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace {

using pf::fuzz::expect;

void check_rows(pf::container::Table& table)
{
    pf::csv::Reader reader{pf::csv::Source::from_descriptor(table.text.finished(), "input"), {}};
    std::int64_t last_line = 0;
    for (pf::csv::Row row; reader.next(row);) {
        expect(row.line > last_line, "a row stands below the one before it"); // what is unpacked may have quoted breaks
        last_line = row.last_line;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    try {
        pf::base::UnnamedFile file;
        file.put({reinterpret_cast<char const*>(data), size});
        for (auto& table : pf::container::tables_of(file.finished(), "input", {})) {
            check_rows(table);
        }
    } catch (pf::Error const& error) {
        expect(!error.message().empty() && error.where().starts_with("input"), "an error says what and where");
    }
    return 0;
}
