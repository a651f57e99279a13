#include "pf/jobs/import/import_admin.hpp"

#include "pf/base/error.hpp"
#include "pf/db/account_store.hpp"
#include "pf/db/balance_store.hpp"
#include "pf/db/correction_store.hpp"
#include "pf/db/import_store.hpp"
#include "pf/db/instrument_store.hpp"
#include "pf/db/position_store.hpp"
#include "pf/db/transaction_store.hpp"
#include "pf/jobs/books/cash.hpp"
#include "pf/jobs/books/findings.hpp"
#include "pf/jobs/books/position_changes.hpp"
#include "pf/jobs/books/recompute.hpp"
#include "pf/report/imports.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

namespace pf::jobs {

namespace {

std::vector<model::NamedImport> with_names(db::Database& database, std::vector<model::Import> imports)
{
    std::map<std::int64_t, std::string> names;
    for (auto const& account : db::AccountStore{database}.list()) {
        names[account.id] = account.name;
    }
    std::vector<model::NamedImport> result;
    result.reserve(imports.size());
    for (auto& import : imports) {
        result.push_back({names[import.account_id], std::move(import)});
    }
    return result;
}

std::vector<model::Import> get_import(db::Database& database, std::int64_t import_id)
{
    auto imports = db::ImportStore{database}.find(import_id);
    if (imports.empty()) {
        throw Error(ExitCode::no_input, fmt::format("there is no import {}", import_id), {},
                    "'pf-import list' shows them");
    }
    return imports;
}

void refuse_what_cannot_be_undone(std::vector<model::Import> const& imports)
{
    auto const& import = imports.front();
    if (import.undone_at) {
        throw Error(ExitCode::bad_data,
                    fmt::format("import {} was undone at {}", import.id, base::to_text(*import.undone_at)));
    }
    if (import.format == "prices" || import.format == "fx") {
        throw Error(
            ExitCode::bad_data,
            fmt::format("import {} holds prices or exchange rates, which are not undone", import.id), {},
            "import a file with the right values, which replaces them; 'pf-prices remove' takes wrong ones away");
    }
}

std::set<std::int64_t> accounts_of(std::vector<model::Import> const& imports,
                                   std::set<db::Instrument> const& instruments)
{
    std::set<std::int64_t> ids;
    std::ranges::transform(imports, std::inserter(ids, ids.end()), &model::Import::account_id);
    std::ranges::transform(instruments, std::inserter(ids, ids.end()), &db::Instrument::account_id);
    return ids;
}

/// A transfer that was committed while the locks were waited for may lead to one account more.
void refuse_unless_within(std::set<std::int64_t> const& locked, std::set<std::int64_t> const& needed)
{
    if (!std::ranges::includes(locked, needed)) {
        throw Error(ExitCode::busy, "another import has just moved these lots to another account", {}, "try again");
    }
}

[[noreturn]] void refuse_because_of(std::int64_t import_id, Oversells const& oversells, db::Database& database)
{
    std::vector<std::string> sales;
    oversells.visit([&](lots::Oversell const& oversell) {
        auto const imports = db::ImportStore{database}.find(oversell.import_id);
        auto const what = oversell.kind == lots::Oversell::Kind::units_missing
                              ? fmt::format("sells {} {} on {}, but {} would be held", oversell.wanted.to_text(),
                                            oversell.ticker, base::to_text(oversell.day), oversell.held.to_text())
                              : oversell.ticker + ": " + text_of(oversell);
        sales.push_back(fmt::format("{}:{}: {} (import {})", imports.empty() ? "?" : imports.front().source_file,
                                    oversell.line_no, what, oversell.import_id));
    });
    throw Error(ExitCode::bad_data, fmt::format("import {} cannot be undone: later sales depend on it", import_id), {},
                "undo the imports with these sales first", std::move(sales));
}

/// The accounts that imports brought rows into.
std::vector<model::Account> accounts_with_rows(db::Database& database, std::set<std::int64_t> const& import_ids)
{
    std::set<std::int64_t> with_rows;
    for (auto const import_id : import_ids) {
        std::ranges::transform(get_import(database, import_id), std::inserter(with_rows, with_rows.end()),
                               &model::Import::account_id);
    }
    auto accounts = db::AccountStore{database}.list();
    std::erase_if(accounts, [&](model::Account const& account) { return !with_rows.contains(account.id); });
    return accounts;
}

/// What imports have added to or have taken the place of, and what transfers connect with it.
std::set<db::Instrument> reach_of(db::Database& database, std::set<std::int64_t> const& import_ids)
{
    db::TransactionStore const transactions{database};
    std::set<db::Instrument> instruments;
    for (auto const import_id : import_ids) {
        instruments.merge(transactions.instruments_of_import(import_id));
        for (auto const& superseded : db::CorrectionStore{database}.superseded_by(import_id)) {
            if (!superseded.transaction.ticker.empty()) {
                instruments.insert({superseded.transaction.account_id, superseded.transaction.ticker});
            }
        }
    }
    return transactions.connected_with(instruments);
}

/// A day that nothing which imports have changed is before.
Date first_day_of(db::Database& database, std::set<std::int64_t> const& import_ids)
{
    auto first = base::latest_day;
    for (auto const import_id : import_ids) {
        first = std::min(first, db::TransactionStore{database}.first_day_of_import(import_id));
        for (auto const& superseded : db::CorrectionStore{database}.superseded_by(import_id)) {
            first = std::min(first, base::day_of(superseded.transaction.date) - std::chrono::days{1});
        }
    }
    return first;
}

} // namespace

std::vector<model::NamedImport> list_imports(db::Database& database)
{
    return with_names(database, db::ImportStore{database}.list());
}

void show_import(db::Database& database, std::int64_t import_id, std::optional<std::int64_t> limit,
                 OutputStyle const& style, std::ostream& out)
{
    constexpr std::int64_t most_in_a_table = 20;
    db::Atomic const view{database, db::Atomic::Mode::read};
    auto const accounts = with_names(database, get_import(database, import_id));
    db::TransactionStore const store{database};
    auto const total = store.count_import(import_id);
    auto const shown = std::min(total, limit.value_or(style.format == OutputFormat::table ? most_in_a_table : total));
    auto const visit = [&](auto const& visitor) { store.visit_import(import_id, shown, visitor); };
    report::write_import_details(out, accounts, {visit, shown, total}, style);
}

report::UndoneImport undo_import(db::Database& database, std::int64_t import_id, bool dry_run)
{
    db::Atomic atomic{database};
    db::InstrumentStore{database}.hold(db::InstrumentStore::Hold::for_rows);
    db::TransactionStore transactions{database};
    db::CorrectionStore corrections{database};
    auto const first_reach = reach_of(database, corrections.with_corrections(import_id));
    auto const locked = accounts_of(get_import(database, import_id), first_reach);
    db::AccountStore accounts{database};
    accounts.lock({locked.begin(), locked.end()});
    refuse_what_cannot_be_undone(get_import(database, import_id));
    auto const undone = corrections.with_corrections(import_id); // nobody adds to it any more
    auto const connected = reach_of(database, undone);
    refuse_unless_within(locked, accounts_of(get_import(database, import_id), connected));

    auto const before = positions_before(database, connected);
    db::PositionStore{database}.remove(connected);
    report::UndoneImport report;
    report.dry_run = dry_run;
    report.import_id = import_id;
    report.corrections = undone;
    report.corrections.erase(import_id);
    auto const first_day = first_day_of(database, undone);
    report.removed = corrections.take_back(undone);
    report.removed_balances = db::BalanceStore{database}.remove_imports(undone);
    db::InstrumentStore{database}.forget(undone);
    auto const after = transactions.connected_with(connected);
    auto const findings = recompute_from_scratch(database, after);
    if (!findings.oversells.empty()) {
        refuse_because_of(import_id, findings.oversells, database);
    }
    rebook_cash(database, accounts_with_rows(database, undone));
    std::ranges::for_each(undone, [&](std::int64_t id) { db::ImportStore{database}.mark_undone(id); });
    accounts.bump_data_versions(locked, first_day);
    report.changes = position_changes(database, after, before);
    atomic.end(dry_run);
    return report;
}

} // namespace pf::jobs
