#include "pf/tax/income.hpp"

#include "pf/base/text.hpp"
#include "pf/lots/amounts.hpp"

#include <fmt/format.h>

namespace pf::tax {
namespace {

using model::TransactionType;

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
        return "tax withheld";
    default:
        return {};
    }
}

} // namespace

void add_income(Entry const& entry, Context const& context, Assessment& assessment)
{
    auto const type = entry.row.type;
    auto const kind = kind_of(type);
    if (kind.empty() || !entry.is_own || !context.year.has(entry.day)) {
        return;
    }
    Income income{entry.row.ticker, entry.row.account_id, entry.day, kind, Decimal{}, Decimal{}, ref_of(entry)};
    auto const amount = amount_of(entry);
    if (type == TransactionType::tax || type == TransactionType::tax_refund) {
        income.withheld = type == TransactionType::tax ? amount : lots::difference(Decimal{}, amount);
    } else {
        income.gross = amount;
    }
    if (!amount) {
        assessment.remarks.push_back(
            {fmt::format("{} {}", entry.row.ticker.empty() ? "money" : entry.row.ticker, base::to_text(entry.day)),
             lack_of(entry, context.currency), true, ref_of(entry)});
    }
    assessment.income.push_back(std::move(income));
}

} // namespace pf::tax
