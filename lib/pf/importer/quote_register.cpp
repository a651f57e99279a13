#include "pf/importer/quote_register.hpp"

#include <fmt/format.h>

#include <utility>

namespace pf::importer {

namespace {

std::string in_words(Decimal figure, Currency currency)
{
    return currency.is_none() ? figure.to_text() : fmt::format("{} {}", figure.to_text(), currency.code());
}

} // namespace

QuoteRegister::QuoteRegister(std::string file, Columns columns) : m_file(std::move(file)), m_columns(std::move(columns))
{
}

void QuoteRegister::check(Entry& entry)
{
    for (auto const& price : entry.prices) {
        check(price, entry);
    }
    for (auto const& rate : entry.fx_rates) {
        check(rate, entry);
    }
}

/// \return  the first of the day; `now` itself, when there is none or nothing is to be compared
QuoteRegister::Quote QuoteRegister::before(std::uint64_t key, Quote const& now)
{
    if (m_surveyed != nullptr) {
        m_surveyed->note(key);
        return now;
    }
    if (m_repeated != nullptr && !m_repeated->contains(key)) {
        return now;
    }
    return m_quotes.try_emplace(key, now).first->second;
}

void QuoteRegister::check(model::Price const& price, Entry& entry)
{
    auto const first = before(m_fingerprinter.key_of(price), {price.close, price.currency, entry.line});
    bool const is_other_money =
        price.currency != first.currency && !price.currency.is_none() && !first.currency.is_none();
    if (price.close == first.figure && !is_other_money) {
        return;
    }
    entry.issues.push_back(
        {m_file, entry.line, m_columns.close, in_words(price.close, price.currency),
         fmt::format("is not the {} that line {} has for {} on {}", in_words(first.figure, first.currency), first.line,
                     price.ticker, base::to_text(price.date)),
         "an instrument has one close a day; take out the row that is wrong"});
}

void QuoteRegister::check(model::FxRate const& rate, Entry& entry)
{
    auto const first = before(m_fingerprinter.key_of(rate), {rate.rate, {}, entry.line});
    if (rate.rate == first.figure) {
        return;
    }
    entry.issues.push_back({m_file, entry.line, m_columns.rate, rate.rate.to_text(),
                            fmt::format("is not the {} that line {} has for {} in {} on {}", first.figure.to_text(),
                                        first.line, rate.base.code(), rate.quote.code(), base::to_text(rate.date)),
                            "a pair of currencies has one rate a day; take out the row that is wrong"});
}

} // namespace pf::importer
