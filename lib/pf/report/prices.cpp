#include "pf/report/prices.hpp"

#include "pf/report/grid.hpp"

namespace pf::report {

namespace {

Value value_or_nothing(FetchedLine const& line)
{
    return line.value ? Value{*line.value} : Value{Nothing{}};
}

Value number_or_nothing(std::optional<Decimal> const& number)
{
    return number ? Value{*number} : Value{Nothing{}};
}

Value currency_or_nothing(Currency currency)
{
    return currency.is_none() ? Value{Nothing{}} : text(currency.code());
}

Row row_of_price(model::Price const& price)
{
    return {day(price.date),
            text(price.ticker),
            unit_price(price.close, price.currency),
            number_or_nothing(price.open),
            number_or_nothing(price.high),
            number_or_nothing(price.low),
            number_or_nothing(price.volume),
            currency_or_nothing(price.currency),
            text(price.source)};
}

Row row_of_rate(model::FxRate const& rate)
{
    return {day(rate.date), text(rate.base.code()), text(rate.quote.code()), rate.rate};
}

Grid prices_grid()
{
    return {"prices",
            {},
            {{"date", "Date"},
             {"ticker", "Ticker"},
             {"close", "Close", Align::right},
             {"open", "", Align::right, Shown::data_only},
             {"high", "", Align::right, Shown::data_only},
             {"low", "", Align::right, Shown::data_only},
             {"volume", "", Align::right, Shown::data_only},
             {"currency", "Currency"},
             {"source", "Source"}},
            {},
            {},
            "no prices"};
}

Grid rates_grid()
{
    return {"rates", {}, {{"date", "Date"}, {"base", "Of one"}, {"quote", "In"}, {"rate", "Rate", Align::right}},
            {},      {}, "no rates"};
}

} // namespace

void write_fetched(std::ostream& out, std::vector<FetchedLine> const& lines, OutputStyle const& style)
{
    Grid grid{"fetched",
              {},
              {{"subject", "Of"},
               {"source", "Source"},
               {"rows", "Days", Align::right},
               {"date", "Newest"},
               {"value", "Value", Align::right},
               {"currency", "Currency"},
               {"state", "State"}},
              {},
              {},
              "nothing to fetch"};
    for (auto const& line : lines) {
        grid.rows.push_back({text(line.subject), text(line.source), line.rows, day_or_nothing(line.day),
                             value_or_nothing(line), text(line.currency.code()), text(line.state)});
    }
    write(out, {"pf.prices_fetched/1", {}, {std::move(grid)}, {}}, style);
}

void write_sources(std::ostream& out, std::vector<SourceLine> const& lines, OutputStyle const& style)
{
    Grid grid{
        "sources",
        {},
        {{"source", "Source"}, {"gives", "Gives"}, {"key_file_env", "Key in the file of"}, {"title", "What it is"}},
        {},
        {},
        "no sources"};
    for (auto const& line : lines) {
        grid.rows.push_back({text(line.name), text(line.gives), line.key.empty() ? Value{Nothing{}} : text(line.key),
                             text(line.title)});
    }
    write(out, {"pf.price_sources/1", {}, {std::move(grid)}, {}}, style);
}

void write_price_ages(std::ostream& out, std::vector<PriceAgeLine> const& lines, std::int64_t max_age_seconds,
                      OutputStyle const& style)
{
    Grid grid{"prices",
              {},
              {{"subject", "Of"},
               {"date", "Newest"},
               {"age_seconds", "", Align::right, Shown::data_only},
               {"fresh", "", Align::left, Shown::data_only},
               {"state", "State", Align::left, Shown::table_only}},
              {},
              {},
              "nothing is held"};
    for (auto const& line : lines) {
        auto const state = line.fresh ? "fresh" : line.day ? "old" : "missing";
        grid.rows.push_back({text(line.subject), day_or_nothing(line.day),
                             line.age_seconds ? Value{*line.age_seconds} : Value{Nothing{}}, line.fresh, text(state)});
    }
    write(out, {"pf.prices_check/1", {{"max_age_seconds", max_age_seconds}}, {std::move(grid)}, {}}, style);
}

void write_prices(std::ostream& out, Stream<model::Price> const& prices, OutputStyle const& style)
{
    auto grid = prices_grid();
    grid.source = rows_of(prices, row_of_price);
    write(out, {"pf.prices/1", {}, {std::move(grid)}, {}}, style);
}

void write_rates(std::ostream& out, Stream<model::FxRate> const& rates, OutputStyle const& style)
{
    auto grid = rates_grid();
    grid.source = rows_of(rates, row_of_rate);
    write(out, {"pf.fx/1", {}, {std::move(grid)}, {}}, style);
}

void write_removed_values(std::ostream& out, RemovedValues const& removed, OutputStyle const& style)
{
    auto grid = removed.rates.empty() ? prices_grid() : rates_grid();
    grid.source = removed.rates.empty() ? rows_of(removed.prices, row_of_price) : rows_of(removed.rates, row_of_rate);
    write(out, {"pf.prices_removed/1", {{"dry_run", removed.dry_run}}, {std::move(grid)}, {}}, style);
}

} // namespace pf::report
