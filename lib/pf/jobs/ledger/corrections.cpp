#include "pf/jobs/ledger/corrections.hpp"

#include "pf/base/error.hpp"
#include "pf/base/sha256.hpp"
#include "pf/base/text.hpp"
#include "pf/base/user.hpp"
#include "pf/db/account_store.hpp"
#include "pf/db/import_store.hpp"
#include "pf/db/instrument_store.hpp"
#include "pf/db/position_store.hpp"
#include "pf/db/transaction_store.hpp"
#include "pf/importer/fingerprint.hpp"
#include "pf/jobs/books/cash.hpp"
#include "pf/jobs/books/multipliers.hpp"
#include "pf/jobs/books/position_changes.hpp"
#include "pf/jobs/books/recompute.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

namespace pf::jobs {

namespace {

using Ids = std::set<std::int64_t>;

/// Its accounts, found and open.
model::Account account_for(db::Database& database, std::string const& name)
{
    auto const account = db::AccountStore{database}.get(name);
    if (account.closed_at) {
        throw Error{ExitCode::bad_data,
                    fmt::format("account {} is closed", base::quoted(name)),
                    {},
                    fmt::format("'pf-ledger accounts reopen {}' lets it take rows again", name)};
    }
    return account;
}

/// What a word stands for; in a row that takes the place of others, what it stood for there.
std::string ticker_of(std::string const& word, Correction const& correction, model::InstrumentNames const& names)
{
    auto const before =
        std::ranges::find(correction.removed, word, [](model::Transaction const& one) { return source_word(one); });
    return before == correction.removed.end() ? names.ticker_of(word) : before->ticker;
}

/// Our tickers in the place of the words it came with.
void resolve(model::Transaction& transaction, Correction const& correction, model::InstrumentNames const& names)
{
    auto const ticker = ticker_of(transaction.ticker, correction, names);
    if (ticker != transaction.ticker) {
        transaction.symbol = std::exchange(transaction.ticker, ticker);
    }
    transaction.counter_ticker = ticker_of(transaction.counter_ticker, correction, names);
    if (!transaction.counter_ticker.empty() && transaction.counter_ticker == transaction.ticker) {
        throw Error{
            ExitCode::bad_data,
            fmt::format("{} would be converted into itself: both names are {}", source_word(transaction), ticker),
            "to_ticker",
            fmt::format("if they are two instruments, 'pf-ledger instruments unalias {}'", source_word(transaction))};
    }
}

/// What the importer leaves to the database: accounts, and rates that lead to another currency than theirs.
std::vector<model::Transaction> with_accounts(db::Database& database, Correction const& correction, Days const& days)
{
    auto const names = db::InstrumentStore{database}.resolver();
    std::vector<model::Transaction> added;
    for (auto const& draft : correction.added) {
        auto const account = account_for(database, draft.account.empty() ? correction.account : draft.account);
        auto& transaction = added.emplace_back(draft.transaction);
        transaction.account_id = account.id;
        resolve(transaction, correction, names);
        if (!draft.fx_currency.is_none() && draft.fx_currency != account.base_currency) {
            transaction.fx_rate.reset();
        }
        if (!draft.counter_account.empty()) {
            transaction.counter_account_id = account_for(database, draft.counter_account).id;
        }
        if (transaction.date_only) {
            transaction.date = days.start_of(transaction, base::day_of(transaction.date));
        }
    }
    return added;
}

Ids accounts_of(std::vector<model::Transaction> const& transactions)
{
    Ids ids;
    std::ranges::transform(transactions, std::inserter(ids, ids.end()), &model::Transaction::account_id);
    return ids;
}

std::set<db::Instrument> instruments_of(std::vector<model::Transaction> const& transactions)
{
    std::set<db::Instrument> instruments;
    for (auto const& transaction : transactions) {
        if (!transaction.ticker.empty()) {
            instruments.insert({transaction.account_id, transaction.ticker});
        }
    }
    return instruments;
}

template <typename Set>
Set united(Set left, Set const& right)
{
    left.insert(right.begin(), right.end());
    return left;
}

Ids with_instruments(Ids ids, std::set<db::Instrument> const& instruments)
{
    std::ranges::transform(instruments, std::inserter(ids, ids.end()), &db::Instrument::account_id);
    return ids;
}

[[noreturn]] void refuse_because_of(db::Database& database, Oversells const& oversells)
{
    std::vector<std::string> sales;
    bool is_of_lots = false;
    oversells.visit([&](lots::Oversell const& oversell) {
        is_of_lots = is_of_lots || names_lots(oversell);
        auto const imports = db::ImportStore{database}.find(oversell.import_id);
        auto const what = names_lots(oversell) || oversell.kind == lots::Oversell::Kind::out_of_range
                              ? fmt::format("of {}: {}", oversell.ticker, text_of(oversell))
                              : fmt::format("takes {} {} on {}, but {} would be held", oversell.wanted.to_text(),
                                            oversell.ticker, base::to_text(oversell.day), oversell.held.to_text());
        sales.push_back(fmt::format("transaction {} ({}:{}) {}", oversell.transaction_id,
                                    imports.empty() ? "?" : imports.front().source_file, oversell.line_no, what));
    });
    auto const first = sales.front();
    sales.erase(sales.begin());
    std::string const hint = is_of_lots ? "nothing was changed; 'pf-positions lots' shows the days of the lots"
                                        : "nothing was changed; correct that first";
    throw Error{ExitCode::bad_data, first, {}, hint, std::move(sales)};
}

/// Every import has a digest of its content.
std::string digest_of(Correction const& correction)
{
    base::Sha256 digest;
    digest.add(correction.what);
    digest.add(correction.reason);
    return digest.hex();
}

/// One correction on its way into the database.
class Booking {
public:
    Booking(db::Database& database, Correction const& correction)
        : m_database(database), m_correction(correction), m_days(db::AccountStore{database}.list())
    {
    }

    CorrectionReport run()
    {
        db::Atomic atomic{m_database};
        db::InstrumentStore{m_database}.hold(db::InstrumentStore::Hold::for_rows);
        m_report.removed = m_correction.removed;
        m_report.added = with_accounts(m_database, m_correction, m_days);
        hold();
        auto const connected = instruments();
        auto const before = positions_before(m_database, connected);
        db::PositionStore{m_database}.remove(connected);
        store();
        auto const after = united(connected, instruments());
        book(after);
        learn_multipliers();
        m_report.changes = position_changes(m_database, after, before);
        m_report.dry_run = m_correction.dry_run;
        if (!m_correction.dry_run) {
            atomic.commit();
        }
        return std::move(m_report);
    }

private:
    /// All that is changed, with what transfers connect.
    [[nodiscard]] std::set<db::Instrument> instruments() const
    {
        return db::TransactionStore{m_database}.connected_with(
            united(instruments_of(m_report.removed), instruments_of(m_report.added)));
    }

    [[nodiscard]] Ids own_accounts() const
    {
        return united(accounts_of(m_report.removed), accounts_of(m_report.added));
    }

    /// Against other writers; what they did before we had the locks is seen.
    void hold()
    {
        m_held = with_instruments(own_accounts(), instruments());
        db::AccountStore{m_database}.lock({m_held.begin(), m_held.end()});
        for (auto const& removed : m_report.removed) {
            if (!db::CorrectionStore{m_database}.find({removed.account_id, removed.id})) {
                throw Error{ExitCode::busy,
                            fmt::format("transaction {} has just been changed", removed.id),
                            {},
                            "look at it again"};
            }
        }
    }

    void store()
    {
        m_report.import_id = db::ImportStore{m_database}.next_id();
        add_imports();
        std::vector<db::TransactionKey> keys;
        for (auto const& removed : m_report.removed) {
            keys.push_back({removed.account_id, removed.id});
        }
        db::CorrectionStore{m_database}.supersede(keys, m_report.import_id);
        add_transactions();
    }

    /// What is added says of its instrument what the books say, or teaches it.
    void learn_multipliers()
    {
        db::InstrumentStore store{m_database};
        for (std::size_t i = 0; i < m_correction.added.size(); ++i) {
            auto const& ticker = m_report.added[i].ticker;
            auto const said = told_multiplier(m_correction.added[i]);
            auto const details = store.find(ticker);
            auto const known = details ? details->multiplier : std::nullopt;
            if (!said || *said == known.value_or(Decimal(1))) {
                continue;
            }
            if (known) {
                refuse_multiplier(ticker, *said, fmt::format("the multiplier of {} is {}", ticker, known->to_text()));
            }
            if (auto const booked = booked_with(m_database, ticker, Decimal(1), *said)) {
                refuse_multiplier(ticker, *said, jobs::told(m_database, *booked));
            }
            if (!store.learn_multiplier(ticker, *said, m_report.import_id)) {
                throw Error{
                    ExitCode::busy, fmt::format("the multiplier of {} has just been told", ticker), {}, "try again"};
            }
            revalue(m_database, ticker);
        }
    }

    [[noreturn]] static void refuse_multiplier(std::string const& ticker, Decimal said, std::string const& because)
    {
        throw Error{
            ExitCode::bad_data,
            fmt::format("quantity times price times {} is not how {} is booked: {}", said.to_text(), ticker, because),
            "multiplier",
            fmt::format("give multiplier=…, or what was paid in total=…; 'pf-ledger instruments set {} "
                        "--multiplier' says what that of the instrument is",
                        ticker)};
    }

    void add_imports()
    {
        model::Import import;
        import.id = m_report.import_id;
        import.format = "pf-ledger";
        import.source_file = m_correction.what;
        import.file_sha256 = digest_of(m_correction);
        import.import_timestamp = base::now();
        import.made_by = base::user_name();
        import.reason = m_correction.reason;
        std::vector<model::Import> imports;
        for (auto const account_id : own_accounts()) {
            import.account_id = account_id;
            import.counts.read = import.counts.inserted =
                std::ranges::count(m_report.added, account_id, &model::Transaction::account_id);
            imports.push_back(import);
        }
        db::ImportStore{m_database}.add(imports);
    }

    void add_transactions()
    {
        db::TransactionStore store{m_database};
        std::set<std::int64_t> accounts;
        std::ranges::transform(m_report.added, std::inserter(accounts, accounts.end()),
                               &model::Transaction::account_id);
        auto next_ids = store.next_ids({accounts.begin(), accounts.end()});
        for (auto& added : m_report.added) {
            added.id = next_ids.at(added.account_id)++;
            added.import_id = m_report.import_id;
            make_unique(added);
        }
        auto writer = store.insert();
        std::ranges::for_each(m_report.added, [&](auto const& added) { writer.add(added); });
        writer.finish();
        if (!m_report.added.empty() && !m_correction.note.empty()) {
            auto const& first = m_report.added.front();
            db::CorrectionStore{m_database}.set_note({first.account_id, first.id}, m_correction.note);
        }
    }

    /// The same may happen twice, but for what the source has given an id.
    void make_unique(model::Transaction& added) const
    {
        db::CorrectionStore const corrections{m_database};
        auto const first = added.fingerprint;
        for (std::uint32_t occurrence = 1; corrections.knows(added); ++occurrence) {
            if (!added.external_id.empty()) {
                throw Error{
                    ExitCode::bad_data,
                    fmt::format("there is a transaction with the id {} already", base::quoted(added.external_id)),
                    "external_id", "edit that one"};
            }
            added.fingerprint = importer::Fingerprinter{}.of_repetition(first, occurrence);
        }
    }

    void book(std::set<db::Instrument> const& instruments)
    {
        auto const reached = with_instruments(own_accounts(), instruments);
        if (!std::ranges::includes(m_held, reached)) {
            throw Error{ExitCode::busy, "an import has just moved these lots to another account", {}, "try again"};
        }
        auto const findings = recompute_from_scratch(m_database, instruments);
        if (!findings.oversells.empty()) {
            refuse_because_of(m_database, findings.oversells);
        }
        db::AccountStore store{m_database};
        auto accounts = store.list();
        std::erase_if(accounts, [&](model::Account const& account) { return !reached.contains(account.id); });
        rebook_cash(m_database, accounts, {m_report.removed, m_report.added});
        store.bump_data_versions(reached, first_day());
    }

    [[nodiscard]] Date first_day() const
    {
        auto first = base::latest_day;
        for (auto const* transactions : {&m_report.removed, &m_report.added}) {
            for (auto const& transaction : *transactions) {
                first = std::min(first, m_days.day_of(transaction));
            }
        }
        return first;
    }

    db::Database& m_database;
    Correction const& m_correction;
    Days m_days;
    Ids m_held;
    CorrectionReport m_report;
};

} // namespace

CorrectionReport correct(db::Database& database, Correction const& correction)
{
    return Booking{database, correction}.run();
}

} // namespace pf::jobs
