#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/db/account_store.hpp"
#include "pf/db/correction_store.hpp"
#include "pf/jobs/books/days.hpp"
#include "pf/jobs/ledger/transactions.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/jobs/run/words.hpp"
#include "pf/lots/units.hpp"
#include "pf/report/transactions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

namespace pf::jobs {

namespace {

using Types = std::set<model::TransactionType>;

/// A type, or what a file calls the two rows of one event.
Types types_of(std::string const& word)
{
    using enum model::TransactionType;
    static std::map<std::string, Types> const events{{"EXCHANGE", {exchange_out, exchange_in}},
                                                     {"TRANSFER", {transfer_out, transfer_in}}};
    auto const upper = base::to_upper(word);
    if (auto const event = events.find(upper); event != events.end()) {
        return event->second;
    }
    auto const type = model::parse_transaction_type(upper);
    if (!type) {
        throw Error{ExitCode::usage, fmt::format("{} is no type of transaction", base::quoted(word)), "--type",
                    "'pf-import formats' and docs/formats.md name them; a MERGER, a SPINOFF and an EXERCISE are "
                    "CONVERT_OUT and CONVERT_IN"};
    }
    return {*type};
}

/// The words of the command line, read.
class Filter {
public:
    Filter(ListWords const& words, Today const& today)
        : first(day_of_word(words.first, "--from", base::DayEdge::first, today, base::earliest_day)),
          last(day_of_word(words.last, "--to", base::DayEdge::last, today, base::latest_day)),
          m_tickers(words.tickers.begin(), words.tickers.end()),
          m_import(words.import_id),
          m_text(base::to_lower(words.text))
    {
        for (auto const& word : words.types) {
            m_types.merge(types_of(word));
        }
    }

    [[nodiscard]] bool has(db::NotedTransaction const& noted, Date day) const
    {
        auto const& transaction = noted.transaction;
        return first <= day && day <= last &&
               (m_tickers.empty() || m_tickers.contains(transaction.ticker) ||
                m_tickers.contains(transaction.symbol)) &&
               (m_types.empty() || m_types.contains(transaction.type)) &&
               (!m_import || *m_import == transaction.import_id) && (m_text.empty() || mentions(noted));
    }

    Date const first;
    Date const last;

private:
    [[nodiscard]] bool mentions(db::NotedTransaction const& noted) const
    {
        auto const& transaction = noted.transaction;
        for (auto const* text :
             {&transaction.ticker, &transaction.description, &transaction.external_id, &noted.note}) {
            if (base::to_lower(*text).find(m_text) != std::string::npos) {
                return true;
            }
        }
        return false;
    }

    std::set<std::string> m_tickers;
    Types m_types;
    std::optional<std::int64_t> m_import;
    std::string m_text;
};

/// The units of each instrument of one account after the row; nothing for a row that moves none.
class RunningUnits {
public:
    std::optional<Decimal> after(model::Transaction const& row)
    {
        if (row.account_id != m_account_id) {
            m_units.clear();
            m_account_id = row.account_id;
        }
        if (!lots::moves_units(row)) {
            return std::nullopt;
        }
        auto& units = m_units[row.ticker];
        units = lots::units_after(units, row);
        return units;
    }

private:
    std::int64_t m_account_id = 0;
    std::map<std::string, Decimal> m_units;
};

} // namespace

cli::Outcome list_transactions(db::Database& database, cli::Common const& common, ListWords const& words,
                               std::ostream& out)
{
    Filter const filter{words, today_of(database, common.account.value_or(""))};
    db::Atomic const snapshot{database, db::Atomic::Mode::read};
    Days const days{db::AccountStore{database}.list()};
    std::map<std::int64_t, std::string> names;
    for (auto const& account : db::AccountStore{database}.list()) {
        names.emplace(account.id, account.name);
    }
    std::vector<std::int64_t> ids;
    std::ranges::transform(chosen_accounts(database, common.account.value_or("")), std::back_inserter(ids),
                           &model::Account::id);
    report::Stream<report::TransactionRow> const rows{[&](auto const& receiver) {
        RunningUnits running;
        db::CorrectionStore{database}.visit(ids, days.end_of(filter.last), [&](db::NotedTransaction const& noted) {
            auto const& row = noted.transaction;
            auto const held = running.after(row);
            auto const day = days.day_of(row);
            if (filter.has(noted, day)) {
                receiver({names.at(row.account_id), row, day,
                          row.counter_account_id ? names.at(*row.counter_account_id) : "", noted.note, held});
            }
        });
    }};
    report::write_transactions(out, rows, ids.size() > 1, common.output);
    return cli::Outcome::ok();
}

} // namespace pf::jobs
