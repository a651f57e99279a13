#include "pf/jobs/snapshot/diff.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/jobs/books/report_currency.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/jobs/snapshot/value_days.hpp"
#include "pf/lots/amounts.hpp"
#include "pf/report/changes.hpp"
#include "pf/valuation/amounts.hpp"
#include "pf/valuation/changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace pf::jobs {

namespace {

std::vector<report::ChangeRow> changes_between(ValueDays const& values, Date from, Date to, MissingValues& missing)
{
    auto const& timeline = values.timeline();
    std::map<std::int64_t, valuation::ChangeLedger> ledgers;
    timeline.visit(from, to, [&](model::Snapshot const& snapshot, auto const& lacks) {
        missing.add(values.name_of(snapshot.account_id), snapshot.date, lacks);
        if (snapshot.date == from) {
            ledgers.emplace(snapshot.account_id, valuation::ChangeLedger{timeline.rates(), from, snapshot});
            return;
        }
        auto const at = ledgers.try_emplace(snapshot.account_id, timeline.rates(), from, std::nullopt).first;
        at->second.add(snapshot);
    });
    std::vector<report::ChangeRow> rows;
    for (auto const& history : timeline.accounts()) {
        auto const ledger = ledgers.find(history.account.id);
        if (ledger == ledgers.end()) {
            continue;
        }
        auto const sundries = valuation::sundries_of(history, from + std::chrono::days{1}, to);
        for (auto& change : ledger->second.finished(sundries)) {
            rows.push_back({history.account.name, history.account.base_currency, std::move(change)});
        }
    }
    return rows;
}

/// Of all rows, in one currency.
report::ChangeRow total_of(ValueDays const& values, std::vector<report::ChangeRow> const& rows, DayRange const& range,
                           Currency currency, MissingValues& missing)
{
    report::ChangeRow total{{}, currency, {}};
    auto const& rates = values.timeline().rates();
    for (auto const& row : rows) {
        valuation::EndRates const of_ends{rates.rate(row.currency, currency, *range.from),
                                          rates.rate(row.currency, currency, range.to)};
        auto const part = valuation::converted(row.change, of_ends);
        total.change.opening = valuation::sum(total.change.opening, part.opening);
        total.change.closing = valuation::sum(total.change.closing, part.closing);
        total.change.parts = total.change.parts + part.parts;
        // Rows of an account follow each other, and lack the same.
        if (&row != &rows.front() && row.account == std::prev(&row)->account) {
            continue;
        }
        for (auto const& [rate, day] : {std::pair{of_ends.opening, *range.from}, {of_ends.closing, range.to}}) {
            if (!rate) {
                missing.add_rate(row.account, day, row.currency, currency);
            }
        }
    }
    return total;
}

bool is_unknown(report::ChangeRow const& row)
{
    return !row.change.opening || !row.change.closing || !row.change.parts.sum();
}

} // namespace

cli::Outcome show_diff(db::Database& database, cli::Common const& common, DiffWords const& words, std::ostream& out)
{
    auto const& [from, to, in] = words;
    Days const days{chosen_accounts(database, common.account.value_or(""))};
    DayRange const range{past_day(from, "FROM", base::DayEdge::last, days),
                         past_day(to, "TO", base::DayEdge::last, days)};
    if (range.to <= *range.from) {
        throw Error(ExitCode::usage, fmt::format("{} is not after {}", base::quoted(to), base::quoted(from)), "TO",
                    "the earlier day comes first");
    }
    ValueDays const values{database, common.account.value_or(""), range};
    MissingValues missing;
    auto const rows = changes_between(values, *range.from, range.to, missing);
    auto const total = total_of(values, rows, range, report_currency(common, in, values.accounts()), missing);
    report::write_changes(out, {*range.from, range.to}, rows, total, common.output);
    cli::print_complaints(missing.complaints());
    return cli::outcome_of_unknown(std::ranges::any_of(rows, is_unknown) || is_unknown(total), common.allow_unknown);
}

} // namespace pf::jobs
