#include "pf/model/instrument_names.hpp"

#include <utility>

namespace pf::model {

InstrumentNames::InstrumentNames(std::vector<InstrumentName> const& names, std::vector<InstrumentDetails> const& known,
                                 std::set<std::string> tickers)
    : m_known(std::move(tickers))
{
    for (auto const& details : known) {
        m_known.insert(details.ticker);
        if (!details.isin.empty()) {
            m_isins.emplace(details.ticker, details.isin);
        }
        if (!details.import_id && details.isin == details.ticker) {
            m_assigned.insert(details.isin);
        }
    }
    for (auto const& name : names) {
        m_tickers.emplace(name.name, name.ticker);
        if (!name.import_id && is_isin(name.name)) {
            m_assigned.insert(name.name);
        }
    }
}

std::string const& InstrumentNames::ticker_of(std::string const& word, std::string const& also) const
{
    if (m_tickers.empty()) {
        return word;
    }
    auto const found = m_tickers.find(is_assigned(also) ? also : word);
    if (found != m_tickers.end()) {
        return found->second;
    }
    return is_assigned(also) ? also : word;
}

bool InstrumentNames::knows(std::string const& word) const
{
    return m_tickers.contains(word) || m_known.contains(word);
}

std::optional<NameConflict> InstrumentNames::learn(std::string const& word, std::string const& also,
                                                   std::int64_t import_id)
{
    if (is_isin(word) == is_isin(also)) {
        return std::nullopt;
    }
    auto const& isin = is_isin(word) ? word : also;
    auto const& symbol = is_isin(word) ? also : word;
    auto const of_symbol = ticker_of(symbol);
    auto const of_isin = ticker_of(isin);
    if (is_assigned(isin)) {
        if (!knows(symbol)) {
            teach(symbol, of_isin, import_id);
        }
        return std::nullopt;
    }
    if (knows(symbol) && knows(isin)) {
        return of_symbol == of_isin ? std::nullopt : std::optional{NameConflict{symbol, isin, of_symbol, of_isin, {}}};
    }
    if (knows(symbol)) {
        auto const other = isin_of(of_symbol);
        if (!other.empty() && other != isin) {
            return NameConflict{symbol, isin, of_symbol, {}, other};
        }
    }
    auto const ticker = knows(symbol) ? of_symbol : knows(isin) ? of_isin : word;
    teach(symbol, ticker, import_id);
    teach(isin, ticker, import_id);
    teach_isin(ticker, isin);
    return std::nullopt;
}

std::string InstrumentNames::isin_of(std::string const& ticker) const
{
    auto const found = m_isins.find(ticker);
    if (found != m_isins.end()) {
        return found->second;
    }
    return is_isin(ticker) ? ticker : std::string{};
}

void InstrumentNames::teach(std::string const& name, std::string const& ticker, std::int64_t import_id)
{
    m_known.insert(ticker);
    if (name != ticker && m_tickers.emplace(name, ticker).second) {
        m_learned.push_back({name, ticker, import_id});
    }
}

/// The first that it is known by stays the one that is shown.
void InstrumentNames::teach_isin(std::string const& ticker, std::string const& isin)
{
    if (m_isins.emplace(ticker, isin).second) {
        m_learned_isins.emplace(ticker, isin);
    }
}

} // namespace pf::model
