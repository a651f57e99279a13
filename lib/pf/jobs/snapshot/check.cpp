#include "pf/jobs/snapshot/check.hpp"

#include "pf/base/age.hpp"
#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/cli/log.hpp"
#include "pf/db/account_store.hpp"
#include "pf/db/snapshot_store.hpp"
#include "pf/jobs/books/days.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/report/snapshots.hpp"
#include "pf/valuation/staleness.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace pf::jobs {

namespace {

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

using ByAccount = std::map<std::int64_t, model::StoredSnapshot>;

ByAccount by_account(std::vector<model::StoredSnapshot> snapshots)
{
    ByAccount result;
    for (auto& one : snapshots) {
        auto const account_id = one.snapshot.account_id;
        result.emplace(account_id, std::move(one));
    }
    return result;
}

/// The same snapshots, with cash and positions.
ByAccount whole(db::SnapshotStore const& store, std::vector<model::StoredSnapshot> const& snapshots)
{
    std::map<Date, std::vector<std::int64_t>> accounts_of;
    for (auto const& one : snapshots) {
        accounts_of[one.snapshot.date].push_back(one.snapshot.account_id);
    }
    ByAccount result;
    for (auto const& [day, ids] : accounts_of) {
        result.merge(by_account(store.of_day(ids, day)));
    }
    return result;
}

/// The newest snapshot of each account, and the newest of those whose day has come, which alone have their positions.
class Newest {
public:
    Newest(db::SnapshotStore const& store, std::vector<std::int64_t> const& account_ids, Date last_day)
        : m_last_day(last_day),
          m_come(whole(store, store.newest(account_ids, m_last_day))),
          m_all(by_account(store.newest(account_ids, base::latest_day)))
    {
    }

    /// What counts: one whose day has come, or any when there is no such; null: there is none at all.
    [[nodiscard]] model::StoredSnapshot const* find(std::int64_t account_id) const
    {
        auto const& best = m_come.contains(account_id) ? m_come : m_all;
        auto const found = best.find(account_id);
        return found == best.end() ? nullptr : &found->second;
    }

    /// The newest day when it has not come yet.
    [[nodiscard]] std::optional<Date> future_day(std::int64_t account_id) const
    {
        auto const any = m_all.find(account_id);
        bool const is_there = any != m_all.end() && is_to_come(any->second.snapshot.date);
        return is_there ? std::optional{any->second.snapshot.date} : std::nullopt;
    }

    [[nodiscard]] bool is_to_come(Date day) const { return day > m_last_day; }

private:
    Date m_last_day;
    ByAccount m_come;
    ByAccount m_all;
};

/// The moment that a snapshot's value is of: when it was stored, or the end of its day.
Timestamp as_of(model::StoredSnapshot const& stored)
{
    return std::min(stored.restated_at.value_or(stored.created_at), base::end_of(stored.snapshot.date));
}

std::string not_fresh_text(report::FreshnessLine const& line, Timestamp now, std::int64_t max_age)
{
    if (!line.as_of) {
        return "there is no snapshot";
    }
    auto const newest = "the newest snapshot, of " + base::to_text(*line.day);
    if (!line.age_seconds) {
        return newest + ", is from the future" +
               (base::is_from_the_future(*line.as_of, now) ? ": stored at " + base::to_text(*line.as_of) : "");
    }
    return fmt::format("{}, is {} old; {} are allowed", newest, report::age_text(*line.age_seconds),
                       report::age_text(max_age));
}

cli::Complaint complaint_of_future(std::string const& account, Date day, Timestamp now)
{
    auto const today = base::to_text(base::day_of(now));
    return {account,
            fmt::format("there is a snapshot of {}, which has not come yet: it is {}", base::to_text(day), today),
            fmt::format("set the clock right; if it is, remove what was taken while it was wrong: DELETE FROM "
                        "portfolio_snapshots WHERE snapshot_date > '{}'",
                        today)};
}

/// What of a snapshot is worth what it was worth long before: `SAP at the price of 2024-09-02`.
std::vector<std::string> stale_prices(model::Snapshot const& snapshot, valuation::Freshness freshness)
{
    std::vector<std::string> found;
    for (auto const& position : snapshot.positions) {
        if (!position.quantity.is_zero() && position.price_date &&
            freshness.is_stale(*position.price_date, snapshot.date)) {
            found.push_back(position.ticker + " at the price of " + base::to_text(*position.price_date));
        }
    }
    return found;
}

cli::Complaint complaint_of_prices(std::string const& account, Date day, std::vector<std::string> stale)
{
    return {account, "the newest snapshot, of " + base::to_text(day) + ", values " + base::some_of(std::move(stale)),
            "'pf-prices fetch' or 'pf-import prices.csv' brings newer prices; --stale-after allows older ones"};
}

/// How old something may be.
struct Allowed {
    std::int64_t seconds = 0; ///< a snapshot
    valuation::Freshness prices;
};

/// How old the accounts' newest snapshots are, and what is wrong with that.
class Check {
public:
    Check(Newest const& newest, Timestamp now, Allowed allowed) : m_newest(newest), m_now(now), m_allowed(allowed) {}

    void add(model::Account const& account)
    {
        auto& line = lines.emplace_back(freshness_of(account));
        if (!line.fresh) {
            complaints.push_back({account.name, not_fresh_text(line, m_now, m_allowed.seconds),
                                  "'pf-snapshot take --catch-up' takes what is missing"});
        }
        if (auto const day = m_newest.future_day(account.id)) {
            complaints.push_back(complaint_of_future(account.name, *day, m_now));
        }
        if (auto const* const stored = m_newest.find(account.id);
            stored != nullptr && !m_newest.is_to_come(*line.day)) {
            add_stale_prices(stored->snapshot, line);
        }
    }

    std::vector<report::FreshnessLine> lines; ///< of each account
    std::vector<cli::Complaint> complaints;

private:
    void add_stale_prices(model::Snapshot const& snapshot, report::FreshnessLine& line)
    {
        auto stale = stale_prices(snapshot, m_allowed.prices);
        line.stale_prices = static_cast<std::int64_t>(stale.size());
        if (!stale.empty()) {
            complaints.push_back(complaint_of_prices(line.account, snapshot.date, std::move(stale)));
        }
    }

    [[nodiscard]] report::FreshnessLine freshness_of(model::Account const& account) const
    {
        report::FreshnessLine line;
        line.account = account.name;
        if (auto const* const stored = m_newest.find(account.id)) {
            line.day = stored->snapshot.date;
            line.as_of = as_of(*stored);
            if (auto const age = base::age_of(*line.as_of, m_now); age && !m_newest.is_to_come(*line.day)) {
                line.age_seconds = age->count();
                line.fresh = *line.age_seconds <= m_allowed.seconds;
            }
        }
        return line;
    }

    Newest const& m_newest;
    Timestamp m_now;
    Allowed m_allowed;
};

} // namespace

cli::Outcome check_snapshots(db::Database& database, cli::Common const& common, CheckWords const& words,
                             std::ostream& out)
{
    Allowed const allowed{seconds_of_word(words.max_age), {words.stale_after}};
    auto const accounts = chosen_accounts(database, common.account.value_or(""));
    std::vector<std::int64_t> ids;
    std::ranges::transform(accounts, std::back_inserter(ids), &model::Account::id);
    db::SnapshotStore const store{database};
    auto const now = base::now();
    Newest const newest{store, ids, Days{accounts}.newest_day(now + base::clocks_differ)};
    auto const in_use = db::AccountStore{database}.in_use();
    Check check{newest, now, allowed};
    for (auto const& account : accounts) {
        if (newest.find(account.id) != nullptr || in_use.contains(account.id)) {
            check.add(account);
        }
    }
    if (check.lines.empty()) {
        check.complaints.push_back({common.account.value_or("all accounts"),
                                    "there is nothing to take a snapshot of yet",
                                    "'pf-import FILE' brings in transactions"});
    }
    report::write_freshness(out, check.lines, allowed.seconds, common.output);
    cli::print_complaints(check.complaints);
    return cli::outcome_of(check.complaints);
}

} // namespace pf::jobs
