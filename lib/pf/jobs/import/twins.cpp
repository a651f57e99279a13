#include "pf/jobs/import/twins.hpp"

#include <chrono>
#include <utility>

namespace pf::jobs {

namespace {

constexpr std::chrono::seconds second{1};

Timestamp without_fraction(Timestamp moment)
{
    return std::chrono::floor<std::chrono::seconds>(moment);
}

bool has_fraction(model::Transaction const& transaction)
{
    return without_fraction(transaction.date) != transaction.date;
}

} // namespace

Twins::Twins(db::Database& database, std::vector<db::Period> periods)
{
    for (auto& period : periods) {
        period.first = without_fraction(period.first);
        period.last = without_fraction(period.last) + second;
    }
    db::TransactionStore{database}.visit_periods(periods,
                                                 [this](model::Transaction const& transaction) { add(transaction); });
}

Twins::Key Twins::key_of(std::int64_t account_id, importer::Draft draft)
{
    draft.transaction.date = without_fraction(draft.transaction.date);
    return {account_id, m_fingerprinter.of_content(draft, {})};
}

void Twins::add(model::Transaction const& transaction)
{
    if (transaction.counter_account_id) {
        return;
    }
    importer::Draft draft;
    draft.transaction = transaction;
    draft.transaction.ticker = source_word(transaction);
    auto& count = m_counts[key_of(transaction.account_id, std::move(draft))];
    auto& kind = !transaction.external_id.empty() ? count.with_id
                 : has_fraction(transaction)      ? count.with_fraction
                                                  : count.without_either;
    ++kind;
}

bool Twins::take(std::int64_t account_id, importer::Draft const& draft)
{
    auto const found = m_counts.empty() ? m_counts.end() : m_counts.find(key_of(account_id, draft));
    if (found == m_counts.end()) {
        return false;
    }
    auto& count = found->second;
    bool const has_id = !draft.transaction.external_id.empty();
    auto& other_detail = has_fraction(draft.transaction) ? count.without_either : count.with_fraction;
    for (auto* const twins :
         {has_id ? &count.with_fraction : &count.with_id, has_id ? &count.without_either : &other_detail}) {
        if (*twins > 0) {
            --*twins;
            return true;
        }
    }
    return false;
}

} // namespace pf::jobs
