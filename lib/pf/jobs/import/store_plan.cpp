#include "pf/jobs/import/store_plan.hpp"

#include "pf/db/account_store.hpp"
#include "pf/db/import_store.hpp"
#include "pf/db/instrument_store.hpp"
#include "pf/jobs/books/connected.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace pf::jobs {

namespace {

using AccountIds = std::set<std::int64_t>;

/// In our tickers.
std::set<std::string> tickers_of(AccountScan const& scanned, std::vector<std::string> const& words,
                                 model::InstrumentNames const& names)
{
    std::set<std::string> tickers;
    for (auto const number : scanned.tickers) {
        tickers.insert(names.ticker_of(words[number]));
    }
    for (auto const& [word, others] : scanned.other_names) {
        for (auto const& other : others) {
            tickers.insert(names.ticker_of(word, other.name));
        }
    }
    return tickers;
}

FirstChanges instruments_of(ReadFiles const& read, AccountsByName const& accounts, model::InstrumentNames const& names)
{
    FirstChanges instruments;
    for (auto const& file : read.files) {
        for (auto const& [name, scanned] : file.scan.accounts) {
            auto const known = accounts.find(name);
            if (known == accounts.end()) {
                continue;
            }
            for (auto const& ticker : tickers_of(scanned, file.scan.words, names)) {
                instruments.add(known->second.id, ticker, scanned.first);
            }
        }
    }
    return instruments;
}

AccountIds accounts_of(ReadFiles const& read, AccountsByName const& accounts)
{
    AccountIds ids;
    for (auto const& file : read.files) {
        for (auto const& [name, scanned] : file.scan.accounts) {
            auto const known = accounts.find(name);
            if (known != accounts.end()) {
                ids.insert(known->second.id);
            }
        }
    }
    return ids;
}

AccountIds accounts_to_lock(db::Database& database, ReadFiles const& read, StorePlan const& plan,
                            ImportRequest const& request)
{
    auto ids = accounts_of(read, plan.accounts);
    if (auto const own = plan.accounts.find(request.account); own != plan.accounts.end()) {
        ids.insert(own->second.id);
    }
    if (!plan.instruments.empty()) {
        ids.merge(connected_accounts(database, plan.instruments));
    }
    if (std::ranges::any_of(read.files, [](ReadFile const& file) { return file.scan.has_market_data; })) {
        // Prices and rates change positions of every account.
        std::ranges::transform(db::AccountStore{database}.list(), std::inserter(ids, ids.end()), &model::Account::id);
    }
    return ids;
}

/// The next file of the source is booked there without being told.
void remember_accounts(db::Database& database, AccountsByName const& accounts, ImportRequest const& request)
{
    std::map<std::string, std::int64_t> ids;
    for (auto const& source : request.told_accounts) {
        auto const account = accounts.find(request.account_map.at(source));
        if (account != accounts.end()) {
            ids.emplace(source, account->second.id);
        }
    }
    if (!ids.empty()) {
        db::AccountStore{database}.remember_names(ids);
    }
}

} // namespace

std::optional<StorePlan> plan_storing(db::Database& database, AccountsByName const& known, ReadFiles const& read,
                                      ImportRequest const& request)
{
    StorePlan plan;
    db::InstrumentStore names{database};
    names.hold(db::InstrumentStore::Hold::for_rows);
    plan.accounts = with_created_accounts(database, known, read, request);
    plan.names = file_names(names.resolver(), read, 0);
    plan.instruments = instruments_of(read, plan.accounts, plan.names.names);
    auto const wanted = accounts_to_lock(database, read, plan, request);
    db::AccountStore{database}.lock({wanted.begin(), wanted.end()});
    if (!std::ranges::includes(wanted, accounts_to_lock(database, read, plan, request))) {
        return std::nullopt;
    }
    // Not before the accounts are locked: what an import has added is told by its id, so a greater one may not come
    // first.
    plan.first_import_id = db::ImportStore{database}.next_id(std::ssize(read.files) * (request.update ? 2 : 1));
    plan.names = file_names(names.resolver(), read, plan.first_import_id);
    if (!names.learn(plan.names.names)) {
        return std::nullopt;
    }
    auto multipliers = learn_multipliers(database, plan.names, read, plan.first_import_id);
    if (!multipliers) {
        return std::nullopt;
    }
    plan.multipliers = *std::move(multipliers);
    remember_accounts(database, plan.accounts, request);
    plan.before = positions_before(database, plan.instruments);
    return plan;
}

} // namespace pf::jobs
