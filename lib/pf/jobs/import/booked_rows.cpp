#include "pf/jobs/import/booked_rows.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace pf::jobs {

namespace {

using report::Nothing;
using report::text;
using report::text_or_nothing;
using report::Value;

Value number(std::optional<Decimal> const& value)
{
    return value ? Value(*value) : Value(Nothing());
}

Value nonzero(Decimal value)
{
    return value.is_zero() ? Value(Nothing()) : Value(value);
}

Value when(Timestamp moment, bool is_day)
{
    return is_day ? report::day(moment) : report::moment(moment);
}

Value split_of(model::Transaction const& one)
{
    return one.split_numerator == 0
               ? Value(Nothing())
               : text(std::to_string(one.split_numerator) + ":" + std::to_string(one.split_denominator));
}

std::string_view account_or(std::string_view account, std::string_view fallback)
{
    return account.empty() ? fallback : account;
}

report::Grid transactions_grid()
{
    using enum report::Align;
    return {"transactions",
            "Booked",
            {{"line", "Line", right},
             {"account", "Account"},
             {"date", "Date"},
             {"type", "Type"},
             {"ticker", "Ticker"},
             {"quantity", "Quantity", right},
             {"price", "Price", right},
             {"total", "Total", right},
             {"fee", "Fee", right},
             {"currency", "Currency"},
             {"fx_rate", "Rate", right},
             {"split", "Split"},
             {"to_account", "To account"},
             {"to_ticker", "To ticker"},
             {"cost_share", "Cost share", right},
             {"also_named", "Also named"},
             {"asset_type", "Asset type"},
             {"external_id", "ID"},
             {"description", "Description"}}};
}

report::Row row_of(importer::Draft const& draft, std::string const& default_account)
{
    auto const& one = draft.transaction;
    return {one.line_no,
            text(account_or(draft.account, default_account)),
            when(one.date, one.date_only),
            text(to_text(one.type)),
            text_or_nothing(one.ticker),
            nonzero(one.quantity),
            number(one.price),
            one.total_amount ? Value(*one.total_amount) : Value(report::Unknown()),
            nonzero(one.fee),
            text_or_nothing(one.currency.code()),
            number(one.fx_rate),
            split_of(one),
            text_or_nothing(draft.counter_account),
            text_or_nothing(one.counter_ticker),
            number(one.cost_share),
            text_or_nothing(draft.also_named),
            text(to_text(one.asset_type)),
            text_or_nothing(one.external_id),
            text_or_nothing(one.description)};
}

/// What is said to be held books nothing: a row of the type BALANCE of the format `pf`.
report::Row row_of(importer::Statement const& statement, std::string const& default_account)
{
    auto const& balance = statement.balance;
    bool const is_money = balance.ticker.empty();
    report::Row row(transactions_grid().columns.size(), Nothing());
    row[0] = balance.line_no;
    row[1] = text(account_or(statement.account, default_account));
    row[2] = when(balance.date, balance.date_only);
    row[3] = text("BALANCE");
    row[4] = text_or_nothing(balance.ticker);
    row[is_money ? 7 : 5] = balance.quantity;
    row[9] = text_or_nothing(balance.currency.code());
    return row;
}

report::Grid prices_grid()
{
    using enum report::Align;
    return {"prices",
            "Prices",
            {{"date", "Date"},
             {"ticker", "Ticker"},
             {"close", "Close", right},
             {"open", "Open", right},
             {"high", "High", right},
             {"low", "Low", right},
             {"volume", "Volume", right},
             {"currency", "Currency"}}};
}

report::Row row_of(model::Price const& price)
{
    return {report::day(price.date), text(price.ticker), price.close,          number(price.open),
            number(price.high),      number(price.low),  number(price.volume), text_or_nothing(price.currency.code())};
}

report::Grid rates_grid()
{
    using enum report::Align;
    return {"fx_rates", "Rates", {{"date", "Date"}, {"base", "Base"}, {"quote", "Quote"}, {"rate", "Rate", right}}};
}

report::Row row_of(model::FxRate const& rate)
{
    return {report::day(rate.date), text(rate.base.code()), text(rate.quote.code()), rate.rate};
}

/// For people: only columns that say something.
void hide_empty_columns(report::Grid& grid)
{
    for (std::size_t index = 0; index < grid.columns.size(); ++index) {
        bool const is_empty = std::ranges::all_of(
            grid.rows, [index](auto const& row) { return std::holds_alternative<Nothing>(row[index]); });
        if (is_empty) {
            grid.columns[index].shown = report::Shown::data_only;
        }
    }
}

} // namespace

std::vector<report::Grid> booked_rows(std::span<importer::Entry const> entries, std::string const& default_account)
{
    std::vector<report::Grid> grids{transactions_grid(), prices_grid(), rates_grid()};
    for (auto const& entry : entries) {
        for (auto const& draft : entry.drafts) {
            grids[0].rows.push_back(row_of(draft, default_account));
        }
        for (auto const& statement : entry.statements) {
            grids[0].rows.push_back(row_of(statement, default_account));
        }
        std::ranges::transform(entry.prices, std::back_inserter(grids[1].rows),
                               [](auto const& one) { return row_of(one); });
        std::ranges::transform(entry.fx_rates, std::back_inserter(grids[2].rows),
                               [](auto const& one) { return row_of(one); });
    }
    std::erase_if(grids, [](report::Grid const& grid) { return grid.key != "transactions" && grid.rows.empty(); });
    if (grids.size() > 1 && grids.front().rows.empty()) {
        grids.erase(grids.begin());
    }
    std::ranges::for_each(grids, hide_empty_columns);
    return grids;
}

} // namespace pf::jobs
