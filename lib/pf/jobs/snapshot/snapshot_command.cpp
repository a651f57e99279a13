#include "pf/jobs/snapshot/snapshot_command.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/base/time.hpp"
#include "pf/cli/log.hpp"
#include "pf/db/named_lock.hpp"
#include "pf/db/snapshot_store.hpp"
#include "pf/jobs/books/days.hpp"
#include "pf/jobs/books/report_currency.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/jobs/run/redis.hpp"
#include "pf/jobs/run/words.hpp"
#include "pf/jobs/snapshot/snapshots.hpp"
#include "pf/jobs/snapshot/take_snapshots.hpp"
#include "pf/jobs/snapshot/value_days.hpp"
#include "pf/report/snapshots.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace pf::jobs {

namespace {

TakeRequest request_of(db::Database& database, cli::Common const& common, TakeWords const& words)
{
    TakeRequest request;
    request.account = common.account.value_or("");
    Days const days{chosen_accounts(database, request.account)};
    request.date = words.date.empty() ? days.today() : past_day(words.date, "--date", base::DayEdge::last, days);
    request.catch_up = words.catch_up;
    if (!words.from.empty()) {
        request.from = past_day(words.from, "--from", base::DayEdge::first, days);
        if (*request.from > request.date) {
            throw Error{ExitCode::usage, fmt::format("{} is after the day to take", base::to_text(*request.from)),
                        "--from", "the days from --from to --date are filled"};
        }
    }
    if (words.max_days) {
        request.max_days = static_cast<std::size_t>(*words.max_days);
    }
    request.recheck = words.recheck;
    request.freshness.weekdays = words.stale_after;
    return request;
}

std::string days_text(Date first, Date last)
{
    return first == last ? base::to_text(first) : base::to_text(first) + " to " + base::to_text(last);
}

cli::Complaint complaint_of(LackOfDays const& of)
{
    using Kind = valuation::Lack::Kind;
    auto const days = of.days == 1 ? "on " + base::to_text(of.first)
                                   : fmt::format("on {} days, {}", of.days, days_text(of.first, of.last));
    auto const where = of.account + ": " + of.lack.subject;
    auto const since = of.lack.since ? base::to_text(*of.lack.since) : "";
    switch (of.lack.kind) {
    case Kind::no_price:
        return {where, "no price " + days + "; the value is unknown", "import prices: 'pf-import prices.csv'"};
    case Kind::stale_price:
        return {where, fmt::format("old price {}; the last one is of {}", days, since),
                "import prices: 'pf-import prices.csv'"};
    case Kind::no_rate:
        return {where, "no exchange rate " + days + "; the value is unknown", "import rates: 'pf-import fx.csv'"};
    case Kind::stale_rate:
        return {where, fmt::format("old exchange rate {}; the last one is of {}", days, since),
                "import rates: 'pf-import fx.csv'"};
    case Kind::too_large:
        return {where, "its value " + days + " is out of range (at most 20 digits before the decimal mark)",
                "is a decimal mark missing in a price?"};
    }
    return {};
}

std::string_view name_of(TakenSnapshot::Result result)
{
    switch (result) {
    case TakenSnapshot::Result::taken:
        return "taken";
    case TakenSnapshot::Result::restated:
        return "restated";
    case TakenSnapshot::Result::unchanged:
        return "unchanged";
    }
    return {};
}

/// That stored values were replaced is told whatever the output is; what they were stays in the database.
void tell_restated(TakeReport const& report)
{
    struct Span {
        Date first{};
        Date last{};
        std::size_t days = 0;
    };
    std::map<std::string, Span> restated;
    for (auto const& taken : report.snapshots) {
        if (taken.result == TakenSnapshot::Result::restated) {
            auto& span = restated.try_emplace(taken.account, Span{taken.snapshot.date, {}, 0}).first->second;
            span.last = taken.snapshot.date;
            ++span.days;
        }
    }
    for (auto const& [account, span] : restated) {
        cli::log(cli::Level::warning, "restated",
                 fmt::format("{}: {} restated, {}; 'pf-snapshot show {} --history' tells what {} said", account,
                             base::counted(span.days, "snapshot"), days_text(span.first, span.last),
                             base::to_text(span.first), span.days == 1 ? "it" : "the first"),
                 {{"account", account},
                  {"days", static_cast<std::int64_t>(span.days)},
                  {"first", base::to_text(span.first)},
                  {"last", base::to_text(span.last)}});
    }
}

std::vector<report::TakenLine> lines_of(TakeReport const& report)
{
    std::vector<report::TakenLine> lines;
    for (auto const& taken : report.snapshots) {
        lines.push_back({taken.account, std::string{name_of(taken.result)}, taken.snapshot, taken.previous_value});
    }
    return lines;
}

std::map<std::int64_t, std::string> names_of(std::vector<model::Account> const& accounts)
{
    std::map<std::int64_t, std::string> names;
    for (auto const& account : accounts) {
        names.emplace(account.id, account.name);
    }
    return names;
}

/// What `--in` or the configuration says; else the accounts do.
void set_currency(SnapshotRange& range, cli::Common const& common, std::string const& in)
{
    range.currency = report_currency(common, in, {});
    range.converts = !in.empty() || !common.report_currency.empty();
}

/// Accounts day by day, each day with its total where there are several, or where that is in another currency.
std::vector<report::SnapshotLine> lines_of(StoredSnapshots const& snapshots)
{
    auto const names = names_of(snapshots.accounts);
    std::vector<report::SnapshotLine> lines;
    auto total = snapshots.totals.begin();
    for (auto stored = snapshots.of_accounts.begin(); stored != snapshots.of_accounts.end();) {
        auto const day = stored->snapshot.date;
        for (; stored != snapshots.of_accounts.end() && stored->snapshot.date == day; ++stored) {
            lines.push_back({names.at(stored->snapshot.account_id), *stored});
        }
        lines.push_back({std::nullopt, {*total++, {}, {}}});
    }
    auto const differs = [&](auto const& line) {
        auto const& first = lines.front();
        return line.account ? line.account != first.account
                            : line.stored.snapshot.base_currency != first.stored.snapshot.base_currency;
    };
    if (std::ranges::none_of(lines, differs)) {
        std::erase_if(lines, [](auto const& line) { return !line.account; });
    }
    return lines;
}

} // namespace

cli::Outcome take_snapshots(db::Database& database, cli::Common const& common, TakeWords const& words,
                            std::ostream& out)
{
    auto const request = request_of(database, common, words);
    auto const lock = db::NamedLock::try_lock(database, db::snapshot_lock);
    if (!lock) {
        auto const holder = "another pf-snapshot is at work: " + db::NamedLock::holder(database, db::snapshot_lock);
        if (words.skip_if_locked) {
            cli::log(cli::Level::info, "skipped", holder + "; nothing to do");
            return cli::Outcome::ok();
        }
        throw Error(ExitCode::busy, holder, {}, "try again when it is done, or pass --if-locked skip");
    }
    auto const report = take_snapshots(database, request);
    report::write_taken(out, lines_of(report),
                        {static_cast<std::int64_t>(report.taken), static_cast<std::int64_t>(report.restated),
                         static_cast<std::int64_t>(report.unchanged), static_cast<std::int64_t>(report.still_missing)},
                        request.date, common.output);
    tell_restated(report);
    std::vector<cli::Complaint> complaints;
    std::ranges::transform(report.lacks, std::back_inserter(complaints), complaint_of);
    cli::print_complaints(complaints);
    auto const summary = fmt::format("{} taken, {} restated, {} unchanged", base::counted(report.taken, "snapshot"),
                                     report.restated, report.unchanged);
    cli::Fields const fields{{"taken", static_cast<std::int64_t>(report.taken)},
                             {"restated", static_cast<std::int64_t>(report.restated)},
                             {"unchanged", static_cast<std::int64_t>(report.unchanged)},
                             {"still_missing", static_cast<std::int64_t>(report.still_missing)}};
    auto outcome = complaints.empty() || common.allow_unknown ? cli::Outcome::ok(summary, fields)
                                                              : cli::Outcome::issues(summary, fields);
    auto const changed = report.taken + report.restated > 0;
    return announced(common, changed ? std::move(outcome).as_event("snapshot") : std::move(outcome));
}

cli::Outcome list_snapshots(db::Database& database, cli::Common const& common, SnapshotWords const& words,
                            std::ostream& out)
{
    SnapshotRange range;
    range.account = common.account.value_or("");
    auto const today = today_of(database, range.account);
    range.first = day_of_word(words.first, "--from", base::DayEdge::first, today, base::earliest_day);
    range.last = day_of_word(words.last, "--to", base::DayEdge::last, today, base::latest_day);
    set_currency(range, common, words.in);
    report::write_snapshots(out, lines_of(load_snapshots(database, range)), common.output);
    return cli::Outcome::ok();
}

cli::Outcome show_snapshot(db::Database& database, cli::Common const& common, SnapshotWords const& words,
                           std::ostream& out)
{
    Days const days{chosen_accounts(database, common.account.value_or(""))};
    auto const date = day_of_word(
        words.date, "DATE", base::DayEdge::last, [&] { return days.today(); }, days.today());
    SnapshotRange range{common.account.value_or(""), date, date};
    set_currency(range, common, words.in);
    auto const loaded = load_snapshots(database, range);
    if (loaded.of_accounts.empty()) {
        throw Error(ExitCode::no_input, "there is no snapshot of " + base::to_text(date), {},
                    "'pf-snapshot list' tells of which days there are; 'pf-snapshot take --date " +
                        base::to_text(date) + "' takes one");
    }
    db::SnapshotStore const store{database};
    auto const ids = ids_of(loaded.accounts);
    auto const names = names_of(loaded.accounts);
    if (words.history) {
        std::vector<report::HistoryLine> history;
        for (auto const& superseded : store.history(ids, date)) {
            history.push_back({names.at(superseded.snapshot.account_id), superseded});
        }
        auto lines = lines_of(loaded);
        std::erase_if(lines, [](auto const& line) { return !line.account; });
        report::write_snapshot_history(out, date, history, lines, common.output);
        return cli::Outcome::ok();
    }
    auto complete = loaded;
    complete.of_accounts = store.of_day(ids, date);
    report::write_snapshot(out, date, lines_of(complete), common.output);
    return cli::Outcome::ok();
}

} // namespace pf::jobs
