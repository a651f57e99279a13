#include "pf/jobs/snapshot_command.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/base/time.hpp"
#include "pf/cli/log.hpp"
#include "pf/db/named_lock.hpp"
#include "pf/db/snapshot_store.hpp"
#include "pf/jobs/open.hpp"
#include "pf/jobs/redis.hpp"
#include "pf/jobs/snapshots.hpp"
#include "pf/jobs/take_snapshots.hpp"
#include "pf/report/snapshots.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace pf::jobs {

namespace {

Date day_of_word(std::string const& word, std::string const& where, Date otherwise)
{
    if (word.empty()) {
        return otherwise;
    }
    auto const day = base::parse_date(word);
    if (!day) {
        throw Error(ExitCode::usage, fmt::format("{} {}", base::quoted(word), day.problem().message), where,
                    "write it as 2024-12-31");
    }
    return *day;
}

/// `90m`, `26h`, `2d`
std::int64_t seconds_of_word(std::string const& word)
{
    static std::map<char, std::int64_t> const units{{'m', 60}, {'h', 3600}, {'d', 86400}};
    auto const unit = word.empty() ? units.end() : units.find(word.back());
    auto const count = unit == units.end() ? std::nullopt : base::parse_integer({word.data(), word.size() - 1});
    constexpr std::int64_t most = 1'000'000;
    if (!count || *count < 0 || *count > most) {
        throw Error(ExitCode::usage, base::quoted(word) + " is not an age", "--max-age", "write it as 26h, 90m or 2d");
    }
    return *count * unit->second;
}

std::string counted(std::size_t count, std::string_view noun)
{
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

TakeRequest request_of(cli::Common const& common, TakeWords const& words)
{
    TakeRequest request;
    request.account = common.account.value_or("");
    request.date = day_of_word(words.date, "--date", base::today());
    if (request.date > base::today()) {
        throw Error(ExitCode::usage, base::quoted(words.date) + " has not come yet", "--date",
                    "days are those of UTC, where it is " + base::to_text(base::today()));
    }
    request.catch_up = words.catch_up;
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
                             counted(span.days, "snapshot"), days_text(span.first, span.last),
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

std::vector<std::int64_t> ids_of(std::vector<model::Account> const& accounts)
{
    std::vector<std::int64_t> ids;
    std::ranges::transform(accounts, std::back_inserter(ids), &model::Account::id);
    return ids;
}

/// Accounts day by day, each day with its total where there are several.
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
    auto const several = std::ranges::any_of(
        lines, [&](auto const& line) { return line.account && line.account != lines.front().account; });
    if (!several) {
        std::erase_if(lines, [](auto const& line) { return !line.account; });
    }
    return lines;
}

/// The moment that a snapshot's value is of: when it was stored, or the end of its day.
Timestamp as_of(model::StoredSnapshot const& stored)
{
    return std::min(stored.restated_at.value_or(stored.created_at), base::end_of(stored.snapshot.date));
}

report::FreshnessLine freshness_of(std::string const& account, model::StoredSnapshot const* newest,
                                   std::int64_t max_age)
{
    report::FreshnessLine line;
    line.account = account;
    if (newest != nullptr) {
        line.day = newest->snapshot.date;
        line.as_of = as_of(*newest);
        line.age_seconds = std::chrono::floor<std::chrono::seconds>(base::now() - *line.as_of).count();
        line.fresh = line.age_seconds <= max_age;
    }
    return line;
}

} // namespace

cli::Outcome take_snapshots(db::Database& database, cli::Common const& common, TakeWords const& words,
                            std::ostream& out)
{
    auto const request = request_of(common, words);
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
    auto const summary = fmt::format("{} taken, {} restated, {} unchanged", counted(report.taken, "snapshot"),
                                     report.restated, report.unchanged);
    cli::Fields const fields{{"taken", static_cast<std::int64_t>(report.taken)},
                             {"restated", static_cast<std::int64_t>(report.restated)},
                             {"unchanged", static_cast<std::int64_t>(report.unchanged)},
                             {"still_missing", static_cast<std::int64_t>(report.still_missing)}};
    auto outcome = complaints.empty() ? cli::Outcome::ok(summary, fields) : cli::Outcome::issues(summary, fields);
    auto const changed = report.taken + report.restated > 0;
    return announced(common, changed ? std::move(outcome).as_event("snapshot") : std::move(outcome));
}

cli::Outcome list_snapshots(db::Database& database, cli::Common const& common, SnapshotWords const& words,
                            std::ostream& out)
{
    SnapshotRange range;
    range.account = common.account.value_or("");
    range.first = day_of_word(words.first, "--from", base::earliest_day);
    range.last = day_of_word(words.last, "--to", base::latest_day);
    range.currency = Currency{common.base_currency};
    report::write_snapshots(out, lines_of(load_snapshots(database, range)), common.output);
    return cli::Outcome::ok();
}

cli::Outcome show_snapshot(db::Database& database, cli::Common const& common, SnapshotWords const& words,
                           std::ostream& out)
{
    auto const date = day_of_word(words.date, "DATE", base::today());
    SnapshotRange const range{common.account.value_or(""), date, date, Currency{common.base_currency}};
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

cli::Outcome check_snapshots(db::Database& database, cli::Common const& common, SnapshotWords const& words,
                             std::ostream& out)
{
    auto const max_age = seconds_of_word(words.max_age);
    auto const accounts = chosen_accounts(database, common.account.value_or(""));
    db::SnapshotStore const store{database};
    auto const newest = store.newest(ids_of(accounts));
    auto const in_use = store.accounts_in_use();
    std::vector<report::FreshnessLine> lines;
    std::vector<cli::Complaint> complaints;
    for (auto const& account : accounts) {
        auto const found =
            std::ranges::find(newest, account.id, [](auto const& stored) { return stored.snapshot.account_id; });
        if (found == newest.end() && !in_use.contains(account.id)) {
            continue;
        }
        auto const& line =
            lines.emplace_back(freshness_of(account.name, found == newest.end() ? nullptr : &*found, max_age));
        if (!line.fresh) {
            complaints.push_back({account.name,
                                  line.as_of ? fmt::format("the newest snapshot, of {}, is {} old; {} are allowed",
                                                           base::to_text(*line.day), report::age_text(line.age_seconds),
                                                           report::age_text(max_age))
                                             : "there is no snapshot",
                                  "'pf-snapshot take --catch-up' takes what is missing"});
        }
    }
    report::write_freshness(out, lines, max_age, common.output);
    cli::print_complaints(complaints);
    return cli::outcome_of(complaints);
}

} // namespace pf::jobs
