#include "pf/jobs/snapshot/take_snapshots.hpp"

#include "pf/db/account_store.hpp"
#include "pf/db/snapshot_store.hpp"
#include "pf/jobs/books/first_days.hpp"
#include "pf/jobs/books/timeline.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/valuation/snapshot_days.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace pf::jobs {

namespace {

using Result = TakenSnapshot::Result;

/// The days to value of every account, and what they span.
class Plan {
public:
    Plan(db::Database& database, std::vector<model::Account> const& accounts, TakeRequest const& request)
        : m_first(request.date), m_last(request.date)
    {
        auto const stored = db::SnapshotStore{database}.days(ids_of(accounts));
        auto const changed = db::AccountStore{database}.restate_from();
        auto const begun = request.from ? first_days(database, accounts) : std::map<std::int64_t, Date>{};
        for (auto const& account : accounts) {
            auto const days = stored.find(account.id);
            auto const from = changed.find(account.id);
            valuation::DaysRequest wanted{request.date, request.catch_up, request.max_days, std::nullopt, request.from};
            if (auto const first = begun.find(account.id); first != begun.end()) {
                wanted.from = std::max(*request.from, first->second);
            }
            if (request.recheck) {
                wanted.restate_from = base::earliest_day;
            } else if (from != changed.end()) {
                wanted.restate_from = from->second;
            }
            add(account.id, valuation::days_to_value(days == stored.end() ? std::set<Date>{} : days->second, wanted));
            if (days != stored.end()) {
                m_begun.emplace(account.id, *days->second.begin());
            }
        }
    }

    [[nodiscard]] Date first() const { return m_first; }
    [[nodiscard]] Date last() const { return m_last; }
    [[nodiscard]] std::size_t still_missing() const { return m_still_missing; }
    [[nodiscard]] std::map<std::int64_t, Date> const& begun() const { return m_begun; }
    [[nodiscard]] bool wants(model::Snapshot const& snapshot) const
    {
        return m_wanted.at(snapshot.account_id).contains(snapshot.date);
    }

private:
    void add(std::int64_t account_id, valuation::SnapshotDays days)
    {
        m_first = std::min(m_first, *days.wanted.begin());
        m_last = std::max(m_last, *days.wanted.rbegin());
        m_still_missing += days.still_missing;
        m_wanted.emplace(account_id, std::move(days.wanted));
    }

    Date m_first;
    Date m_last;
    std::size_t m_still_missing = 0;
    std::map<std::int64_t, std::set<Date>> m_wanted;
    std::map<std::int64_t, Date> m_begun; ///< the first stored day
};

/// What the wanted days lack, by account and subject.
class Lacks {
public:
    void add(std::string const& account, Date day, std::vector<valuation::Lack> const& lacks)
    {
        for (auto const& lack : lacks) {
            auto const [entry, is_new] =
                m_lacks.try_emplace({account, lack.kind, lack.subject}, LackOfDays{account, lack, day, day, 0});
            entry->second.lack = lack;
            entry->second.last = day;
            ++entry->second.days;
        }
    }

    [[nodiscard]] std::vector<LackOfDays> list() const
    {
        std::vector<LackOfDays> result;
        std::ranges::transform(m_lacks, std::back_inserter(result), [](auto const& entry) { return entry.second; });
        return result;
    }

private:
    std::map<std::tuple<std::string, valuation::Lack::Kind, std::string>, LackOfDays> m_lacks;
};

/// Compares each valued day with what is stored, and writes where they differ.
class Taking {
public:
    Taking(db::Database& database, std::vector<model::Account> const& accounts, TakeRequest const& request,
           Plan const& plan)
        : m_database(database),
          m_request(request),
          m_stored(db::SnapshotStore{database}.rows(ids_of(accounts), plan.first(), plan.last()))
    {
        for (auto const& account : accounts) {
            m_accounts.emplace(account.id, &account);
        }
        m_report.still_missing = plan.still_missing();
    }

    void add(model::Snapshot const& snapshot, std::vector<valuation::Lack> const& lacks)
    {
        auto const& account = *m_accounts.at(snapshot.account_id);
        m_lacks.add(account.name, snapshot.date, lacks);
        db::SnapshotText const text{snapshot};
        auto const stored = m_stored.find({snapshot.account_id, snapshot.date});
        if (stored == m_stored.end()) {
            insert(snapshot, text, account);
        } else if (stored->second.sha256 == text.sha256) {
            note(account, Result::unchanged, snapshot, std::nullopt);
        } else {
            replace(stored->second, snapshot, text, account);
        }
    }

    [[nodiscard]] TakeReport finish()
    {
        if (m_insertions) {
            m_insertions->finish();
        }
        if (m_replacements) {
            m_replacements->finish();
        }
        m_report.lacks = m_lacks.list();
        return std::move(m_report);
    }

private:
    void insert(model::Snapshot const& snapshot, db::SnapshotText const& text, model::Account const& account)
    {
        if (!m_insertions) {
            m_insertions.emplace(db::SnapshotStore{m_database}.insert());
        }
        m_insertions->add({snapshot, text, account.data_version, m_now});
        note(account, Result::taken, snapshot, std::nullopt);
    }

    void replace(db::SnapshotRow const& old, model::Snapshot const& snapshot, db::SnapshotText const& text,
                 model::Account const& account)
    {
        if (!m_replacements) {
            m_replacements.emplace(db::SnapshotStore{m_database}.replace());
        }
        m_replacements->add({snapshot, text, account.data_version, old.stored.created_at, m_now,
                             db::with_superseded(old.superseded, old.stored, m_now)});
        note(account, Result::restated, snapshot, old.stored.snapshot.total_value);
    }

    void note(model::Account const& account, Result result, model::Snapshot const& snapshot,
              std::optional<Decimal> previous_value)
    {
        ++(result == Result::taken      ? m_report.taken
           : result == Result::restated ? m_report.restated
                                        : m_report.unchanged);
        if (result == Result::unchanged && snapshot.date != m_request.date) {
            return;
        }
        auto shown = snapshot;
        shown.cash.clear();
        shown.positions.clear();
        m_report.snapshots.push_back({account.name, result, std::move(shown), previous_value});
    }

    db::Database& m_database;
    TakeRequest const& m_request;
    std::map<std::int64_t, model::Account const*> m_accounts;
    std::map<db::SnapshotKey, db::SnapshotRow> m_stored;
    Timestamp m_now = base::now();
    std::optional<db::SnapshotStore::Writer> m_insertions;
    std::optional<db::SnapshotStore::Writer> m_replacements;
    Lacks m_lacks;
    TakeReport m_report;
};

} // namespace

TakeReport take_snapshots(db::Database& database, TakeRequest const& request)
{
    db::Atomic atomic{database};
    db::AccountStore store{database};
    // Held: whoever would change transactions, prices or rates waits until these snapshots are stored.
    store.lock(ids_of(store.list()));
    auto const accounts = chosen_accounts(database, request.account);
    Plan const plan{database, accounts, request};
    auto const timeline =
        load_timeline(database, {accounts, plan.first(), plan.last(), request.freshness, plan.begun()});
    Taking taking{database, accounts, request, plan};
    timeline.visit(plan.first(), plan.last(), [&](model::Snapshot const& snapshot, auto const& lacks) {
        if (plan.wants(snapshot)) {
            taking.add(snapshot, lacks);
        }
    });
    auto report = taking.finish();
    store.clear_restate_from(ids_of(accounts));
    atomic.commit();
    return report;
}

} // namespace pf::jobs
