#include "pf/web/view.hpp"

#include "pf/base/error.hpp"
#include "pf/report/writers.hpp"

#include <algorithm>

namespace pf::web {

report::Grid const* Answer::grid(std::string_view key) const
{
    auto const found = std::ranges::find(report.grids, key, &report::Grid::key);
    return found == report.grids.end() ? nullptr : &*found;
}

std::string View::value(std::string const& name) const
{
    auto const found = query.find(name);
    return found == query.end() ? std::string{} : found->second;
}

Url View::changed(std::string const& name, std::string const& value) const
{
    auto changed = url;
    for (auto const& [key, kept] : query) {
        bool const is_place = key == "page" || key == "before" || key == "after"; // in a table that would be another
        changed = key == name || is_place ? changed : changed.with(key, kept);
    }
    return changed.with(name, value);
}

Answer const& View::answer(std::string_view name) const
{
    auto const found = std::ranges::find(answers, name, &Answer::name);
    if (found == answers.end()) {
        throw Error{ExitCode::internal, "the page did not ask " + std::string{name}};
    }
    return *found;
}

report::Value const* Cells::find(report::Row const& row, std::string_view key) const
{
    auto const found = std::ranges::find(m_grid.columns, key, &report::Column::key);
    return found == m_grid.columns.end() ? nullptr : &row[static_cast<std::size_t>(found - m_grid.columns.begin())];
}

bool Cells::has(std::string_view key) const
{
    return std::ranges::find(m_grid.columns, key, &report::Column::key) != m_grid.columns.end();
}

report::Value Cells::value(report::Row const& row, std::string_view key) const
{
    auto const* const value = find(row, key);
    return value == nullptr ? report::Value{report::Nothing{}} : *value;
}

std::string Cells::text(report::Row const& row, std::string_view key) const
{
    auto const* const value = find(row, key);
    return value == nullptr ? std::string{} : report::exact(*value);
}

std::optional<Decimal> Cells::number(report::Row const& row, std::string_view key) const
{
    auto const cell = value(row, key);
    if (auto const* const amount = std::get_if<report::Amount>(&cell)) {
        return amount->value;
    }
    if (auto const* const price = std::get_if<report::UnitPrice>(&cell)) {
        return price->value;
    }
    if (auto const* const ratio = std::get_if<report::Ratio>(&cell)) {
        return ratio->value;
    }
    if (auto const* const count = std::get_if<std::int64_t>(&cell)) {
        return Decimal{*count};
    }
    auto const* const quantity = std::get_if<Decimal>(&cell);
    return quantity == nullptr ? std::nullopt : std::optional{*quantity};
}

bool Cells::is_unknown(report::Row const& row, std::string_view key) const
{
    return std::holds_alternative<report::Unknown>(value(row, key));
}

} // namespace pf::web
