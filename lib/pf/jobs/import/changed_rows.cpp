#include "pf/jobs/import/changed_rows.hpp"

#include "pf/base/text.hpp"
#include "pf/db/correction_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>

namespace pf::jobs {

namespace {

using model::Transaction;

std::string moment(Transaction const& transaction, Days const& days)
{
    return transaction.date_only ? base::to_text(days.day_of(transaction)) : base::to_text(transaction.date);
}

std::string words(std::optional<Decimal> const& number)
{
    return number ? number->to_text() : "";
}

std::string split(Transaction const& transaction)
{
    return transaction.split_numerator == 0
               ? ""
               : fmt::format("{}:{}", transaction.split_numerator, transaction.split_denominator);
}

/// The same moment, as far as the row tells it: exports leave out fractions of seconds, or the time.
std::string moment_as_told(Transaction const& stored, Transaction const& now, Days const& days)
{
    bool const tells_less = now.date == std::chrono::floor<std::chrono::seconds>(stored.date) ||
                            (now.date_only && days.day_of(now) == days.day_of(stored));
    return moment(tells_less ? now : stored, days);
}

model::Issue issue_of(importer::Draft const& draft, Difference const& field, std::string const& number,
                      std::string const& file, bool is_update, bool is_by_line)
{
    if (is_update) {
        return {file,
                draft.transaction.line_no,
                field.name,
                field.now,
                fmt::format("takes the place of {} in transaction {}", base::quoted(field.stored), number),
                {}};
    }
    if (is_by_line) {
        return {file,
                draft.transaction.line_no,
                field.name,
                field.now,
                fmt::format("is {} in transaction {}, which stood in this line before and stays as it is",
                            base::quoted(field.stored), number),
                "when the file is right, --update takes it over; when both have happened, --keep books this one too"};
    }
    return {file,
            draft.transaction.line_no,
            field.name,
            field.now,
            fmt::format("is {} in transaction {}, which has the same id and stays as it is", base::quoted(field.stored),
                        number),
            fmt::format("when the file is right, --update takes it over; 'pf-ledger show {}' shows what is booked",
                        number)};
}

} // namespace

std::vector<Difference> differences(Transaction const& stored, Transaction const& now, Days const& days)
{
    std::vector<Difference> fields{
        {"date", moment_as_told(stored, now, days), moment(now, days)},
        {"type", std::string{to_text(stored.type)}, std::string{to_text(now.type)}},
        {"ticker", stored.ticker, now.ticker},
        {"quantity", stored.quantity.to_text(), now.quantity.to_text()},
        {"total", now.total_amount ? words(stored.total_amount) : "", words(now.total_amount)},
        {"currency", std::string{stored.currency.code()}, std::string{now.currency.code()}},
        {"fee", stored.fee.to_text(), now.fee.to_text()},
        {"split", split(stored), split(now)},
        {"to_ticker", stored.counter_ticker, now.counter_ticker},
        {"lots", stored.lots, now.lots},
        {"cost_share", words(stored.cost_share), words(now.cost_share)},
        {"to_account", std::to_string(stored.counter_account_id.value_or(0)),
         std::to_string(now.counter_account_id.value_or(0))}};
    std::erase_if(fields, [](Difference const& field) { return field.stored == field.now; });
    return fields;
}

ByFingerprint stored_of(db::Database& database, std::vector<importer::Draft> const& changed)
{
    std::set<std::int64_t> accounts;
    std::set<std::pair<std::int64_t, model::Fingerprint>> wanted;
    for (auto const& draft : changed) {
        accounts.insert(draft.transaction.account_id);
        wanted.emplace(draft.transaction.account_id, draft.transaction.fingerprint);
    }
    ByFingerprint found;
    db::TransactionStore{database}.visit_by_date(
        {accounts.begin(), accounts.end()}, base::end_of(base::latest_day), [&](Transaction const& stored) {
            if (wanted.contains({stored.account_id, stored.fingerprint})) {
                found.emplace(std::pair{stored.account_id, stored.fingerprint}, stored);
            }
        });
    return found;
}

StoredContents::StoredContents(db::Database& database, std::vector<db::Period> periods,
                               db::CorrectionStore::Superseded corrected)
{
    constexpr std::chrono::days most_that_zones_differ{1};
    auto const add = [&](Transaction const& transaction) {
        if (!transaction.external_id.empty()) {
            m_contents.push_back(content_of(transaction));
        }
    };
    std::vector<std::int64_t> accounts;
    for (auto& period : periods) {
        period.first -= most_that_zones_differ;
        period.last += most_that_zones_differ;
        accounts.push_back(period.account_id);
    }
    db::TransactionStore{database}.visit_periods(periods, add);
    db::CorrectionStore{database}.visit_superseded(accounts, corrected, add);
    std::ranges::sort(m_contents);
}

StoredContents::Content StoredContents::content_of(Transaction const& transaction)
{
    importer::Draft draft;
    draft.transaction = transaction;
    if (transaction.counter_account_id) {
        draft.counter_account = std::to_string(*transaction.counter_account_id);
    }
    return {transaction.account_id, transaction.fingerprint, m_fingerprinter.of_content(draft, {})};
}

bool StoredContents::hold(Transaction const& transaction)
{
    return std::ranges::binary_search(m_contents, content_of(transaction));
}

bool is_one_change(std::vector<Transaction> const& stored, std::vector<Transaction> const& now, Days const& days)
{
    std::set<std::string> names;
    bool is_same_price = true;
    for (std::size_t i = 0; i < now.size() && i < stored.size(); ++i) {
        if (stored[i].account_id != now[i].account_id) {
            return false;
        }
        is_same_price = is_same_price && stored[i].price == now[i].price;
        std::ranges::transform(differences(stored[i], now[i], days), std::inserter(names, names.end()),
                               &Difference::name);
    }
    if (names.contains("quantity") && is_same_price) {
        names.erase("total");
    }
    return stored.size() == now.size() && names.size() <= 1;
}

void tell_changes(db::Database& database, std::vector<importer::Draft> const& changed, ByFingerprint const& by_line,
                  std::string const& file, std::map<std::string, model::Account> const& accounts, Days const& days,
                  bool is_update, model::IssueList& issues)
{
    if (changed.empty()) {
        return;
    }
    std::map<std::int64_t, std::string> names;
    for (auto const& [name, account] : accounts) {
        names.emplace(account.id, name);
    }
    auto found = stored_of(database, changed);
    found.insert(by_line.begin(), by_line.end());
    for (auto const& draft : changed) {
        auto const& now = draft.transaction;
        auto const stored = found.find({now.account_id, now.fingerprint});
        if (stored == found.end()) {
            continue;
        }
        auto const number = fmt::format("{}:{}", names.at(now.account_id), stored->second.id);
        for (auto const& field : differences(stored->second, now, days)) {
            issues.add(
                issue_of(draft, field, number, file, is_update, by_line.contains({now.account_id, now.fingerprint})));
        }
    }
}

} // namespace pf::jobs
