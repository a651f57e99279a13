#include "pf/prices/table.hpp"

#include <fmt/format.h>

namespace pf::prices {

namespace {

/// A field of CSV (RFC 4180): quoted, because a ticker may hold anything.
std::string field(std::string_view text)
{
    std::string quoted = "\"";
    for (char const c : text) {
        quoted += c == '"' ? "\"\"" : std::string{c};
    }
    return quoted + '"';
}

} // namespace

void Table::add(Question const& question, Observed const& row)
{
    auto const day = base::to_text(row.day);
    if (question.source->gives == Gives::prices) {
        m_prices += fmt::format("{},{},{},{},{}\n", day, field(question.ticker), row.value.to_text(),
                                row.currency.code(), question.source->name);
        m_has_prices = true;
    } else {
        m_rates += fmt::format("{},{},{},{}\n", day, row.base.code(), row.quote.code(), row.value.to_text());
        m_has_rates = true;
    }
}

} // namespace pf::prices
