#include "pf/jobs/snapshot/diff.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/jobs/snapshot/value_days.hpp"
#include "pf/report/changes.hpp"
#include "pf/valuation/changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

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

bool is_unknown(report::ChangeRow const& row)
{
    return !row.change.opening || !row.change.closing || !row.change.parts.sum();
}

} // namespace

cli::Outcome show_diff(db::Database& database, cli::Common const& common, std::string const& from,
                       std::string const& to, std::ostream& out)
{
    Days const days{chosen_accounts(database, common.account.value_or(""))};
    DayRange const range{past_day(from, "FROM", days), past_day(to, "TO", days)};
    if (range.to <= *range.from) {
        throw Error(ExitCode::usage, fmt::format("{} is not after {}", base::quoted(to), base::quoted(from)), "TO",
                    "the earlier day comes first");
    }
    ValueDays const values{database, common.account.value_or(""), range};
    MissingValues missing;
    auto const rows = changes_between(values, *range.from, range.to, missing);
    report::write_changes(out, *range.from, range.to, rows, common.output);
    cli::print_complaints(missing.complaints());
    return std::ranges::any_of(rows, is_unknown) ? cli::Outcome::issues() : cli::Outcome::ok();
}

} // namespace pf::jobs
