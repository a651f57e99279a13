#include "pf/jobs/books/cash.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/base/time.hpp"
#include "pf/db/account_store.hpp"
#include "pf/db/transaction_store.hpp"
#include "pf/jobs/books/days.hpp"
#include "pf/jobs/ledger/ledger_command.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/jobs/run/words.hpp"
#include "pf/report/ledger.hpp"
#include "pf/valuation/amounts.hpp"
#include "pf/valuation/cash_ledger.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>

namespace pf::jobs {

namespace {

struct Wanted {
    std::optional<Currency> currency;
    Date first{};
    Date last{};

    Wanted(CashWords const& words, Today const& today)
        : first(day_of_word(words.first, "--from", base::DayEdge::first, today, base::earliest_day)),
          last(day_of_word(words.last, "--to", base::DayEdge::last, today, base::today()))
    {
        if (words.currency.empty()) {
            return;
        }
        auto const parsed = Currency::parse(words.currency);
        if (!parsed) {
            throw Error{ExitCode::usage, fmt::format("{} {}", base::quoted(words.currency), parsed.problem().message),
                        "--currency", parsed.problem().hint};
        }
        currency = *parsed;
    }

    [[nodiscard]] bool has(Date day, Currency moved) const
    {
        return first <= day && day <= last && (!currency || *currency == moved);
    }
};

/// Follows one account's money. An account that keeps none has no movements: what it pays comes from outside.
class Follower {
public:
    Follower(model::Account const& account, std::optional<Date> since) : m_account(&account), m_since(since) {}

    [[nodiscard]] std::optional<report::CashMovement> follow(model::Transaction const& row, Date day)
    {
        auto const moved = valuation::money_moved(row);
        if (!m_since || day < *m_since || moved == Decimal{}) {
            return std::nullopt;
        }
        auto const currency = row.currency.is_none() ? m_account->base_currency : row.currency;
        auto& balance = m_balances.try_emplace(currency, Decimal{}).first->second;
        valuation::add_to(balance, moved);
        return report::CashMovement{m_account->name, day,      row.type, row.ticker,   moved,
                                    balance,         currency, row.id,   row.import_id};
    }

private:
    model::Account const* m_account;
    std::optional<Date> m_since;
    valuation::CashLedger::Balances m_balances;
};

std::map<std::int64_t, Follower> followers_of(db::Database& database, std::vector<model::Account> const& accounts)
{
    std::map<std::int64_t, Follower> followers;
    auto const first_deposits = days_of_first_deposits(database, accounts);
    for (auto const& account : accounts) {
        followers.emplace(account.id, Follower{account, kept_since(account, first_deposits)});
    }
    return followers;
}

} // namespace

cli::Outcome show_cash(db::Database& database, cli::Common const& common, CashWords const& words, std::ostream& out)
{
    Wanted const wanted{words, today_of(database, common.account.value_or(""))};
    db::Atomic const snapshot{database, db::Atomic::Mode::read};
    auto const accounts = chosen_accounts(database, common.account.value_or(""));
    auto followers = followers_of(database, accounts);
    std::vector<std::int64_t> ids;
    std::ranges::transform(accounts, std::back_inserter(ids), &model::Account::id);
    std::vector<report::CashMovement> movements;
    Days const days{db::AccountStore{database}.list()};
    db::TransactionStore{database}.visit_by_date(ids, days.end_of(wanted.last), [&](model::Transaction const& row) {
        auto movement = followers.at(row.account_id).follow(row, days.day_of(row));
        if (movement && wanted.has(movement->date, movement->currency)) {
            movements.push_back(*std::move(movement));
        }
    });
    report::write_cash_movements(out, movements, common.output);
    auto const is_unknown = [](auto const& movement) { return !movement.amount; };
    return cli::outcome_of_unknown(std::ranges::any_of(movements, is_unknown), common.allow_unknown);
}

} // namespace pf::jobs
