#include "pf/base/error.hpp"
#include "pf/db/account_store.hpp"
#include "pf/db/position_store.hpp"
#include "pf/db/transaction_store.hpp"
#include "pf/jobs/books/cash.hpp"
#include "pf/jobs/books/position_changes.hpp"
#include "pf/jobs/books/recompute.hpp"
#include "pf/jobs/ledger/transactions.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/report/ledger.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

namespace pf::jobs {

namespace {

/// The accounts, and those that transfers of their instruments lead to.
std::set<std::int64_t> reached(std::vector<model::Account> const& accounts, std::set<db::Instrument> const& instruments)
{
    std::set<std::int64_t> ids;
    std::ranges::transform(accounts, std::inserter(ids, ids.end()), &model::Account::id);
    std::ranges::transform(instruments, std::inserter(ids, ids.end()), &db::Instrument::account_id);
    return ids;
}

} // namespace

cli::Outcome rebuild(db::Database& database, cli::Common const& common, CorrectionWords const& words, std::ostream& out)
{
    db::Atomic atomic{database};
    auto const accounts = chosen_accounts(database, common.account.value_or(""));
    db::TransactionStore const transactions{database};
    auto const all_instruments = [&] {
        std::set<db::Instrument> instruments;
        for (auto const& account : accounts) {
            instruments.merge(transactions.instruments_of_account(account.id));
        }
        return transactions.connected_with(instruments);
    };
    auto const held = reached(accounts, all_instruments());
    db::AccountStore store{database};
    store.lock({held.begin(), held.end()});
    auto const instruments = all_instruments();
    if (!std::ranges::includes(held, reached(accounts, instruments))) {
        throw Error{ExitCode::busy, "an import has just moved lots to another account", {}, "try again"};
    }
    auto const before = positions_before(database, instruments);
    auto const findings = recompute_from_scratch(database, instruments);
    if (!findings.oversells.empty()) {
        throw Error{ExitCode::bad_data,
                    "sales exceed what is held; nothing was changed",
                    {},
                    "'pf-positions verify' names them"};
    }
    rebook_cash(database, accounts);
    store.bump_data_versions(held, base::earliest_day);
    auto const changes = position_changes(database, instruments, before);
    atomic.end(words.dry_run);
    report::write_rebooked(out, common.account.value_or(""), changes, words.dry_run, common.output);
    return cli::Outcome::ok(words.dry_run ? std::string{}
                                          : fmt::format("{} position{} booked anew", instruments.size(),
                                                        instruments.size() == 1 ? " was" : "s were"));
}

} // namespace pf::jobs
