#include "pf/report/returns.hpp"

#include "pf/lots/amounts.hpp"
#include "pf/report/grid.hpp"

#include <algorithm>

namespace pf::report {
namespace {

std::vector<Column> columns(std::string const& by)
{
    auto title = by;
    title.front() = static_cast<char>(title.front() - 'a' + 'A');
    auto const data = [](char const* key) { return Column{key, "", Align::left, Shown::data_only}; };
    return {{by, title},
            data("from"),
            data("to"),
            {"opening_value", "Opening", Align::right},
            {"net_flows", "Flows", Align::right},
            {"gain", "Gain", Align::right},
            {"closing_value", "Closing", Align::right},
            {"twr", "TWR", Align::right},
            {"twr_annual", "a year", Align::right},
            {"xirr", "XIRR", Align::right},
            {"max_drawdown", "Drawdown", Align::right},
            {"volatility", "Volatility", Align::right},
            {"currency", "Currency"},
            data("inflows"),
            data("outflows"),
            data("invested_from"),
            data("invested_to"),
            data("drawdown_peak"),
            data("drawdown_trough"),
            data("drawdown_recovery"),
            data("unknown_days")};
}

Value day_or_nothing(std::optional<Date> const& date)
{
    return date ? day(*date) : Value(Nothing());
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
            money(lots::difference(returns.inflows, returns.outflows)),
            money(returns.gain),
            money(returns.closing_value),
            figure(returns.twr, is_known),
            figure(returns.twr_annual, has_twr || is_known),
            figure(returns.xirr, are_ends_known(returns)),
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
            returns.unknown_days};
}

} // namespace

std::size_t unknown_returns(std::vector<ReturnsRow> const& rows)
{
    return static_cast<std::size_t>(
        std::count_if(rows.begin(), rows.end(), [](ReturnsRow const& row) { return !is_all_known(row.returns); }));
}

void write_returns(std::ostream& out, ReturnsTables const& tables, OutputStyle const& style)
{
    Grid grid{"returns", "", columns(tables.by), {}, {}, "no returns: nothing was held"};
    for (auto const& row : tables.rows) {
        grid.rows.push_back(row_of(row, text(row.subject)));
    }
    for (auto const& total : tables.totals) {
        grid.totals.push_back({"total", "Total", row_of(total, Nothing())});
    }
    auto const unknown = static_cast<std::int64_t>(unknown_returns(tables.rows));
    write(out, {"pf.returns/1", {{"by", text(tables.by)}, {"unknown", unknown}}, {grid}, {}}, style);
}

} // namespace pf::report
