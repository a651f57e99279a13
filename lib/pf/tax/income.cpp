#include "pf/tax/income.hpp"

#include "pf/base/text.hpp"
#include "pf/lots/amounts.hpp"

#include <fmt/format.h>

#include <span>
#include <string_view>

namespace pf::tax {
namespace {

using model::TransactionType;

constexpr std::string_view tax_withheld = "tax withheld";
constexpr std::string_view other_tax = "other tax";

std::string kind_of(TransactionType type)
{
    switch (type) {
    case TransactionType::dividend:
    case TransactionType::interest:
    case TransactionType::staking:
    case TransactionType::mining:
    case TransactionType::airdrop:
        return base::to_lower(model::to_text(type));
    case TransactionType::notional_distribution:
        return "reinvested";
    case TransactionType::tax:
    case TransactionType::tax_refund:
        return std::string{tax_withheld};
    default:
        return {};
    }
}

} // namespace

void IncomeFinder::add(Entry const& entry)
{
    auto const type = entry.row.type;
    if (!entry.is_own || !m_context.year.has(entry.day)) {
        return;
    }
    m_withholding.note(entry.row, entry.day);
    auto const kind = kind_of(type);
    if (kind.empty()) {
        return;
    }
    Income income{entry.row.ticker, entry.row.account_id, entry.day, kind, Decimal{}, Decimal{}, ref_of(entry)};
    auto const amount = amount_of(entry);
    if (valuation::is_tax(type)) {
        income.withheld = type == TransactionType::tax ? amount : lots::difference(Decimal{}, amount);
    } else {
        income.gross = amount;
    }
    if (!amount) {
        m_assessment.remarks.push_back(
            {fmt::format("{} {}", entry.row.ticker.empty() ? "money" : entry.row.ticker, base::to_text(entry.day)),
             lack_of(entry, m_context.currency), true, ref_of(entry)});
    }
    m_assessment.income.push_back(std::move(income));
}

void IncomeFinder::finish()
{
    for (auto& income : std::span{m_assessment.income}.subspan(m_first)) {
        if (income.kind == tax_withheld && !m_withholding.has(income.account_id, income.ticker, income.day)) {
            income.kind = other_tax;
        }
    }
    m_first = m_assessment.income.size();
    m_withholding.clear();
}

} // namespace pf::tax
