#include "pf/jobs/books/balances.hpp"

#include "pf/base/text.hpp"
#include "pf/db/account_store.hpp"
#include "pf/db/balance_store.hpp"
#include "pf/db/import_store.hpp"
#include "pf/db/instrument_store.hpp"
#include "pf/db/transaction_store.hpp"
#include "pf/jobs/books/cash.hpp"
#include "pf/jobs/books/days.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/valuation/cash_ledger.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <span>
#include <tuple>
#include <utility>

namespace pf::jobs {

namespace {

using valuation::BalanceDifference;
using valuation::Claim;

bool are_of_one_moment(model::Balance const& left, model::Balance const& right)
{
    return std::tie(left.account_id, left.ticker, left.currency, left.date, left.date_only) ==
           std::tie(right.account_id, right.ticker, right.currency, right.date, right.date_only);
}

/// Of several imports that speak of one moment the last one is right.
std::vector<model::Balance> newest_of_each_moment(std::vector<model::Balance> balances)
{
    std::vector<model::Balance> newest;
    for (auto& balance : balances) {
        while (!newest.empty() && are_of_one_moment(newest.back(), balance) &&
               newest.back().import_id < balance.import_id) {
            newest.pop_back();
        }
        newest.push_back(std::move(balance));
    }
    return newest;
}

Claim claim_of(model::Balance balance, model::Account const& account)
{
    auto const day = balance.date_only ? base::day_of(balance.date) : account.time_zone.day_of(balance.date);
    auto const until = balance.date_only ? account.time_zone.end_of(day) : balance.date;
    return {std::move(balance), until, day};
}

/// The accounts' money and units as the rows come by.
class Comparison {
public:
    Comparison(db::Database& database, std::vector<model::Account> const& accounts, std::int64_t first_import_id)
        : m_database(database), m_first_import_id(first_import_id), m_days(db::AccountStore{database}.list())
    {
        for (auto const& account : accounts) {
            m_accounts.emplace(account.id, account);
        }
        sort_claims(db::BalanceStore{database}.list(ids_of(accounts)), db::InstrumentStore{database}.resolver());
    }

    BalancesCompared run()
    {
        compare_money();
        compare_units();
        name_files();
        return std::move(m_result);
    }

private:
    /// \param names  by which an instrument was not always called as it is now
    void sort_claims(std::vector<model::Balance> balances, model::InstrumentNames const& names)
    {
        for (auto& balance : balances) {
            balance.ticker = std::string{names.ticker_of(balance.ticker)};
        }
        std::ranges::stable_sort(balances, {}, [](model::Balance const& balance) {
            return std::tie(balance.account_id, balance.ticker, balance.currency, balance.date);
        });
        for (auto& balance : newest_of_each_moment(std::move(balances))) {
            auto const& account = m_accounts.at(balance.account_id);
            auto claim = claim_of(std::move(balance), account);
            bool const is_looked_for = claim.balance.import_id >= m_first_import_id;
            if (claim.day > m_days.newest_day(base::now())) {
                m_result.future += is_looked_for ? 1 : 0;
                continue;
            }
            m_result.compared += is_looked_for ? 1 : 0;
            auto& claims =
                claim.balance.ticker.empty() ? m_money[account.id] : m_units[{account.id, claim.balance.ticker}];
            claims.push_back(std::move(claim));
        }
        for (auto& [account_id, claims] : m_money) {
            std::ranges::stable_sort(claims, {}, &Claim::until);
        }
        for (auto& [instrument, claims] : m_units) {
            std::ranges::stable_sort(claims, {}, &Claim::until);
        }
    }

    void compare_money()
    {
        std::map<std::int64_t, valuation::MoneyCheck> checks;
        auto const first_deposits = days_of_first_deposits(m_database, accounts_with_money());
        for (auto& [account_id, claims] : m_money) {
            auto const& account = m_accounts.at(account_id);
            auto const since = kept_since(account, first_deposits);
            note_unkept(claims, since);
            if (since) {
                checks.emplace(account_id, valuation::MoneyCheck{std::move(claims), account.base_currency, *since,
                                                                 m_first_import_id});
            }
        }
        if (checks.empty()) {
            return;
        }
        std::vector<std::int64_t> ids;
        std::ranges::transform(checks, std::back_inserter(ids), [](auto const& check) { return check.first; });
        db::TransactionStore{m_database}.visit_by_date(
            ids, base::end_of(base::latest_day),
            [&](model::Transaction const& row) { checks.at(row.account_id).add(row, m_days.day_of(row)); });
        for (auto& [account_id, check] : checks) {
            take(check.finish());
        }
    }

    [[nodiscard]] std::vector<model::Account> accounts_with_money() const
    {
        std::vector<model::Account> accounts;
        std::ranges::transform(m_money, std::back_inserter(accounts),
                               [this](auto const& claims) { return m_accounts.at(claims.first); });
        return accounts;
    }

    void note_unkept(std::vector<Claim> const& claims, std::optional<Date> since)
    {
        auto const unkept = std::ranges::count_if(claims, [&](Claim const& claim) {
            return claim.balance.import_id >= m_first_import_id && (!since || claim.day < *since);
        });
        m_result.unkept += unkept;
        m_result.compared -= unkept;
    }

    void compare_units()
    {
        if (m_units.empty()) {
            return;
        }
        std::map<std::pair<std::int64_t, std::string>, valuation::UnitsCheck> checks;
        std::vector<std::int64_t> ids;
        for (auto& [instrument, claims] : m_units) {
            checks.emplace(instrument, valuation::UnitsCheck{std::move(claims), m_first_import_id});
            if (ids.empty() || ids.back() != instrument.first) {
                ids.push_back(instrument.first);
            }
        }
        db::TransactionStore{m_database}.visit_accounts(
            ids, base::end_of(base::latest_day), {}, [&](std::span<model::Transaction> moment) {
                std::ranges::sort(moment,
                                  [](auto const& left, auto const& right) { return booking_order(left, right) < 0; });
                for (auto const& row : moment) {
                    auto const check = checks.find({row.account_id, row.ticker});
                    if (check != checks.end()) {
                        check->second.add(row, m_days.day_of(row));
                    }
                }
            });
        for (auto& [instrument, check] : checks) {
            take(check.finish());
        }
    }

    void take(std::vector<BalanceDifference> differences)
    {
        for (auto& difference : differences) {
            auto const account = m_accounts.at(difference.claim.balance.account_id).name;
            m_result.differences.push_back({account, {}, std::move(difference)});
        }
    }

    void name_files()
    {
        std::ranges::stable_sort(m_result.differences, {}, &NamedDifference::account);
        std::map<std::int64_t, std::string> files;
        for (auto const& import : db::ImportStore{m_database}.list()) {
            files[import.id] = import.source_file;
        }
        for (auto& difference : m_result.differences) {
            difference.file = files[difference.found.claim.balance.import_id];
        }
    }

    db::Database& m_database;
    std::int64_t m_first_import_id;
    Days m_days;
    std::map<std::int64_t, model::Account> m_accounts;
    std::map<std::int64_t, std::vector<Claim>> m_money;
    std::map<std::pair<std::int64_t, std::string>, std::vector<Claim>> m_units;
    BalancesCompared m_result;
};

std::string asset_of(model::Balance const& balance)
{
    return balance.ticker.empty() ? std::string{balance.currency.code()} : balance.ticker;
}

std::string when(Claim const& claim)
{
    return claim.balance.date_only ? fmt::format("at the end of {}", base::to_text(claim.day))
                                   : fmt::format("at {}", base::to_text(claim.balance.date));
}

std::string gap_of(BalanceDifference const& found)
{
    if (!found.difference) {
        return "";
    }
    auto const size = found.difference->is_negative() ? -*found.difference : *found.difference;
    return fmt::format(" ({} {})", size.to_text(), found.difference->is_negative() ? "too much" : "missing");
}

std::string reason_of(NamedDifference const& difference)
{
    auto const& found = difference.found;
    auto const& balance = found.claim.balance;
    auto const booked = found.booked ? found.booked->to_text() : "an unknown amount";
    auto const later =
        found.more == 0 ? "" : fmt::format(", as with {} later balance{}", found.more, found.more == 1 ? "" : "s");
    return fmt::format("says that {} {} are held {} in account {}, but {} {} booked{}{}", balance.quantity.to_text(),
                       asset_of(balance), when(found.claim), base::quoted(difference.account), booked,
                       found.booked ? "are" : "is", gap_of(found), later);
}

/// What was there before the first row, as a command.
std::string opening_command(NamedDifference const& difference)
{
    auto const& balance = difference.found.claim.balance;
    auto const opening = *difference.found.opening;
    auto const amount = opening.is_negative() ? -opening : opening;
    auto const comes = !opening.is_negative();
    auto const type =
        balance.ticker.empty() ? (comes ? "deposit" : "withdrawal") : (comes ? "transfer_in" : "transfer_out");
    return fmt::format("pf-ledger add {} {} {} on {} --account {}", type, amount.to_text(), asset_of(balance),
                       base::to_text(difference.found.first_day - std::chrono::days{1}), difference.account);
}

std::string hint_of(NamedDifference const& difference)
{
    auto const& found = difference.found;
    auto const& balance = found.claim.balance;
    if (!found.booked) {
        return "'pf-ledger cash' shows the movements whose amount is unknown";
    }
    if (found.opening && found.opening->is_zero()) {
        return fmt::format("money counts only from the first deposit on; 'pf-ledger accounts set {} --keeps-cash "
                           "always' counts it from the beginning",
                           difference.account);
    }
    if (found.opening) {
        return fmt::format("the difference is the same from the first balance on, so that {} {} may have been there "
                           "before: '{}' books it",
                           found.opening->to_text(), asset_of(balance), opening_command(difference));
    }
    auto const list = balance.ticker.empty() ? fmt::format("pf-ledger cash --currency {}", balance.currency.code())
                                             : fmt::format("pf-ledger list --ticker {}", balance.ticker);
    auto const since =
        found.agrees_until ? fmt::format("both agreed on {}; ", base::to_text(*found.agrees_until)) : std::string{};
    return fmt::format("{}a row is missing, is there twice, or is of another account: '{}' shows what is booked", since,
                       list);
}

} // namespace

BalancesCompared compare_balances(db::Database& database, std::vector<model::Account> const& accounts,
                                  std::int64_t first_import_id)
{
    return Comparison{database, accounts, first_import_id}.run();
}

model::Issue issue_of(NamedDifference const& difference)
{
    return {difference.file,    difference.found.claim.balance.line_no, {}, {}, reason_of(difference),
            hint_of(difference)};
}

} // namespace pf::jobs
