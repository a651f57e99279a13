#include "pf/jobs/import_admin.hpp"

#include "pf/base/error.hpp"
#include "pf/db/account_store.hpp"
#include "pf/db/import_store.hpp"
#include "pf/db/position_store.hpp"
#include "pf/db/transaction_store.hpp"
#include "pf/jobs/position_changes.hpp"
#include "pf/jobs/recompute.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

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
        throw Error(ExitCode::bad_data,
                    fmt::format("import {} holds prices or exchange rates, which are not undone", import.id), {},
                    "import a file with the right values; it replaces them");
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

[[noreturn]] void refuse_because_of(std::int64_t import_id, std::vector<lots::Oversell> const& oversells,
                                    db::Database& database)
{
    std::vector<std::string> sales;
    for (auto const& oversell : oversells) {
        auto const imports = db::ImportStore{database}.find(oversell.import_id);
        sales.push_back(fmt::format(
            "{}:{}: sells {} {} on {}, but {} would be held (import {})",
            imports.empty() ? "?" : imports.front().source_file, oversell.line_no, oversell.wanted.to_text(),
            oversell.ticker, base::to_text(base::day_of(oversell.date)), oversell.held.to_text(), oversell.import_id));
    }
    throw Error(ExitCode::bad_data, fmt::format("import {} cannot be undone: later sales depend on it", import_id), {},
                "undo the imports with these sales first", std::move(sales));
}

} // namespace

std::vector<model::NamedImport> list_imports(db::Database& database)
{
    return with_names(database, db::ImportStore{database}.list());
}

ImportDetails show_import(db::Database& database, std::int64_t import_id, std::int64_t limit)
{
    auto imports = get_import(database, import_id);
    return {with_names(database, std::move(imports)), db::TransactionStore{database}.list_import(import_id, limit)};
}

UndoReport undo_import(db::Database& database, std::int64_t import_id)
{
    db::Atomic atomic{database};
    db::TransactionStore transactions{database};
    db::PositionStore positions{database};
    auto const reach = [&] { return transactions.with_transfers(transactions.instruments_of_import(import_id)); };
    auto const locked = accounts_of(get_import(database, import_id), reach());
    db::AccountStore accounts{database};
    accounts.lock({locked.begin(), locked.end()});
    refuse_what_cannot_be_undone(get_import(database, import_id));
    auto const connected = reach(); // nobody adds to it any more
    refuse_unless_within(locked, accounts_of(get_import(database, import_id), connected));

    auto const before = positions.find(connected);
    positions.remove(connected);
    UndoReport report;
    report.import_id = import_id;
    auto const first_day = transactions.first_day_of_import(import_id);
    report.removed = transactions.remove_import(import_id);
    auto const findings = recompute_from_scratch(database, connected);
    if (!findings.oversells.empty()) {
        refuse_because_of(import_id, findings.oversells, database);
    }
    db::ImportStore{database}.mark_undone(import_id);
    std::ranges::for_each(locked, [&](std::int64_t id) { accounts.bump_data_version(id, first_day); });
    report.changes = position_changes(accounts.list(), before, positions.find(connected));
    atomic.commit();
    return report;
}

} // namespace pf::jobs
