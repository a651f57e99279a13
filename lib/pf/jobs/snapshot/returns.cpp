#include "pf/jobs/snapshot/returns.hpp"

#include "pf/jobs/run/open.hpp"
#include "pf/report/returns.hpp"
#include "pf/valuation/value_series.hpp"

#include <fmt/format.h>

#include <span>

namespace pf::jobs {

namespace {

using valuation::SeriesCollector;
using valuation::ValueSeries;

report::ReturnsRow row_of(std::string subject, Currency currency, std::optional<Decimal> opening,
                          std::span<valuation::DayValue const> days)
{
    return {std::move(subject), currency, days.front().day, days.back().day, valuation::returns_of(opening, days)};
}

int year_of(Date day)
{
    return static_cast<int>(std::chrono::year_month_day{day}.year());
}

/// Each calendar year on its own, beginning with what the one before it left.
void append_years(std::vector<report::ReturnsRow>& rows, Currency currency, ValueSeries const& series)
{
    std::span<valuation::DayValue const> rest{series.days};
    auto opening = series.opening;
    while (!rest.empty()) {
        auto const year = year_of(rest.front().day);
        std::size_t days = 1;
        while (days < rest.size() && year_of(rest[days].day) == year) {
            ++days;
        }
        rows.push_back(row_of(std::to_string(year), currency, opening, rest.first(days)));
        opening = rest[days - 1].value;
        rest = rest.subspan(days);
    }
}

class ReturnsOfDays {
public:
    ReturnsOfDays(ValueDays const& values, std::string const& by) : m_values(values), m_by(by) {}

    [[nodiscard]] report::ReturnsTables tables()
    {
        report::ReturnsTables tables{m_by, {}, {}};
        if (!m_values.days()) {
            return tables;
        }
        auto const [first, last] = *m_values.days();
        auto const by = m_by == "ticker" ? SeriesCollector::By::ticker : SeriesCollector::By::account;
        SeriesCollector parts{by, m_values.scope(), first, last};
        SeriesCollector whole{SeriesCollector::By::all, m_values.scope(), first, last};
        m_values.timeline().visit(first - std::chrono::days{1}, last, [&](auto const& snapshot, auto const& lacks) {
            parts.add(snapshot);
            whole.add(snapshot);
            m_missing.add(m_values.name_of(snapshot.account_id), snapshot.date, lacks);
        });
        append_parts(tables.rows, parts);
        for (auto const& [key, series] : whole.series()) {
            if (m_by == "year") {
                append_years(tables.rows, key.currency, series);
            }
            tables.totals.push_back(row_of({}, key.currency, series.opening, series.days));
        }
        return tables;
    }

    [[nodiscard]] MissingValues const& missing() const { return m_missing; }

private:
    void append_parts(std::vector<report::ReturnsRow>& rows, SeriesCollector const& parts) const
    {
        if (m_by == "year") {
            return;
        }
        for (auto const& [key, series] : parts.series()) {
            auto subject = m_by == "ticker" ? key.ticker : m_values.name_of(key.account_id);
            rows.push_back(row_of(std::move(subject), key.currency, series.opening, series.days));
        }
    }

    ValueDays const& m_values;
    std::string const& m_by;
    MissingValues m_missing;
};

} // namespace

cli::Outcome show_returns(db::Database& database, cli::Common const& common, ReturnsWords const& words,
                          std::ostream& out)
{
    auto const account = common.account.value_or("");
    ValueDays const values{database, account, day_range(words.days, Days{chosen_accounts(database, account)})};
    ReturnsOfDays of_days{values, words.by};
    auto const tables = of_days.tables();
    report::write_returns(out, tables, common.output);
    cli::print_complaints(of_days.missing().complaints());
    auto const unknown = report::unknown_returns(tables.rows);
    if (unknown > 0) {
        cli::log(cli::Level::warning, "unknown_amounts",
                 fmt::format("{} row{} with days of unknown value or flow", unknown, unknown == 1 ? "" : "s"),
                 {{"count", static_cast<std::int64_t>(unknown)}});
    }
    return unknown > 0 ? cli::Outcome::issues() : cli::Outcome::ok();
}

} // namespace pf::jobs
