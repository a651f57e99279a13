#pragma once

#include "pf/base/output.hpp"
#include "pf/base/time.hpp"
#include "pf/money/currency.hpp"
#include "pf/money/decimal.hpp"

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace pf::report {

/// There is a value but nobody knows it: `?` in a table, empty in CSV, null in JSON.
struct Unknown {
    friend bool operator==(Unknown, Unknown) = default;
};

/// There is no value: empty in a table and in CSV, null in JSON.
struct Nothing {
    friend bool operator==(Nothing, Nothing) = default;
};

/// Money, rounded half-even to the currency's minor unit in a table; exact in CSV and JSON.
struct Amount {
    Decimal value;
    Currency currency;
    friend bool operator==(Amount const&, Amount const&) = default;
};

/// Money per unit: in a table with the currency's minor digits at least, and 4 more-than-one or 8 below-one digits at
/// most.
struct UnitPrice {
    Decimal value;
    Currency currency;
    friend bool operator==(UnitPrice const&, UnitPrice const&) = default;
};

/// A part of a whole, or a rate: 0.05 is `5.00 %` in a table; exact in CSV and JSON.
struct Ratio {
    Decimal value;
    friend bool operator==(Ratio const&, Ratio const&) = default;
};

/// A day or a moment, never cut.
struct When {
    std::string text;
    friend bool operator==(When const&, When const&) = default;
};

/// A `Decimal` is a quantity, shown exactly; an integer is a count.
using Value = std::variant<Nothing, Unknown, std::string, bool, std::int64_t, Decimal, Amount, UnitPrice, Ratio, When>;

[[nodiscard]] Value text(std::string_view value);
[[nodiscard]] Value text_or_nothing(std::string_view value); ///< an empty one is nothing
[[nodiscard]] Value day(Date date);
[[nodiscard]] Value day_or_nothing(std::optional<Date> const& date);
[[nodiscard]] Value day(Timestamp timestamp);
[[nodiscard]] Value moment(Timestamp timestamp); ///< to the second
[[nodiscard]] Value amount(std::optional<Decimal> const& value, Currency currency);
[[nodiscard]] Value unit_price(std::optional<Decimal> const& value, Currency currency);

[[nodiscard]] Value ratio(std::optional<Decimal> const& value);

enum class Align : std::uint8_t { left, right };

/// Which of the three outputs show a column.
enum class Shown : std::uint8_t {
    everywhere,
    data_only,  ///< JSON and CSV
    table_only, ///< what JSON and CSV tell otherwise
};

struct Column {
    std::string key;   ///< in JSON and CSV; the schema's name of it
    std::string title; ///< in tables
    Align align = Align::left;
    Shown shown = Shown::everywhere;
    int rank = 0; ///< of a table that is too wide the highest goes first; 0: never
};

using Row = std::vector<Value>; ///< as many as there are columns

/// Gives rows one by one, the same ones whenever it is called.
using RowReceiver = std::function<void(Row const&)>;
using RowSource = std::function<void(RowReceiver const&)>;

/// A row of sums.
struct Total {
    std::string key;   ///< which sums: `total` in JSON
    std::string label; ///< in the first column of a table
    Row row;
    Shown shown = Shown::everywhere;
};

/// Rows of one kind. Defined once, it comes out as a table, JSON or CSV.
struct Grid {
    std::string key{};     ///< of the array in JSON: `positions`
    std::string heading{}; ///< above the table; may be empty
    std::vector<Column> columns{};
    std::vector<Row> rows{};
    std::vector<Total> totals{}; ///< below a line in tables, `<key>_totals` in JSON, not in CSV
    std::string when_empty{};    ///< what a table says instead of no rows: `no positions`; empty: no table then
    Shown shown = Shown::everywhere;
    RowSource source{}; ///< instead of `rows`, for as many rows as data have: they never stand in memory together
    /// Rows go out a thousand at a time, before the last one is read; if the source then fails, they are out.
    bool goes_out_at_once = false;
};

/// Flushes what was written of a grid that goes out at once.
class RowFlush {
public:
    RowFlush(std::ostream& out, Grid const& grid);

    /// Another row is written.
    void row();

private:
    std::ostream& m_out;
    bool m_flushes;
    std::size_t m_rows = 0;
};

/// How many rows of a grid go out together; so many also tell a table how wide its columns are.
inline constexpr std::size_t rows_of_page = 1000;

/// The rows of a grid, wherever they come from.
void visit_rows(Grid const& grid, RowReceiver const& receiver);

/// A row for each of these, made when it is written.
/// \param items  outlive what is returned
template <typename Items, typename RowOf>
[[nodiscard]] RowSource rows_of(Items const& items, RowOf row_of)
{
    return [&items, row_of = std::move(row_of)](RowReceiver const& receiver) {
        if constexpr (requires { items.begin(); }) {
            for (auto const& item : items) {
                receiver(row_of(item));
            }
        } else {
            items.visit([&](auto const& item) { receiver(row_of(item)); });
        }
    };
}

using Fact = std::pair<std::string, Value>;

/// One result of a program. JSON is one document of all of it, CSV the rows of the first grid, a table all grids with
/// rows.
struct Report {
    std::string schema{};             ///< `pf.positions/1`
    std::vector<Fact> facts{};        ///< JSON only, before the grids
    std::vector<Grid> grids{};        ///< at least one
    std::vector<std::string> notes{}; ///< lines below the tables
};

/// \param out  text goes there; `KeptReports` takes the report as it is
void write(std::ostream& out, Report const& report, OutputStyle const& style);

} // namespace pf::report
