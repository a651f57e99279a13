#include "pf/jobs/import_files.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/db/account_store.hpp"
#include "pf/db/import_store.hpp"
#include "pf/db/position_store.hpp"
#include "pf/jobs/import_scan.hpp"
#include "pf/jobs/import_write.hpp"
#include "pf/jobs/position_changes.hpp"
#include "pf/jobs/recompute.hpp"
#include "pf/jobs/reject_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <iterator>
#include <numeric>
#include <utility>

namespace pf::jobs {

namespace {

/// A file through all stages.
struct Work {
    ImportInput input;
    FileScan scan;
    std::string sha256;
    ExcludedRows excluded;
};

/// Bytes of all files and all passes as one number.
class Progress {
public:
    Progress(ImportProgress report, std::int64_t bytes) : m_report(std::move(report)), m_total(bytes) {}

    BytesRead of_next_pass(std::int64_t bytes)
    {
        auto const before = std::exchange(m_before, m_before + bytes);
        return [this, before](std::int64_t done) {
            if (m_report) {
                m_report(std::min(before + done, m_total), m_total);
            }
        };
    }

private:
    ImportProgress m_report;
    std::int64_t m_total;
    std::int64_t m_before = 0;
};

class FileImport {
public:
    FileImport(db::Database& database, importer::Catalog const& catalog, ImportRequest const& request)
        : m_database(database), m_catalog(catalog), m_request(request)
    {
    }

    model::ImportReport run()
    {
        m_report.dry_run = m_request.dry_run;
        read_everything();
        m_accounts = known_accounts();
        refuse_unknown_accounts();
        if (!m_report.issues.empty() && !m_request.partial) {
            report_unstored();
            return std::move(m_report);
        }
        while (!store_everything()) {
        }
        return std::move(m_report);
    }

private:
    void read_everything()
    {
        std::int64_t bytes = 0;
        for (auto const& path : m_request.files) {
            m_work.push_back({ImportInput::open(path, m_request.format, m_catalog), {}, {}, {}});
            bytes += bytes_to_scan(m_work.back().input) + m_work.back().input.size();
        }
        for (auto const& work : m_work) {
            m_companions.collect(work.input.source(), work.input.format());
        }
        m_progress.emplace(m_request.progress, bytes);
        for (auto& work : m_work) {
            auto hash = std::async(std::launch::async, [&work] { return work.input.sha256(); });
            work.scan = scan(work.input, m_companions, m_request.account, is_large(work.input),
                             m_progress->of_next_pass(bytes_to_scan(work.input)));
            work.sha256 = hash.get();
            std::ranges::copy(work.scan.issues, std::back_inserter(m_report.issues));
        }
    }

    [[nodiscard]] bool is_large(ImportInput const& input) const
    {
        return input.size() > m_request.most_bytes_remembered;
    }

    [[nodiscard]] std::int64_t bytes_to_scan(ImportInput const& input) const
    {
        return is_large(input) ? 2 * input.size() : input.size();
    }

    [[nodiscard]] std::map<std::string, model::Account> known_accounts()
    {
        db::AccountStore const store{m_database};
        static_cast<void>(m_request.create_accounts ? store.find(m_request.account) : store.get(m_request.account));
        std::map<std::string, model::Account> accounts;
        for (auto& account : store.list()) {
            auto name = account.name;
            accounts.emplace(std::move(name), std::move(account));
        }
        return accounts;
    }

    void refuse_unknown_accounts()
    {
        if (m_request.create_accounts) {
            return;
        }
        for (auto const& work : m_work) {
            for (auto const& [name, account] : work.scan.accounts) {
                if (!m_accounts.contains(name)) {
                    m_report.issues.push_back({work.input.name(), account.first_line, "account", name, "does not exist",
                                               "--create-accounts opens it; or mend the name"});
                }
            }
        }
    }

    void report_unstored()
    {
        m_report.refused = true;
        for (auto const& work : m_work) {
            model::FileReport file;
            file.file = work.input.name();
            file.format = importer::name_of(work.input.format());
            file.file_sha256 = work.sha256;
            file.counts.read = work.scan.rows;
            m_report.files.push_back(std::move(file));
        }
    }

    /// One database transaction for all files.
    /// \return  false, when it is to be tried again: without rows that cannot be booked, or with more locks
    bool store_everything()
    {
        db::Atomic atomic{m_database};
        create_accounts();
        if (!lock_accounts()) {
            return false;
        }
        auto const candidates = instruments_of_files();
        auto const before = db::PositionStore{m_database}.find(candidates);
        auto const first_import_id = db::ImportStore{m_database}.next_id(std::ssize(m_work));
        write_files(first_import_id);
        auto const findings = update_positions(first_import_id);
        if (!findings.oversells.empty()) {
            return leave_out(findings.oversells, first_import_id);
        }
        note_dust(findings, first_import_id);
        m_report.changes = position_changes(db::AccountStore{m_database}.list(), before,
                                            db::PositionStore{m_database}.find(candidates));
        finish(atomic);
        return true;
    }

    void create_accounts()
    {
        if (!m_request.create_accounts) {
            return;
        }
        m_accounts = known_accounts();
        create_account(m_request.account);
        for (auto const& work : m_work) {
            for (auto const& [name, account] : work.scan.accounts) {
                create_account(name);
            }
        }
    }

    void create_account(std::string const& name)
    {
        if (!m_accounts.contains(name)) {
            db::AccountStore store{m_database};
            m_accounts.emplace(name, store.create(name, m_request.base_currency, model::BookingMethod::fifo));
        }
    }

    /// \return  false, when meanwhile a transfer connected these accounts with one that is not held
    bool lock_accounts()
    {
        auto const wanted = accounts_to_lock();
        db::AccountStore{m_database}.lock({wanted.begin(), wanted.end()});
        return std::ranges::includes(wanted, accounts_to_lock());
    }

    [[nodiscard]] std::set<std::int64_t> accounts_to_lock() const
    {
        std::set<std::int64_t> ids{m_accounts.at(m_request.account).id};
        for (auto const& instrument : db::TransactionStore{m_database}.with_transfers(instruments_of_files())) {
            ids.insert(instrument.account_id);
        }
        for (auto const& work : m_work) {
            for (auto const& [name, account] : work.scan.accounts) {
                if (m_accounts.contains(name)) {
                    ids.insert(m_accounts.at(name).id);
                }
            }
        }
        if (std::ranges::any_of(m_work, [](Work const& work) { return work.scan.has_market_data; })) {
            // Prices and rates change positions of every account.
            std::ranges::transform(db::AccountStore{m_database}.list(), std::inserter(ids, ids.end()),
                                   &model::Account::id);
        }
        return ids;
    }

    [[nodiscard]] std::set<db::Instrument> instruments_of_files() const
    {
        std::set<db::Instrument> instruments;
        for (auto const& work : m_work) {
            for (auto const& [name, account] : work.scan.accounts) {
                auto const known = m_accounts.find(name);
                if (known == m_accounts.end()) {
                    continue;
                }
                for (auto const& ticker : account.tickers) {
                    instruments.insert({known->second.id, ticker});
                }
            }
        }
        return instruments;
    }

    void write_files(std::int64_t first_import_id)
    {
        m_written.clear();
        auto import_id = first_import_id;
        for (auto const& work : m_work) {
            WriteContext const context{
                m_companions, m_accounts,  m_request.account, work.excluded,
                import_id++,  work.sha256, m_request.partial, m_progress->of_next_pass(work.input.size())};
            m_written.push_back(write_file(m_database, work.input, work.scan, context));
        }
    }

    BookingFindings update_positions(std::int64_t first_import_id)
    {
        FirstChanges touched;
        std::set<std::int64_t> changed;
        std::set<std::string> priced;
        std::set<db::Instrument> booked;
        auto first_change = base::latest_day;
        bool rates_changed = false;
        for (auto const& file : m_written) {
            for (auto const& [instrument, moment] : file.touched) {
                auto const [first, is_new] = touched.try_emplace(instrument, moment);
                first->second = std::min(first->second, moment);
                booked.insert(instrument);
            }
            first_change = std::min(first_change, file.first_change.value_or(first_change));
            changed.insert(file.changed_accounts.begin(), file.changed_accounts.end());
            priced.insert(file.changed_prices.begin(), file.changed_prices.end());
            rates_changed = rates_changed || file.changed_rates;
        }
        if (rates_changed || !priced.empty()) {
            std::ranges::transform(m_accounts, std::inserter(changed, changed.end()),
                                   [](auto const& entry) { return entry.second.id; });
        }
        // A transfer carries what changed into another account.
        for (auto const& instrument : db::TransactionStore{m_database}.with_transfers(booked)) {
            changed.insert(instrument.account_id);
        }
        for (auto const account_id : changed) {
            db::AccountStore{m_database}.bump_data_version(account_id, first_change);
        }
        BookingFindings findings;
        if (rates_changed) {
            auto dependent = db::TransactionStore{m_database}.depending_on_rates();
            std::ranges::transform(touched, std::inserter(dependent, dependent.end()),
                                   &FirstChanges::value_type::first);
            findings = recompute_from_scratch(m_database, dependent);
        } else if (!touched.empty()) {
            findings = recompute(m_database, touched, first_import_id);
        }
        db::PositionStore{m_database}.refresh_prices(priced);
        return findings;
    }

    /// Rows that sell more than is held become issues.
    bool leave_out(std::vector<lots::Oversell> const& oversells, std::int64_t first_import_id)
    {
        bool can_go_on = m_request.partial;
        for (auto const& oversell : oversells) {
            auto const index = oversell.import_id - first_import_id;
            auto const ours = index >= 0;
            auto issue = issue_of(oversell, ours ? m_work[static_cast<std::size_t>(index)].input.name()
                                                 : stored_file(oversell.import_id));
            can_go_on =
                can_go_on && ours && m_work[static_cast<std::size_t>(index)].excluded.insert(oversell.line_no).second;
            m_report.issues.push_back(std::move(issue));
        }
        if (can_go_on) {
            m_progress.emplace(ImportProgress{}, 0);
            return false;
        }
        report_unstored();
        return true;
    }

    [[nodiscard]] std::string stored_file(std::int64_t import_id)
    {
        auto const imports = db::ImportStore{m_database}.find(import_id);
        return imports.empty() ? "an earlier import"
                               : fmt::format("{} (import {})", imports.front().source_file, import_id);
    }

    static model::Issue issue_of(lots::Oversell const& oversell, std::string file)
    {
        model::Issue issue{std::move(file), oversell.line_no, "quantity", oversell.wanted.to_text(), {}, {}};
        auto const day = base::to_text(base::day_of(oversell.date));
        switch (oversell.kind) {
        case lots::Oversell::Kind::units_missing:
            issue.reason =
                fmt::format("is more {} than the {} held on {}", oversell.ticker, oversell.held.to_text(), day);
            issue.hint =
                "import the earlier statement too, in the same command, or open the position with a TRANSFER_IN row";
            break;
        case lots::Oversell::Kind::split_of_nothing:
            issue.reason = fmt::format("would be added by a split, but no {} is held on {}", oversell.ticker, day);
            issue.hint = "import the earlier statement too, in the same command";
            break;
        case lots::Oversell::Kind::split_to_nothing:
            issue.reason = fmt::format("a split on {} leaves nothing of the {} {} held", day, oversell.held.to_text(),
                                       oversell.ticker);
            issue.hint = "check the split's ratio: new units:old units";
            break;
        }
        return issue;
    }

    void note_dust(BookingFindings const& findings, std::int64_t first_import_id)
    {
        for (auto const& dust : findings.dust) {
            if (dust.import_id >= first_import_id) {
                auto const& file = m_work[static_cast<std::size_t>(dust.import_id - first_import_id)].input.name();
                m_report.notes.push_back(fmt::format("{}:{}: closes {}, which it exceeds by {} (dust)", file,
                                                     dust.line_no, dust.ticker, dust.excess.to_text()));
            }
        }
    }

    void finish(db::Atomic& atomic)
    {
        std::vector<RejectFile> rejects;
        for (auto& file : m_written) {
            if (m_request.partial && !m_request.dry_run && !file.rejected_rows.empty()) {
                rejects.push_back(RejectFile::write(reject_name(file.report.file), file.header, file.rejected_rows));
                file.report.reject_file = rejects.back().name();
            }
            m_report.files.push_back(file.report);
        }
        if (m_request.dry_run) {
            atomic.roll_back();
            return;
        }
        atomic.commit();
        m_report.stored = true;
        std::ranges::for_each(rejects, &RejectFile::keep);
    }

    [[nodiscard]] std::string reject_name(std::string const& file) const
    {
        if (!m_request.reject_file.empty()) {
            return m_request.reject_file;
        }
        return (file == "standard input" ? "stdin" : file) + ".rejected.csv";
    }

    db::Database& m_database;
    importer::Catalog const& m_catalog;
    ImportRequest const& m_request;
    importer::Companions m_companions;
    std::vector<Work> m_work;
    std::map<std::string, model::Account> m_accounts;
    std::optional<Progress> m_progress;
    std::vector<WrittenFile> m_written;
    model::ImportReport m_report;
};

} // namespace

model::ImportReport import_files(db::Database& database, importer::Catalog const& catalog, ImportRequest const& request)
{
    return FileImport{database, catalog, request}.run();
}

} // namespace pf::jobs
