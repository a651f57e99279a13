#include "pf/report/instruments.hpp"

#include "pf/base/text.hpp"
#include "pf/report/changes_of_positions.hpp"
#include "pf/report/columns.hpp"

#include <optional>

namespace pf::report {

namespace {

Value number_or_nothing(std::optional<Decimal> const& value)
{
    return value ? Value(*value) : Value(Nothing());
}

Row row_of(InstrumentRow const& instrument)
{
    auto const& details = instrument.details;
    return {text(details.ticker),
            text_or_nothing(details.name),
            text_or_nothing(details.asset_type ? to_text(*details.asset_type) : ""),
            text_or_nothing(details.currency.code()),
            text_or_nothing(details.isin),
            number_or_nothing(details.multiplier),
            text_or_nothing(details.exchange),
            text_or_nothing(base::join(instrument.names, " ")),
            text_or_nothing(model::to_text(details.tags)),
            text_or_nothing(details.underlying),
            details.expiry ? day(*details.expiry) : Value(Nothing()),
            number_or_nothing(details.strike),
            text_or_nothing(details.right ? to_text(*details.right) : ""),
            text_or_nothing(details.price_source)};
}

Grid conflicts_grid(MovedInstrument const& moved)
{
    Grid grid{"price_conflicts",
              "Different prices",
              {{"date", "Date"},
               {"source", "Source"},
               {"price", "Left out", Align::right},
               {"currency", "Currency"},
               {"other_price", "Stays", Align::right},
               {"other_currency", "Currency"}},
              {},
              {},
              {}};
    grid.source = rows_of(moved.conflicts, [](auto const& conflict) {
        auto const& [left_out, stays] = conflict;
        return Row{day(left_out.date),
                   text(left_out.source),
                   unit_price(left_out.close, left_out.currency),
                   text_or_nothing(left_out.currency.code()),
                   unit_price(stays.close, stays.currency),
                   text_or_nothing(stays.currency.code())};
    });
    return grid;
}

} // namespace

void write_instruments(std::ostream& out, std::vector<InstrumentRow> const& instruments, OutputStyle const& style)
{
    Grid grid{"instruments",
              "",
              {{"ticker", "Ticker"},
               {"name", "Name"},
               {"asset_type", "Asset type"},
               {"currency", "Currency"},
               {"isin", "ISIN"},
               {"multiplier", "Multiplier", Align::right},
               {"exchange", "Exchange"},
               {"names", "Also called"},
               {"tags", "Tags"},
               {"underlying", "", Align::left, Shown::data_only},
               {"expiry", "", Align::left, Shown::data_only},
               {"strike", "", Align::right, Shown::data_only},
               {"right", "", Align::left, Shown::data_only},
               {"price_source", "", Align::left, Shown::data_only}},
              {},
              {},
              "no instruments"};
    grid.source = rows_of(instruments, row_of);
    write(out, {"pf.instruments/1", {}, {std::move(grid)}, {}}, style);
}

void write_moved_instrument(std::ostream& out, MovedInstrument const& moved, OutputStyle const& style)
{
    Report report{
        "pf.instruments-moved/1",
        {{"from", text(moved.from)}, {"to", text(moved.to)}, {"prices", moved.prices}, {"dry_run", moved.dry_run}},
        {changes_grid(moved.changes), conflicts_grid(moved)},
        {}};
    if (moved.dry_run) {
        report.notes.emplace_back("dry run: nothing was changed");
    }
    write(out, report, style);
}

} // namespace pf::report
