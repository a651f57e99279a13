// What rows tell beside transactions: prices, what is held, and exchange rates.
#include "pf/importer/draft_builder.hpp"
#include "pf/importer/draft_check.hpp"

#include <tuple>
#include <utility>

namespace pf::importer {

using money::Excess;
using money::Rounding;

void DraftBuilder::build_price(Emission const& emission, Scope const& scope, Entry& entry, Findings& findings)
{
    auto const number = [&](Field field, Excess excess) {
        auto const value = emission.field(field).number(scope, excess, findings);
        if (value && value->is_negative()) {
            add_fault(findings, emission, field, scope, "is negative", "prices and volumes are positive");
        }
        return value;
    };
    model::Price price;
    if (auto const when = date(emission, scope, findings)) {
        price.date = base::day_of(when->timestamp);
    }
    price.ticker = view(emission, Field::ticker, scope);
    if (price.ticker.empty()) {
        add_fault(findings, emission, Field::ticker, scope, "is empty", "write what the price is of");
    }
    std::int64_t const rounded_before = findings.rounded;
    std::size_t const faults_before = findings.faults.size();
    auto const close = number(Field::close, Excess::round);
    if (!close && findings.faults.size() == faults_before) {
        add_fault(findings, emission, Field::close, scope, "is empty; a price is needed",
                  "leave out the days without a close");
    }
    price.close = close.value_or(Decimal());
    price.open = number(Field::open, Excess::round);
    price.high = number(Field::high, Excess::round);
    price.low = number(Field::low, Excess::round);
    price.volume = number(Field::volume, Excess::reject);
    if (price.high && price.low && *price.high < *price.low) {
        add_fault(findings, emission, Field::high, scope, "is lower than the low", "are the two exchanged?");
    }
    MoneyUnit const counted_in = unit(emission, Field::currency, scope, findings);
    price.currency = counted_in.currency;
    if (counted_in.is_hundredth) {
        count_in_whole_units(price);
    }
    auto const source = view(emission, Field::source, scope);
    price.source = source.empty() ? m_format.name : std::string{source};
    entry.rounded_prices += findings.rounded - rounded_before;
    entry.prices.push_back(std::move(price));
}

/// Nothing where the row does not tell how much: only some rows of a source may have a balance.
void DraftBuilder::build_balance(Emission const& emission, Scope const& scope, std::int64_t line, Entry& entry,
                                 Findings& findings)
{
    Statement statement;
    auto& balance = statement.balance;
    balance.line_no = line;
    balance.ticker = view(emission, Field::ticker, scope);
    bool const is_of_units = !balance.ticker.empty();
    auto amount = emission.field(is_of_units ? Field::quantity : Field::total).number(scope, Excess::reject, findings);
    if (!amount) {
        return;
    }
    if (!is_of_units) {
        MoneyUnit const counted_in = unit(emission, Field::currency, scope, findings);
        balance.currency = counted_in.currency;
        amount = counted_in.is_hundredth ? hundredth(*amount) : *amount;
    }
    balance.quantity = *amount;
    if (auto const when = date(emission, scope, findings)) {
        balance.date = when->timestamp;
        balance.date_only = when->date_only;
    }
    check_balance(balance, emission, scope, findings);
    if (!emission.field(Field::account).is_empty()) {
        statement.account = view(emission, Field::account, scope);
    }
    entry.statements.push_back(std::move(statement));
}

void DraftBuilder::check_balance(model::Balance const& balance, Emission const& emission, Scope const& scope,
                                 Findings& findings)
{
    if (!balance.ticker.empty() && !is_ticker(balance.ticker)) {
        add_fault(findings, emission, Field::ticker, scope, "is not a ticker",
                  "a ticker has at most 50 characters and no control characters");
    }
    if (balance.ticker.empty() && balance.currency.is_none() && findings.faults.empty()) {
        add_fault(findings, emission, Field::currency, scope, "is empty; an amount needs a currency",
                  "write its code, for example EUR; units need their ticker");
    }
    findings.marks.clear();
}

void DraftBuilder::build_fx_rate(Emission const& emission, Scope const& scope, Entry& entry, Findings& findings)
{
    model::FxRate rate;
    if (auto const when = date(emission, scope, findings)) {
        rate.date = base::day_of(when->timestamp);
    }
    Decimal units_of_base(1);
    Decimal units_of_quote(1);
    for (auto const& [field, target, units] : {std::tuple{Field::base, &rate.base, &units_of_base},
                                               std::tuple{Field::quote, &rate.quote, &units_of_quote}}) {
        MoneyUnit const counted_in = unit(emission, field, scope, findings);
        *target = counted_in.currency;
        *units = counted_in.is_hundredth ? Decimal(100) : Decimal(1);
        if (view(emission, field, scope).empty()) {
            add_fault(findings, emission, field, scope, "is empty", "write its code, for example EUR");
        }
    }
    if (!rate.base.is_none() && rate.base == rate.quote) {
        add_fault(findings, emission, Field::quote, scope, "is the base currency itself",
                  "a rate leads from one currency to another");
    }
    std::int64_t const rounded_before = findings.rounded;
    std::size_t const faults_before = findings.faults.size();
    auto const value = emission.field(Field::rate).number(scope, Excess::round, findings);
    if (findings.faults.size() == faults_before && (!value || !value->is_positive())) {
        add_fault(findings, emission, Field::rate, scope, value ? "is not greater than zero" : "is empty",
                  "it is the price of one unit of base in units of quote");
    }
    rate.rate = money::scaled(value.value_or(Decimal()), units_of_base, units_of_quote, Rounding::half_even);
    entry.rounded_prices += findings.rounded - rounded_before;
    entry.fx_rates.push_back(rate);
}

} // namespace pf::importer
