#include "pf/jobs/snapshot/returns.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/base/time.hpp"
#include "pf/db/instrument_store.hpp"
#include "pf/db/price_store.hpp"
#include "pf/db/split_store.hpp"
#include "pf/jobs/books/report_currency.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/report/returns.hpp"
#include "pf/valuation/benchmark.hpp"
#include "pf/valuation/periods.hpp"
#include "pf/valuation/value_series.hpp"

#include <fmt/format.h>

#include <optional>
#include <span>
#include <utility>

namespace pf::jobs {

namespace {

using valuation::SeriesCollector;
using valuation::ValueSeries;

/// The closes of a ticker over all these days, and what is needed to follow it.
valuation::Benchmark benchmark_of(db::Database& database, ValueDays const& values, std::string const& ticker,
                                  Currency currency)
{
    auto const [first, last] = values.days().value_or(std::pair{base::earliest_day, base::latest_day});
    db::PriceStore const prices{database};
    auto closes = prices.closes({ticker}, first - std::chrono::days{1}, last);
    if (closes.empty()) {
        auto const tickers = db::InstrumentStore{database}.tickers();
        auto const near = base::nearest(ticker, {tickers.begin(), tickers.end()});
        throw Error{ExitCode::no_input, "there are no prices of " + base::quoted(ticker), "--benchmark",
                    near && *near != ticker ? fmt::format("did you mean {}?", *near)
                                            : "'pf-import prices.csv' or 'pf-prices fetch' brings some in"};
    }
    auto const details = db::InstrumentStore{database}.find(ticker);
    auto const own = details && !details->currency.is_none() ? details->currency : currency;
    return {std::move(closes.begin()->second), db::SplitStore{database}.ratios(ticker), own, values.timeline().rates()};
}

class ReturnsOfDays {
public:
    /// \param benchmark  null: none
    ReturnsOfDays(ValueDays const& values, ReturnsWords const& words, Currency total,
                  valuation::Benchmark const* benchmark)
        : m_values(values), m_by(words.by), m_total(total), m_benchmark(benchmark)
    {
    }

    [[nodiscard]] report::ReturnsTables tables()
    {
        report::ReturnsTables tables{m_by, {}, {}, {}};
        if (!m_values.days()) {
            return tables;
        }
        auto const [first, last] = *m_values.days();
        auto const by = m_by == "ticker" ? SeriesCollector::By::ticker : SeriesCollector::By::account;
        SeriesCollector parts{by, m_values.scope(), first, last};
        auto const& timeline = m_values.timeline();
        SeriesCollector whole{SeriesCollector::By::all, m_values.scope(), first, last,
                              valuation::Conversion{&timeline.rates(), m_total}};
        timeline.visit(first - std::chrono::days{1}, last, [&](auto const& snapshot, auto const& lacks) {
            parts.add(snapshot);
            whole.add(snapshot);
            add_missing(snapshot, lacks);
        });
        append_parts(tables.rows, parts);
        for (auto const& [key, series] : whole.series()) {
            if (is_by_time()) {
                append_times(tables.rows, key.currency, series);
            }
            tables.totals.push_back(row_of({}, key.currency, series.opening, series.days));
        }
        return tables;
    }

    [[nodiscard]] MissingValues const& missing() const { return m_missing; }

private:
    [[nodiscard]] bool is_by_time() const { return m_by == "year" || m_by == "month"; }

    [[nodiscard]] report::ReturnsRow row_of(std::string subject, Currency currency, std::optional<Decimal> opening,
                                            std::span<valuation::DayValue const> days) const
    {
        report::ReturnsRow row{
            std::move(subject), currency, days.front().day, days.back().day, valuation::returns_of(opening, days),
            std::nullopt};
        if (m_benchmark != nullptr) {
            row.benchmark = valuation::compared(*m_benchmark, row.returns, days, currency);
        }
        return row;
    }

    /// Each calendar year or month on its own, beginning with what the one before it left.
    void append_times(std::vector<report::ReturnsRow>& rows, Currency currency, ValueSeries const& series) const
    {
        auto const length = m_by == "month" ? valuation::PeriodLength::month : valuation::PeriodLength::year;
        for (auto const& period : valuation::periods_of(series.opening, series.days, length)) {
            rows.push_back(row_of(period.name, currency, period.opening, period.days));
        }
    }

    void add_missing(model::Snapshot const& snapshot, std::vector<valuation::Lack> const& lacks)
    {
        auto const& name = m_values.name_of(snapshot.account_id);
        m_missing.add(name, snapshot.date, lacks);
        if (!m_values.timeline().rates().rate(snapshot.base_currency, m_total, snapshot.date)) {
            m_missing.add_rate(name, snapshot.date, snapshot.base_currency, m_total);
        }
    }

    void append_parts(std::vector<report::ReturnsRow>& rows, SeriesCollector const& parts) const
    {
        if (is_by_time()) {
            return;
        }
        for (auto const& [key, series] : parts.series()) {
            auto subject = m_by == "ticker" ? key.ticker : m_values.name_of(key.account_id);
            rows.push_back(row_of(std::move(subject), key.currency, series.opening, series.days));
        }
    }

    ValueDays const& m_values;
    std::string const& m_by;
    Currency m_total;
    valuation::Benchmark const* m_benchmark;
    MissingValues m_missing;
};

} // namespace

cli::Outcome show_returns(db::Database& database, cli::Common const& common, ReturnsWords const& words,
                          std::ostream& out)
{
    auto const account = common.account.value_or("");
    ValueDays const values{database, account, day_range(words.days, Days{chosen_accounts(database, account)})};
    auto const currency = report_currency(common, words.in, values.accounts());
    std::optional<valuation::Benchmark> benchmark;
    if (!words.benchmark.empty()) {
        benchmark.emplace(benchmark_of(database, values, words.benchmark, currency));
    }
    ReturnsOfDays of_days{values, words, currency, benchmark ? &*benchmark : nullptr};
    auto tables = of_days.tables();
    tables.benchmark = words.benchmark;
    report::write_returns(out, tables, common.output);
    cli::print_complaints(of_days.missing().complaints());
    auto const unknown = report::unknown_returns(tables);
    if (unknown > 0) {
        cli::log(cli::Level::warning, "unknown_amounts",
                 fmt::format("{} row{} with days of unknown value or flow", unknown, unknown == 1 ? "" : "s"),
                 {{"count", static_cast<std::int64_t>(unknown)}});
    }
    return cli::outcome_of_unknown(unknown > 0, common.allow_unknown);
}

} // namespace pf::jobs
