#include "pf/jobs/import/store_files.hpp"

#include "pf/base/text.hpp"
#include "pf/db/account_store.hpp"
#include "pf/db/instrument_store.hpp"
#include "pf/jobs/books/balances.hpp"
#include "pf/jobs/import/book_files.hpp"
#include "pf/jobs/import/reject_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <utility>

namespace pf::jobs {

namespace {

std::vector<WrittenFile> write_files(db::Database& database, StorePlan const& plan, ReadFiles const& read,
                                     LeftOut const& left_out, ImportRequest const& request, Stored& stored,
                                     ReadProgress& progress)
{
    std::vector<WrittenFile> written;
    for (std::size_t i = 0; i < read.files.size(); ++i) {
        auto const& file = read.files[i];
        auto const import_id = plan.first_import_id + static_cast<std::int64_t>(i);
        WriteContext const context{read.companions,
                                   plan.accounts,
                                   request.account,
                                   request.account_map,
                                   left_out.excluded[i],
                                   left_out.as_income[i],
                                   plan.names,
                                   plan.multipliers,
                                   left_out.gaps,
                                   stored.left_out,
                                   import_id,
                                   request.update ? import_id + std::ssize(read.files) : 0,
                                   request.keep,
                                   request.same,
                                   stored.held_back,
                                   stored.remarks,
                                   stored.changed,
                                   request.partial,
                                   progress.of_next_pass(file.input.size())};
        written.push_back(write_file(database, file.input, file.scan, context));
    }
    return written;
}

Contradicted contradicted_by(std::vector<WrittenFile> const& written)
{
    Contradicted contradicted;
    for (auto const& file : written) {
        std::ranges::copy(file.contradictions, std::back_inserter(contradicted.issues));
        contradicted.rows.lines.push_back(file.contradicting);
        contradicted.rows.count += file.contradicting_rows;
    }
    return contradicted;
}

base::SpilledTexts notes_of(BookingFindings const& findings, ReadFiles const& read, std::int64_t first_import_id)
{
    base::SpilledTexts notes;
    findings.dust.visit([&](Dust const& dust) {
        if (dust.import_id >= first_import_id) {
            auto const index = static_cast<std::size_t>(dust.import_id - first_import_id) % read.files.size();
            auto const& file = read.files[index].input.name();
            notes.add(fmt::format("{}:{}: closes {}, which it exceeds by {} (dust)", file, dust.line_no, dust.ticker,
                                  dust.excess.to_text()));
        }
    });
    return notes;
}

/// What the files say is held, and the books do not hold.
model::IssueList unbalanced(db::Database& database, std::vector<WrittenFile> const& written,
                            std::int64_t first_import_id)
{
    std::set<std::int64_t> balanced;
    for (auto const& file : written) {
        balanced.insert(file.balanced_accounts.begin(), file.balanced_accounts.end());
    }
    auto accounts = db::AccountStore{database}.list();
    std::erase_if(accounts, [&](model::Account const& account) { return !balanced.contains(account.id); });
    model::IssueList issues;
    if (!accounts.empty()) {
        auto const compared = compare_balances(database, accounts, first_import_id);
        std::ranges::for_each(compared.differences, [&](auto const& one) { issues.add(issue_of(one)); });
    }
    return issues;
}

/// Prices of what no transaction is of: mistyped where the name is near to one that has none, unless it is still to
/// come.
void note_unused_prices(db::Database& database, std::vector<WrittenFile> const& written, base::SpilledTexts& notes)
{
    auto const tickers = db::InstrumentStore{database}.tickers();
    for (auto const& file : written) {
        std::vector<std::string> unused;
        std::ranges::set_difference(file.changed_prices, tickers, std::back_inserter(unused));
        std::vector<std::string> others;
        for (auto const& ticker : unused) {
            auto const nearest = base::nearest(ticker, {tickers.begin(), tickers.end()});
            if (nearest && !db::InstrumentStore{database}.has_prices(*nearest)) {
                notes.add(fmt::format("{}: no transaction is of {}, which has prices; did you mean {}?",
                                      file.report.file, ticker, *nearest));
            } else {
                others.push_back(ticker);
            }
        }
        if (!others.empty() && !tickers.empty()) {
            notes.add(fmt::format("{}: no transaction is of {}, whose prices came in", file.report.file,
                                  base::some_of(std::move(others))));
        }
    }
}

/// `bad.csv` of the table `Trades`: `bad.Trades.csv`
std::string of_table(std::string const& name, std::string const& file)
{
    auto table = file.substr(file.rfind('#') + 1);
    std::ranges::replace(table, '/', '-');
    auto const path = std::filesystem::path(name);
    return (path.parent_path() / (path.stem().string() + "." + table + path.extension().string())).string();
}

/// \param is_one  of several tables of one file with rejected rows
std::string reject_name(std::string const& file, ImportRequest const& request, bool is_one)
{
    if (!request.reject_file.empty()) {
        return is_one ? of_table(request.reject_file, file) : request.reject_file;
    }
    return (file == "standard input" ? "stdin" : file) + ".rejected.csv";
}

/// Neither the rows nor their reject files are there without the other.
std::vector<model::FileReport> commit(db::Atomic& atomic, std::vector<WrittenFile> written,
                                      ImportRequest const& request)
{
    std::vector<RejectFile> rejects;
    std::vector<model::FileReport> reports;
    auto const with_rejects =
        std::ranges::count_if(written, [](WrittenFile const& file) { return !file.rejected_rows.empty(); });
    for (auto& file : written) {
        if (request.partial && !request.dry_run && !file.rejected_rows.empty()) {
            rejects.push_back(RejectFile::write(reject_name(file.report.file, request, with_rejects > 1), file.header,
                                                file.rejected_rows));
            file.report.reject_file = rejects.back().name();
        }
        reports.push_back(std::move(file.report));
    }
    if (request.dry_run) {
        atomic.roll_back();
    } else {
        atomic.commit();
    }
    std::ranges::for_each(rejects, &RejectFile::keep);
    return reports;
}

std::map<std::int64_t, std::string> names_of(AccountsByName const& accounts)
{
    std::map<std::int64_t, std::string> names;
    for (auto const& [name, account] : accounts) {
        names.emplace(account.id, name);
    }
    return names;
}

} // namespace

StoreAttempt store_files(db::Database& database, AccountsByName const& known, ReadFiles const& read,
                         LeftOut const& left_out, ImportRequest const& request, ReadProgress& progress)
{
    db::Atomic atomic{database};
    auto const plan = plan_storing(database, known, read, request);
    if (!plan) {
        return Outrun{};
    }
    if (!plan->names.issues.empty() && !left_out.has_contradicting_names) {
        return Contradicted{plan->names.issues, rows_that_contradict(plan->names, read, request, progress), true};
    }
    Stored stored;
    auto written = write_files(database, *plan, read, left_out, request, stored, progress);
    if (auto contradicted = contradicted_by(written); !contradicted.issues.empty()) {
        return contradicted;
    }
    auto findings = book_files(database, *plan, written, stored.remarks);
    if (!findings.oversells.empty()) {
        return Oversold{std::move(findings.oversells), plan->first_import_id, names_of(plan->accounts)};
    }
    stored.balances = unbalanced(database, written, plan->first_import_id);
    if (request.strict_balances && !stored.balances.empty()) {
        return Unbalanced{std::move(stored.balances)};
    }
    stored.notes = notes_of(findings, read, plan->first_import_id);
    note_unused_prices(database, written, stored.notes);
    stored.changes = position_changes(database, plan->instruments, plan->before);
    stored.files = commit(atomic, std::move(written), request);
    return stored;
}

} // namespace pf::jobs
