#include "pf/tax/entry.hpp"

#include "pf/lots/cash.hpp"
#include "pf/valuation/amounts.hpp"

#include <fmt/format.h>

#include <utility>

namespace pf::tax {

using model::TransactionType;

namespace {

lots::Event event_of(Entry const& entry)
{
    return {entry.row, entry.rate, entry.rate};
}

} // namespace

std::optional<Decimal> cost_of(Entry const& entry)
{
    return lots::cost_of(event_of(entry), lots::Fees::in_basis).position;
}

std::optional<Decimal> proceeds_of(Entry const& entry)
{
    return lots::proceeds_of(event_of(entry), lots::Fees::in_basis).position;
}

std::optional<Decimal> amount_of(Entry const& entry)
{
    return valuation::converted(entry.row.total_amount, entry.rate);
}

RowRef ref_of(Entry const& entry)
{
    return {entry.row.account_id, entry.row.id, entry.row.import_id, entry.row.line_no};
}

Line line_of(Entry const& sale, std::int64_t disposal, std::string matched)
{
    Line line;
    line.disposal = disposal;
    line.ticker = sale.row.ticker;
    line.account_id = sale.row.account_id;
    line.sold = sale.day;
    line.matched = std::move(matched);
    line.rows = {ref_of(sale)};
    return line;
}

std::string lack_of(Entry const& entry, Currency tax_currency)
{
    auto const& row = entry.row;
    if (!row.total_amount && row.type != TransactionType::expire && row.type != TransactionType::split) {
        return fmt::format("the {} of {} has no amount", model::to_text(row.type), base::to_text(entry.day));
    }
    if (!entry.rate) {
        return fmt::format("no rate from {} to {} on or before {}", row.currency.code(), tax_currency.code(),
                           base::to_text(entry.day));
    }
    if (row.total_amount && !amount_of(entry)) {
        return fmt::format("its amount in {} is out of range (at most 20 digits before the decimal mark)",
                           tax_currency.code());
    }
    return {};
}

bool acquires(Entry const& entry)
{
    return model::opens_lot(entry.row.type) && !is_between_own(entry) && entry.row.quantity.is_positive();
}

bool disposes(Entry const& entry)
{
    return model::reduces_lots(entry.row.type) && !is_between_own(entry) && entry.row.quantity.is_positive();
}

bool is_between_own(Entry const& entry)
{
    bool const is_transfer =
        entry.row.type == TransactionType::transfer_in || entry.row.type == TransactionType::transfer_out;
    return is_transfer && entry.row.counter_account_id.has_value();
}

} // namespace pf::tax
