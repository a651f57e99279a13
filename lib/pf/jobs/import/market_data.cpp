#include "pf/jobs/import/market_data.hpp"

#include <algorithm>
#include <utility>

namespace pf::jobs {

namespace {

constexpr std::size_t rows_at_once = 5000;

} // namespace

void MarketDataWriter::add(importer::Entry& entry)
{
    for (auto& price : entry.prices) {
        auto const& ticker = m_names.ticker_of(price.ticker);
        auto& prices = ticker == price.ticker ? m_prices : m_named;
        price.ticker = std::string{ticker};
        prices.push_back(std::move(price));
    }
    m_rates.insert(m_rates.end(), entry.fx_rates.begin(), entry.fx_rates.end());
    if (m_prices.size() + m_named.size() + m_rates.size() >= rows_at_once) {
        store();
    }
}

MarketChanges MarketDataWriter::finish()
{
    store();
    return std::move(m_changes);
}

void MarketDataWriter::store()
{
    db::PriceStore store{m_database};
    auto const prices = store.upsert(m_prices);
    for (std::size_t i = 0; i < prices.size(); ++i) {
        if (note(prices[i], m_prices[i].date)) {
            m_changes.priced.insert(m_prices[i].ticker);
        }
    }
    auto const rates = store.upsert(m_rates);
    for (std::size_t i = 0; i < rates.size(); ++i) {
        m_changes.has_rates = note(rates[i], m_rates[i].date) || m_changes.has_rates;
    }
    store_named();
    m_prices.clear();
    m_rates.clear();
}

/// Under two names an instrument may have two closes of a day: that of its ticker stays.
void MarketDataWriter::store_named()
{
    auto const stored = db::PriceStore{m_database}.add_missing(m_named);
    for (std::size_t i = 0; i < stored.size(); ++i) {
        if (stored[i] == db::Stored::left_out) {
            m_changes.left_out.push_back(m_named[i]);
        } else if (note(stored[i], m_named[i].date)) {
            m_changes.priced.insert(m_named[i].ticker);
        }
    }
    m_named.clear();
}

/// \return  whether the row has changed anything
bool MarketDataWriter::note(db::Stored stored, Date day)
{
    if (stored == db::Stored::unchanged) {
        ++m_changes.unchanged;
        return false;
    }
    ++m_changes.stored;
    m_changes.first_day = std::min(m_changes.first_day.value_or(day), day);
    return true;
}

} // namespace pf::jobs
