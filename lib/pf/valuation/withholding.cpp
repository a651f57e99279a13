#include "pf/valuation/withholding.hpp"

namespace pf::valuation {

using model::TransactionType;

bool is_income(TransactionType type)
{
    switch (type) {
    case TransactionType::dividend:
    case TransactionType::interest:
    case TransactionType::staking:
    case TransactionType::mining:
    case TransactionType::airdrop:
        return true;
    default:
        return false;
    }
}

bool is_tax(TransactionType type)
{
    return type == TransactionType::tax || type == TransactionType::tax_refund;
}

void Withholding::note(model::Transaction const& row, Date day)
{
    if (is_income(row.type)) {
        m_paying.emplace(row.account_id, day, row.ticker);
    } else if (row.type == TransactionType::buy || row.type == TransactionType::sell) {
        m_traded.emplace(row.account_id, day, row.ticker);
    }
}

bool Withholding::has(std::int64_t account_id, std::string const& ticker, Date day) const
{
    Place const place{account_id, day, ticker};
    return m_paying.contains(place) || (!ticker.empty() && !m_traded.contains(place));
}

void Withholding::clear()
{
    m_paying.clear();
    m_traded.clear();
}

} // namespace pf::valuation
