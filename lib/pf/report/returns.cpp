#include "pf/report/returns.hpp"

#include "pf/report/grid.hpp"
#include "pf/valuation/amounts.hpp"

#include <algorithm>

namespace pf::report {
namespace {

std::vector<Column> columns(ReturnsTables const& tables)
{
    auto const& by = tables.by;
    auto const compared = tables.benchmark.empty() ? Shown::data_only : Shown::everywhere;
    auto title = by;
    title.front() = static_cast<char>(title.front() - 'a' + 'A');
    auto const data = [](char const* key) { return Column{key, "", Align::left, Shown::data_only}; };
    return {{by, title},
            data("from"),
            data("to"),
            {"opening_value", "Opening", Align::right, Shown::everywhere, 1},
            {"net_flows", "Flows", Align::right},
            {"gain", "Gain", Align::right},
            {"closing_value", "Closing", Align::right},
            {"twr", "TWR", Align::right},
            {"benchmark_twr", "Benchmark", Align::right, compared},
            {"twr_difference", "Difference", Align::right, compared},
            {"twr_annual", "a year", Align::right, Shown::everywhere, 2},
            {"xirr", "XIRR", Align::right},
            {"benchmark_value", "Would be", Align::right, compared},
            {"max_drawdown", "Drawdown", Align::right, Shown::everywhere, 3},
            {"volatility", "Volatility", Align::right, Shown::everywhere, 4},
            {"currency", "Currency"},
            data("inflows"),
            data("outflows"),
            data("invested_from"),
            data("invested_to"),
            data("drawdown_peak"),
            data("drawdown_trough"),
            data("drawdown_recovery"),
            data("unknown_days"),
            data("xirr_fit")};
}

/// A figure that cannot be is nothing; one that is hidden behind an unknown value is unknown.
Value figure(std::optional<Decimal> const& value, bool could_be_known)
{
    return !value && could_be_known ? Value(Nothing()) : ratio(value);
}

bool are_ends_known(valuation::Returns const& returns)
{
    return returns.opening_value && returns.closing_value && returns.inflows && returns.outflows;
}

bool is_all_known(valuation::Returns const& returns)
{
    return are_ends_known(returns) && returns.unknown_days == 0;
}

/// A benchmark without a close or a rate leaves figures unknown that there could be.
bool is_compared(ReturnsRow const& row)
{
    return !row.benchmark || (row.benchmark->value && (row.benchmark->twr || !row.returns.invested_from));
}

/// How many rates fit.
std::string_view word_of(valuation::RateFit fit)
{
    switch (fit) {
    case valuation::RateFit::none:
        return "none";
    case valuation::RateFit::one:
        return "one";
    case valuation::RateFit::several:
        return "several";
    case valuation::RateFit::untold:
        break;
    }
    return {};
}

/// \param is_none  there is no such figure
Value compared(ReturnsRow const& row, std::optional<Decimal> valuation::BenchmarkFigures::*figure, bool is_none)
{
    return !row.benchmark || is_none ? Value(Nothing()) : ratio(*row.benchmark.*figure);
}

Row row_of(ReturnsRow const& row, Value subject)
{
    auto const& returns = row.returns;
    auto const money = [&](std::optional<Decimal> const& value) { return amount(value, row.currency); };
    bool const has_twr = returns.twr.has_value();
    bool const is_known = is_all_known(returns);
    auto const drawdown = returns.drawdown.value_or(valuation::Drawdown{});
    auto const depth = returns.drawdown ? std::optional{drawdown.depth} : std::nullopt;
    return {std::move(subject),
            day(row.first),
            day(row.last),
            money(returns.opening_value),
            money(valuation::difference(returns.inflows, returns.outflows)),
            money(returns.gain),
            money(returns.closing_value),
            figure(returns.twr, is_known),
            compared(row, &valuation::BenchmarkFigures::twr, !returns.invested_from),
            compared(row, &valuation::BenchmarkFigures::difference, !has_twr && is_known),
            figure(returns.twr_annual, has_twr || is_known),
            figure(returns.xirr, are_ends_known(returns)),
            row.benchmark ? money(row.benchmark->value) : Value(Nothing()),
            figure(depth, is_known),
            figure(returns.volatility, has_twr || is_known),
            text(row.currency.code()),
            money(returns.inflows),
            money(returns.outflows),
            day_or_nothing(returns.invested_from),
            day_or_nothing(returns.invested_to),
            day_or_nothing(drawdown.peak),
            day_or_nothing(drawdown.trough),
            day_or_nothing(drawdown.recovery),
            returns.unknown_days,
            text(word_of(returns.xirr_fit))};
}

/// With which rates a total was made that other currencies are in.
std::vector<std::string> currency_notes(ReturnsTables const& tables)
{
    for (auto const& total : tables.totals) {
        auto const is_other = [&](ReturnsRow const& row) { return row.currency != total.currency; };
        if (std::ranges::any_of(tables.rows, is_other)) {
            return {"the total is in " + std::string{total.currency.code()} + ": each day at the rates of that day"};
        }
    }
    return {};
}

/// Of which rows there is no money-weighted return, because so many rates fit.
std::string without_rate(ReturnsTables const& tables, valuation::RateFit fit, std::string const& reason)
{
    std::size_t count = 0;
    std::string names;
    auto const add = [&](std::string const& name) {
        constexpr std::size_t most = 5;
        if (++count <= most) {
            names += (names.empty() ? "" : ", ") + name;
        }
    };
    for (auto const& row : tables.rows) {
        if (row.returns.xirr_fit == fit) {
            add(row.subject);
        }
    }
    for (auto const& row : tables.totals) {
        if (row.returns.xirr_fit == fit) {
            add("the total");
        }
    }
    constexpr std::size_t most = 5;
    auto const more = count > most ? " and " + std::to_string(count - most) + " more" : std::string{};
    return count == 0 ? std::string{} : "no XIRR, since " + reason + ": " + names + more;
}

std::vector<std::string> notes_on(ReturnsTables const& tables)
{
    auto notes = currency_notes(tables);
    if (!tables.benchmark.empty()) {
        notes.push_back("the benchmark is " + tables.benchmark + " by its closes, without what it pays");
    }
    for (auto const& note : {without_rate(tables, valuation::RateFit::several, "several rates fit"),
                             without_rate(tables, valuation::RateFit::none, "no rate fits")}) {
        if (!note.empty()) {
            notes.push_back(note);
        }
    }
    return notes;
}

} // namespace

std::size_t unknown_returns(ReturnsTables const& tables)
{
    auto const unknown = [](std::vector<ReturnsRow> const& rows) {
        return std::ranges::count_if(
            rows, [](ReturnsRow const& row) { return !is_all_known(row.returns) || !is_compared(row); });
    };
    auto const of_rows = unknown(tables.rows);
    return static_cast<std::size_t>(of_rows > 0 ? of_rows : unknown(tables.totals));
}

void write_returns(std::ostream& out, ReturnsTables const& tables, OutputStyle const& style)
{
    Grid grid{"returns", "", columns(tables), {}, {}, "no returns: nothing was held"};
    for (auto const& row : tables.rows) {
        grid.rows.push_back(row_of(row, text(row.subject)));
    }
    for (auto const& total : tables.totals) {
        grid.totals.push_back({"total", "Total", row_of(total, Nothing())});
    }
    auto const unknown = static_cast<std::int64_t>(unknown_returns(tables));
    write(out,
          {"pf.returns/1",
           {{"by", text(tables.by)}, {"benchmark", text(tables.benchmark)}, {"unknown", unknown}},
           {grid},
           notes_on(tables)},
          style);
}

} // namespace pf::report
