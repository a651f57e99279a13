#include "pf/jobs/import/gaps.hpp"

#include "pf/jobs/import/scan.hpp"

#include <algorithm>
#include <iterator>

namespace pf::jobs {

using model::TransactionType;

namespace {

std::vector<model::Account> all_of(AccountsByName const& accounts)
{
    std::vector<model::Account> all;
    std::ranges::transform(accounts, std::back_inserter(all), &AccountsByName::value_type::second);
    return all;
}

/// Does it change how many units there are, or what they cost?
bool moves_units(TransactionType type)
{
    return model::opens_lot(type) || model::reduces_lots(type) || model::converts(type) || model::changes_cost(type) ||
           type == TransactionType::split;
}

/// Does what it makes of the books hang on the units that are there?
bool uses_units(model::Transaction const& transaction)
{
    switch (transaction.type) {
    case TransactionType::sell:
    case TransactionType::expire:
    case TransactionType::transfer_out:
    case TransactionType::convert_out:
    case TransactionType::return_of_capital:
    case TransactionType::notional_distribution:
        return true;
    case TransactionType::fee:
    case TransactionType::split: // one by a ratio is the same for each unit
        return !transaction.quantity.is_zero();
    default:
        return false;
    }
}

bool is_earlier(Gap const& left, Gap const* right)
{
    return right == nullptr || left.since < right->since;
}

} // namespace

Gaps::Gaps(AccountsByName const& accounts, std::string const& default_account)
    : m_accounts(accounts), m_default_account(default_account), m_days(all_of(accounts))
{
}

std::string const& Gaps::name_of(importer::Draft const& draft) const
{
    return jobs::account_of(draft, m_default_account);
}

model::Account const* Gaps::account_of(importer::Draft const& draft) const
{
    auto const found = m_accounts.find(name_of(draft));
    return found == m_accounts.end() ? nullptr : &found->second;
}

/// As it will be booked: a day begins when it does in its account.
Timestamp Gaps::moment_of(importer::Draft const& draft) const
{
    auto const* const account = account_of(draft);
    if (!draft.transaction.date_only || account == nullptr) {
        return draft.transaction.date;
    }
    auto const sender = m_accounts.find(draft.counter_account);
    model::Transaction row;
    row.type = draft.transaction.type;
    row.account_id = account->id;
    if (sender != m_accounts.end()) {
        row.counter_account_id = sender->second.id;
    }
    return m_days.start_of(row, base::day_of(draft.transaction.date));
}

bool Gaps::rests(importer::Draft const& draft) const
{
    auto const* const account = account_of(draft);
    bool const may_be_short = account != nullptr && account->allows_short;
    return uses_units(draft.transaction) || (may_be_short && moves_units(draft.transaction.type));
}

bool Gaps::note(std::map<Instrument, Gap>& gaps, importer::Draft const& draft, Gap const& gap) const
{
    auto const [known, is_new] = gaps.try_emplace({name_of(draft), draft.transaction.ticker}, gap);
    bool const is_first = is_new || is_earlier(gap, &known->second);
    if (is_first) {
        known->second = gap;
    }
    return is_first;
}

bool Gaps::add(std::vector<importer::Draft> const& drafts, std::string const& file, std::int64_t line, Why why)
{
    bool is_more = false;
    for (auto const& draft : drafts) {
        Gap const gap{moment_of(draft), file, line};
        if (model::exchanges_money(draft.transaction.type)) {
            is_more = m_exchanges.try_emplace({name_of(draft), gap.since}, gap).second || is_more;
        } else if (moves_units(draft.transaction.type)) {
            is_more = note(m_units, draft, gap) || is_more;
        }
        if (why == Why::impossible && model::reduces_lots(draft.transaction.type)) {
            is_more = note(m_shorts, draft, gap) || is_more;
        }
    }
    return is_more;
}

Gap const* Gaps::under(importer::Draft const& draft) const
{
    auto const& ticker = draft.transaction.ticker;
    Gap const* first = nullptr;
    auto const look_into = [&](std::map<Instrument, Gap> const& gaps, std::string const& of_ticker) {
        auto const gap = gaps.find({name_of(draft), of_ticker});
        if (gap != gaps.end() && is_earlier(gap->second, first)) {
            first = &gap->second;
        }
    };
    if (!ticker.empty() && rests(draft)) {
        look_into(m_units, "");
        look_into(m_units, ticker);
    }
    if (!ticker.empty() && moves_units(draft.transaction.type)) {
        look_into(m_shorts, ticker);
    }
    return first != nullptr && first->since <= moment_of(draft) ? first : nullptr;
}

Gap const* Gaps::under(std::vector<importer::Draft> const& drafts) const
{
    if (m_units.empty() && m_exchanges.empty()) {
        return nullptr;
    }
    if (drafts.size() == 1 && model::exchanges_money(drafts.front().transaction.type)) {
        auto const other_side = m_exchanges.find({name_of(drafts.front()), moment_of(drafts.front())});
        return other_side == m_exchanges.end() ? nullptr : &other_side->second;
    }
    for (auto const& draft : drafts) {
        if (auto const* const gap = under(draft)) {
            return gap;
        }
    }
    return nullptr;
}

} // namespace pf::jobs
