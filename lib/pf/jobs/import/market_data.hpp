#pragma once

#include "pf/db/price_store.hpp"
#include "pf/importer/importer.hpp"
#include "pf/model/instrument_names.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace pf::jobs {

/// What prices and rates of a file have changed.
struct MarketChanges {
    std::int64_t stored = 0; ///< rows that are new or say something else
    std::int64_t unchanged = 0;
    std::set<std::string> priced; ///< tickers
    bool has_rates = false;
    std::optional<Date> first_day;
    std::vector<model::Price> left_out; ///< prices under another name, where the ticker has another close of that day
};

/// Stores prices and rates, thousands at once.
class MarketDataWriter {
public:
    /// \param names  what the words of sources stand for; outlive the writer
    MarketDataWriter(db::Database& database, model::InstrumentNames const& names) : m_database(database), m_names(names)
    {
    }

    void add(importer::Entry& entry);

    /// Store what waits.
    [[nodiscard]] MarketChanges finish();

private:
    void store();
    [[nodiscard]] bool note(db::Stored stored, Date day);

    void store_named();

    db::Database& m_database;
    model::InstrumentNames const& m_names;
    std::vector<model::Price> m_prices;
    std::vector<model::Price> m_named; ///< that came in under another name than the ticker
    std::vector<model::FxRate> m_rates;
    MarketChanges m_changes;
};

} // namespace pf::jobs
