#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/base/time.hpp"
#include "pf/db/account_store.hpp"
#include "pf/db/balance_store.hpp"
#include "pf/db/position_store.hpp"
#include "pf/db/transaction_store.hpp"
#include "pf/jobs/books/cash.hpp"
#include "pf/jobs/books/findings.hpp"
#include "pf/jobs/books/position_changes.hpp"
#include "pf/jobs/books/recompute.hpp"
#include "pf/jobs/ledger/ledger_command.hpp"
#include "pf/model/account_name.hpp"
#include "pf/report/ledger.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace pf::jobs {

namespace {

base::TimeZone zone_of(std::string const& word)
{
    auto const zone = base::TimeZone::parse(word);
    if (!zone) {
        throw Error{ExitCode::usage, fmt::format("{} {}", base::quoted(word), zone.problem().message), "--time-zone",
                    zone.problem().hint};
    }
    return *zone;
}

/// What the words make of an account; the options have checked the others.
model::Account changed(model::Account account, AccountWords const& words)
{
    account.booking_method = model::parse_booking_method(words.method).value_or(account.booking_method);
    account.keeps_cash = model::parse_cash_keeping(words.keeps_cash).value_or(account.keeps_cash);
    if (!words.time_zone.empty()) {
        account.time_zone = zone_of(words.time_zone);
    }
    if (!words.allow_short.empty()) {
        account.allows_short = words.allow_short == "yes";
    }
    return account;
}

/// A sale may have counted on units that it need not hold, or on a row that now comes later.
void refuse_if_oversold(model::Account const& account, Oversells const& oversells)
{
    if (oversells.empty()) {
        return;
    }
    std::vector<std::string> details;
    bool are_unnamed = true;
    oversells.visit([&](lots::Oversell const& oversell) {
        are_unnamed = are_unnamed && names_lots(oversell);
        details.push_back(fmt::format("{}: {}", oversell.ticker, text_of(oversell)));
    });
    throw Error{ExitCode::bad_data,
                fmt::format("account {} would sell {}", base::quoted(account.name),
                            are_unnamed ? "lots that are not named, or not there" : "what it does not hold"),
                {},
                are_unnamed ? "'pf-ledger edit ID lots=2023-01-10:5' names the lots of a sale"
                            : "'--allow-short yes' lets an account owe units",
                std::move(details)};
}

/// The account's instruments, and those of other accounts that transfers connect with them.
std::set<db::Instrument> instruments_of(db::Database& database, std::int64_t account_id)
{
    std::set<db::Instrument> instruments;
    for (auto const& position : db::PositionStore{database}.list({account_id})) {
        instruments.insert({position.account_id, position.ticker});
    }
    return db::TransactionStore{database}.connected_with(instruments);
}

/// The account, and those that its transfers of units and money lead to.
std::set<std::int64_t> connected_accounts(db::Database& database, std::set<db::Instrument> const& instruments,
                                          std::int64_t account_id)
{
    std::set<std::int64_t> ids{account_id};
    std::ranges::transform(instruments, std::inserter(ids, ids.end()), &db::Instrument::account_id);
    std::ranges::copy(db::TransactionStore{database}.accounts_linked_to(account_id), std::inserter(ids, ids.end()));
    return ids;
}

/// Rows that have only a date happened when their day began. Moved one moment after the other, away from those that are
/// still to be moved.
void move_starts_of_days(db::Database& database, model::Account const& before, model::Account const& after)
{
    db::TransactionStore store{database};
    auto const moments = store.starts_of_days(before.id);
    auto const moved = [&](Timestamp moment) { return after.time_zone.start_of(before.time_zone.day_of(moment)); };
    auto const move = [&](Timestamp moment) {
        if (moved(moment) != moment) {
            store.move_start_of_day(before.id, moment, moved(moment));
        }
    };
    if (!moments.empty() && moved(*moments.begin()) > *moments.begin()) {
        std::for_each(moments.rbegin(), moments.rend(), move);
    } else {
        std::ranges::for_each(moments, move);
    }
}

/// All that follows from how an account is kept. The caller holds the accounts that its transfers lead to.
/// \return  the positions that became others
model::PositionChanges rebook(db::Database& database, model::Account const& account, std::set<std::int64_t> const& held)
{
    auto const instruments = instruments_of(database, account.id);
    auto const reached = connected_accounts(database, instruments, account.id);
    if (!std::ranges::includes(held, reached)) {
        throw Error{ExitCode::busy, "an import has just moved lots of this account to another one", {}, "try again"};
    }
    auto const before = positions_before(database, instruments);
    refuse_if_oversold(account, recompute_from_scratch(database, instruments).oversells);
    auto accounts = db::AccountStore{database}.list();
    std::erase_if(accounts, [&](model::Account const& other) { return !reached.contains(other.id); });
    rebook_cash(database, accounts);
    db::AccountStore{database}.bump_data_versions(reached, base::earliest_day);
    return position_changes(database, instruments, before);
}

/// What is still in an account, in words; empty: nothing.
std::string held_by(db::Database& database, model::Account const& account)
{
    std::vector<std::string> held;
    for (auto const& position : db::PositionStore{database}.list({account.id})) {
        if (!position.quantity.is_zero()) {
            held.push_back(fmt::format("{} {}", position.quantity.to_text(), position.ticker));
        }
    }
    for (auto const& cash : stored_cash(database, {account})) {
        if (cash.balance != Decimal{}) {
            held.push_back(fmt::format("{} {}", cash.balance ? cash.balance->to_text() : "an unknown amount of",
                                       cash.currency.code()));
        }
    }
    return base::join(held, ", ");
}

void require_account_name(std::string const& name)
{
    if (auto const problem = model::account_name_problem(name)) {
        throw Error{ExitCode::bad_data, fmt::format("{} {}", base::quoted(name), problem->message), {}, problem->hint};
    }
}

/// The account of that name, held against other writers.
model::Account locked(db::Database& database, std::string const& name)
{
    db::AccountStore store{database};
    store.lock({store.get(name).id});
    return store.get(name);
}

/// Ends a change of an account, or a dry run of one, and says what became of it, or would.
cli::Outcome end(db::Atomic& atomic, AccountWords const& words, std::string_view done, std::string_view tried)
{
    atomic.end(words.dry_run);
    return cli::Outcome::ok(fmt::format("account {} {}", base::quoted(words.name), words.dry_run ? tried : done));
}

} // namespace

cli::Outcome list_accounts(db::Database& database, cli::Common const& common, std::ostream& out)
{
    db::Atomic const snapshot{database, db::Atomic::Mode::read};
    db::AccountStore const store{database};
    std::map<std::string, std::vector<std::string>> names;
    for (auto const& [name, account] : store.names()) {
        names[account].push_back(name);
    }
    std::vector<report::AccountRow> rows;
    for (auto& account : store.list()) {
        auto& own = names[account.name];
        rows.push_back({std::move(account), std::move(own)});
    }
    report::write_accounts(out, rows, common.output);
    return cli::Outcome::ok();
}

void check_words(AccountWords const& words)
{
    require_account_name(words.name);
    static_cast<void>(changed({}, words));
}

void check_words_of_set(cli::Common const& common, AccountWords const& words)
{
    if (common.given_base_currency().empty() && words.method.empty() && words.keeps_cash.empty() &&
        words.time_zone.empty() && words.allow_short.empty()) {
        throw Error{ExitCode::usage, "nothing is to be set", "pf-ledger accounts set",
                    "give --base-currency, --method, --keeps-cash, --time-zone or --allow-short"};
    }
    static_cast<void>(changed({}, words));
}

cli::Outcome add_account(db::Database& database, cli::Common const& common, AccountWords const& words)
{
    db::Atomic atomic{database};
    db::AccountStore store{database};
    if (store.find(words.name)) {
        throw Error{ExitCode::bad_data,
                    fmt::format("there is an account {} already", base::quoted(words.name)),
                    {},
                    "'pf-ledger accounts set' changes how it is kept"};
    }
    auto const base_currency = Currency{common.base_currency};
    auto const account = changed(store.create(words.name, base_currency, model::BookingMethod::fifo), words);
    store.update(account);
    return end(atomic, words, "was added", "would be added");
}

cli::Outcome set_account(db::Database& database, cli::Common const& common, AccountWords const& words,
                         std::ostream& out)
{
    bool const sets_currency = !common.given_base_currency().empty();
    db::Atomic atomic{database};
    db::AccountStore store{database};
    auto const id = store.get(words.name).id;
    auto const held = connected_accounts(database, instruments_of(database, id), id);
    store.lock({held.begin(), held.end()});
    auto const before = store.get(words.name);
    auto after = changed(before, words);
    if (sets_currency) {
        after.base_currency = Currency{common.base_currency};
    }
    if (after == before) {
        return cli::Outcome::ok(fmt::format("account {} is kept like that already", base::quoted(words.name)));
    }
    store.update(after);
    move_starts_of_days(database, before, after);
    auto const changes = rebook(database, after, held);
    atomic.end(words.dry_run);
    report::write_rebooked(out, words.name, changes, words.dry_run, common.output);
    return cli::Outcome::ok(words.dry_run ? std::string{}
                                          : fmt::format("account {} was booked anew", base::quoted(words.name)));
}

cli::Outcome rename_account(db::Database& database, AccountWords const& words)
{
    require_account_name(words.new_name);
    db::Atomic atomic{database};
    db::AccountStore store{database};
    auto account = locked(database, words.name);
    if (store.find(words.new_name)) {
        throw Error{ExitCode::bad_data, fmt::format("there is an account {} already", base::quoted(words.new_name))};
    }
    account.name = words.new_name;
    store.update(account);
    auto const name = base::quoted(words.new_name);
    return end(atomic, words, "is now " + name, "would be " + name);
}

cli::Outcome close_account(db::Database& database, AccountWords const& words)
{
    db::Atomic atomic{database};
    auto account = locked(database, words.name);
    auto const held = held_by(database, account);
    if (!held.empty()) {
        throw Error{ExitCode::bad_data,
                    fmt::format("account {} holds {}", base::quoted(words.name), held),
                    {},
                    "book first where it went: a sale, a WITHDRAWAL or a TRANSFER"};
    }
    account.closed_at = base::now();
    db::AccountStore{database}.update(account);
    return end(atomic, words, "takes no new rows now", "would take no new rows");
}

cli::Outcome reopen_account(db::Database& database, AccountWords const& words)
{
    db::Atomic atomic{database};
    auto account = locked(database, words.name);
    account.closed_at.reset();
    db::AccountStore{database}.update(account);
    return end(atomic, words, "takes new rows", "would take new rows");
}

cli::Outcome remove_account(db::Database& database, AccountWords const& words, BackupBefore backup)
{
    db::AccountStore store{database};
    auto const id = store.get(words.name).id;
    auto const rows = store.count_transactions(id) + db::BalanceStore{database}.count(id);
    if (rows > 0 && !words.with_transactions) {
        throw Error{ExitCode::bad_data,
                    fmt::format("account {} has {} transactions", base::quoted(words.name), rows),
                    {},
                    "--with-transactions removes them too, after a backup"};
    }
    if (rows > 0 && !words.dry_run) {
        backup.take(database.target(), {"the removal", "removed"});
    }
    db::Atomic atomic{database};
    auto const account = locked(database, words.name);
    if (!db::TransactionStore{database}.accounts_linked_to(account.id).empty()) {
        throw Error{ExitCode::bad_data,
                    fmt::format("transfers of other accounts lead to {}", base::quoted(words.name)),
                    {},
                    "undo the imports that brought them first"};
    }
    store.remove(account.id);
    auto const removed = "removed" + (rows > 0 ? fmt::format(", with {} transactions", rows) : std::string{});
    return end(atomic, words, "was " + removed, "would be " + removed);
}

} // namespace pf::jobs
