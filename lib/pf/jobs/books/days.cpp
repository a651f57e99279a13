#include "pf/jobs/books/days.hpp"

#include "pf/jobs/run/open.hpp"

#include <algorithm>
#include <utility>

namespace pf::jobs {

namespace {

/// The account whose zone a row's day is of.
std::int64_t account_of(model::Transaction const& row)
{
    auto const arrives = row.type == model::TransactionType::transfer_in && row.counter_account_id;
    return arrives ? *row.counter_account_id : row.account_id;
}

} // namespace

Days::Days(std::vector<model::Account> const& accounts)
{
    for (auto const& account : accounts) {
        if (account.time_zone == base::TimeZone{}) {
            m_has_utc = true;
        } else {
            m_zones.emplace(account.id, account.time_zone);
        }
    }
}

base::TimeZone const& Days::zone_of(std::int64_t account_id) const
{
    static base::TimeZone const utc;
    auto const found = m_zones.find(account_id);
    return found == m_zones.end() ? utc : found->second;
}

Date Days::day_of(std::int64_t account_id, Timestamp moment) const
{
    return m_zones.empty() ? base::day_of(moment) : zone_of(account_id).day_of(moment);
}

Date Days::day_of(model::Transaction const& row) const
{
    return day_of(account_of(row), row.date);
}

Timestamp Days::start_of(model::Transaction const& row, Date day) const
{
    return zone_of(account_of(row)).start_of(day);
}

Timestamp Days::end_of(Date day) const
{
    auto end = m_has_utc || m_zones.empty() ? base::end_of(day) : Timestamp::min();
    for (auto const& [id, zone] : m_zones) {
        end = std::max(end, zone.end_of(day));
    }
    return std::min(end, base::end_of(base::latest_day)); // no database has later moments
}

Date Days::today() const
{
    auto const now = base::now();
    auto today = m_has_utc || m_zones.empty() ? base::day_of(now) : base::latest_day;
    for (auto const& [id, zone] : m_zones) {
        today = std::min(today, zone.day_of(now));
    }
    return today;
}

Date Days::newest_day(Timestamp now) const
{
    auto newest = m_has_utc || m_zones.empty() ? base::day_of(now) : base::earliest_day;
    for (auto const& [id, zone] : m_zones) {
        newest = std::max(newest, zone.day_of(now));
    }
    return newest;
}

Today today_of(db::Database& database, std::string account)
{
    return [&database, account = std::move(account)] { return Days{chosen_accounts(database, account)}.today(); };
}

} // namespace pf::jobs
