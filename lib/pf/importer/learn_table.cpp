#include "pf/importer/learn_table.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/csv/reader.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

namespace pf::importer {

namespace {

constexpr std::size_t most_rows = 5000;
constexpr std::size_t most_width_that_counts = 30;
constexpr std::size_t header_within = 40;

struct Rows {
    char delimiter = ',';
    std::vector<std::vector<std::string>> rows;
    std::vector<std::int64_t> lines;
    std::size_t width = 0; ///< that most rows have
    std::size_t score = 0;
    bool is_whole = true;
};

std::vector<std::string> trimmed(std::span<std::string_view const> fields)
{
    std::vector<std::string> texts;
    std::transform(fields.begin(), fields.end(), std::back_inserter(texts),
                   [](std::string_view field) { return std::string(base::trimmed(field)); });
    return texts;
}

void score(Rows& rows)
{
    std::map<std::size_t, std::size_t> widths;
    for (auto const& row : rows.rows) {
        ++widths[row.size()];
    }
    for (auto const& [width, count] : widths) {
        std::size_t const points = width < 2 ? 0 : count * std::min(width, most_width_that_counts);
        if (points > rows.score) {
            rows.score = points;
            rows.width = width;
        }
    }
}

/// A text that is cut short may end within a row, which is left out; what cannot be read scores nothing.
Rows read(std::string_view text, std::string const& file, char delimiter, bool is_whole)
{
    Rows rows;
    rows.delimiter = delimiter;
    rows.is_whole = is_whole;
    try {
        csv::Reader reader(csv::Source::from_text(text, file), {delimiter, '"'});
        csv::Row row;
        while (reader.next(row)) {
            if (rows.rows.size() == most_rows) {
                rows.is_whole = false;
                break;
            }
            rows.rows.push_back(trimmed(row.fields));
            rows.lines.push_back(row.line);
        }
    } catch (Error const&) {
        rows.is_whole = false;
    }
    if (!is_whole && !rows.rows.empty()) {
        rows.rows.pop_back();
    }
    score(rows);
    return rows;
}

bool has_digit_first(std::string_view text)
{
    std::size_t const at = text.find_first_not_of("+-($ ");
    return at != std::string_view::npos && text[at] >= '0' && text[at] <= '9';
}

/// Names, and no values: most fields are given, and none begins as a number.
bool may_be_header(std::vector<std::string> const& row, std::size_t width)
{
    bool const fits = row.size() == width || row.size() + 1 == width;
    auto const given = static_cast<std::size_t>(
        std::count_if(row.begin(), row.end(), [](std::string const& field) { return !field.empty(); }));
    return fits && given >= 2 && given * 2 > row.size() && std::none_of(row.begin(), row.end(), has_digit_first);
}

} // namespace

bool says_nothing(std::string_view cell)
{
    constexpr std::array<std::string_view, 9> words{"", "-", "--", "n/a", "N/A", "NA", "null", "None", "–"};
    return std::find(words.begin(), words.end(), cell) != words.end();
}

LearnTable learn_table(std::string_view text, std::string const& file, bool is_whole)
{
    Rows best;
    for (char const delimiter : {',', ';', '\t', '|'}) {
        Rows rows = read(text, file, delimiter, is_whole);
        if (rows.score > best.score) {
            best = std::move(rows);
        }
    }
    LearnTable table;
    table.delimiter = best.delimiter;
    table.is_whole = best.is_whole;
    std::size_t index = 0;
    while (index < std::min(best.rows.size(), header_within) && !may_be_header(best.rows[index], best.width)) {
        ++index;
    }
    if (index + 1 >= best.rows.size() || index == header_within) {
        throw Error(ExitCode::bad_data, "no row names the columns of the rows below it", file,
                    "a file to learn from has a header, and a row or more with as many fields");
    }
    table.header = best.rows[index];
    table.header.resize(best.width);
    table.header_line = best.lines[index];
    std::copy_if(best.rows.begin() + static_cast<std::ptrdiff_t>(index) + 1, best.rows.end(),
                 std::back_inserter(table.rows),
                 [&best](std::vector<std::string> const& row) { return row.size() == best.width; });
    return table;
}

} // namespace pf::importer
