#include "pf/report/grid.hpp"

#include "pf/report/choose.hpp"
#include "pf/report/kept.hpp"
#include "pf/report/writers.hpp"

#include <algorithm>
#include <ostream>

namespace pf::report {
namespace {

// Overloads of one name, for std::visit.
template <typename... Functions>
struct Overload : Functions... {
    using Functions::operator()...;
};
template <typename... Functions>
Overload(Functions...) -> Overload<Functions...>;

// With at least `least` and at most `most` fractional digits.
std::string between_digits(Decimal value, int least, int most)
{
    std::string text = value.to_text(most, Rounding::half_even);
    auto const mark = text.find('.');
    auto const shortest = mark == std::string::npos ? text.size() : mark + 1 + static_cast<std::size_t>(least);
    while (text.size() > shortest && text.back() == '0') {
        text.pop_back();
    }
    if (text.ends_with('.')) {
        text.pop_back();
    }
    return text;
}

std::string shown_price(UnitPrice const& price)
{
    int const least = price.currency.is_none() ? 0 : price.currency.minor_digits();
    int const most = price.value.abs() < Decimal(1) ? 8 : 4;
    return between_digits(price.value, std::min(least, most), most);
}

std::string shown_amount(Amount const& amount)
{
    return amount.currency.is_none() ? amount.value.to_text()
                                     : amount.value.to_text(amount.currency.minor_digits(), Rounding::half_even);
}

std::string shown_ratio(Ratio const& ratio)
{
    return money::multiply(ratio.value, Decimal{100}, Rounding::half_even).to_text(2, Rounding::half_even) + " %";
}

bool has_rows(Grid const& grid)
{
    bool any = false;
    visit_rows(grid, [&](Row const& /*row*/) { any = true; });
    return any;
}

bool has_table(Grid const& grid)
{
    bool const has_columns = std::any_of(grid.columns.begin(), grid.columns.end(),
                                         [](Column const& column) { return column.shown != Shown::data_only; });
    return grid.shown != Shown::data_only && has_columns && (!grid.when_empty.empty() || has_rows(grid));
}

void write_tables(std::ostream& out, Report const& report, OutputStyle const& style)
{
    bool first = true;
    for (auto const& grid : report.grids) {
        if (!has_table(grid)) {
            continue;
        }
        out << (first ? "" : "\n");
        first = false;
        write_table(out, grid, style);
    }
    for (auto const& note : report.notes) {
        out << (first ? "" : "\n") << note << '\n';
        first = true;
    }
}

} // namespace

Value text(std::string_view value)
{
    return value.empty() ? Value(Nothing()) : Value(std::string(value));
}

Value text_or_nothing(std::string_view value)
{
    return value.empty() ? Value{Nothing{}} : text(value);
}

Value day(Date date)
{
    return When{base::to_text(date)};
}

Value day_or_nothing(std::optional<Date> const& date)
{
    return date ? day(*date) : Value{Nothing{}};
}

Value day(Timestamp timestamp)
{
    return When{base::to_text(base::day_of(timestamp))};
}

Value moment(Timestamp timestamp)
{
    return When{base::to_text(Timestamp(std::chrono::floor<std::chrono::seconds>(timestamp)))};
}

Value amount(std::optional<Decimal> const& value, Currency currency)
{
    return value ? Value(Amount{*value, currency}) : Value(Unknown());
}

Value unit_price(std::optional<Decimal> const& value, Currency currency)
{
    return value ? Value(UnitPrice{*value, currency}) : Value(Unknown());
}

Value ratio(std::optional<Decimal> const& value)
{
    return value ? Value(Ratio{*value}) : Value(Unknown());
}

std::string shown(Value const& value)
{
    return std::visit(Overload{[](Nothing) { return std::string(); }, [](Unknown) { return std::string("?"); },
                               [](std::string const& text) { return text; },
                               [](bool flag) { return std::string(flag ? "yes" : "no"); },
                               [](std::int64_t count) { return std::to_string(count); },
                               [](Decimal quantity) { return quantity.to_text(); },
                               [](Amount const& amount) { return shown_amount(amount); },
                               [](UnitPrice const& price) { return shown_price(price); },
                               [](Ratio const& ratio) { return shown_ratio(ratio); },
                               [](When const& when) { return when.text; }},
                      value);
}

std::string exact(Value const& value)
{
    return std::visit(Overload{[](Nothing) { return std::string(); }, [](Unknown) { return std::string(); },
                               [](std::string const& text) { return text; },
                               [](bool flag) { return std::string(flag ? "true" : "false"); },
                               [](std::int64_t count) { return std::to_string(count); },
                               [](Decimal quantity) { return quantity.to_text(); },
                               [](Amount const& amount) { return amount.value.to_text(); },
                               [](UnitPrice const& price) { return price.value.to_text(); },
                               [](Ratio const& ratio) { return ratio.value.to_text(); },
                               [](When const& when) { return when.text; }},
                      value);
}

RowFlush::RowFlush(std::ostream& out, Grid const& grid) : m_out(out), m_flushes(grid.goes_out_at_once) {}

void RowFlush::row()
{
    ++m_rows;
    if (m_flushes && m_rows % rows_of_page == 0) {
        m_out.flush();
    }
}

void visit_rows(Grid const& grid, RowReceiver const& receiver)
{
    if (grid.source) {
        grid.source(receiver);
    } else {
        std::ranges::for_each(grid.rows, receiver);
    }
}

void write(std::ostream& out, Report const& report, OutputStyle const& style)
{
    if (auto* const kept = dynamic_cast<KeptReports*>(&out)) {
        return kept->take(report);
    }
    if (!style.choice.is_all()) {
        auto rest = style;
        rest.choice = {};
        return write(out, chosen(report, style), rest);
    }
    switch (style.format) {
    case OutputFormat::table:
        write_tables(out, report, style);
        break;
    case OutputFormat::json:
        write_json(out, report);
        break;
    case OutputFormat::csv:
        write_csv(out, report.grids.front(), style.csv_safe);
        break;
    }
}

} // namespace pf::report
