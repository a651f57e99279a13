#pragma once

#include "pf/db/database.hpp"
#include "pf/db/transaction_store.hpp"
#include "pf/model/lot.hpp"
#include "pf/model/position.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace pf::db {

/// What a price is put on: key, currency, quantity and cost alone.
struct PositionToPrice {
    model::Position position;
    Currency base_currency; ///< of its account
};

/// What a price makes of a position, in its currency and in base currency; nothing: unknown.
struct PricedPosition {
    std::int64_t account_id = 0;
    std::string ticker;
    std::optional<Decimal> last_price;
    std::optional<Decimal> unrealized_pl;
    std::optional<Decimal> market_value{};
    std::optional<Decimal> market_value_base{};
    std::optional<Decimal> unrealized_pl_base{};
};

/// `positions`, `lots` and `disposals`: what is derived from `transactions`, stored so that reading is cheap.
class PositionStore {
public:
    explicit PositionStore(Database& database) : m_database(database) {}

    /// Ordered by ticker.
    [[nodiscard]] std::vector<model::Position> list(std::vector<std::int64_t> const& account_ids) const;
    [[nodiscard]] std::vector<model::Position> find(std::set<Instrument> const& instruments) const;

    /// The same, one by one, ordered by the account's name and ticker, byte by byte.
    void visit(std::set<Instrument> const& instruments,
               std::function<void(model::Position const&)> const& visitor) const;

    /// Lots with units left, ordered by account, ticker, purchase date, key.
    [[nodiscard]] std::vector<model::Lot> open_lots(std::set<Instrument> const& instruments) const;
    void visit_open_lots(std::vector<std::int64_t> const& account_ids,
                         std::function<void(model::Lot const&)> const& visitor) const;

    /// Everything, in the same order, for `verify`.
    void visit_lots(std::vector<std::int64_t> const& account_ids,
                    std::function<void(model::Lot const&)> const& visitor) const;

    /// Ordered by date, ticker, closing transaction, lot.
    /// \param first, last  days, inclusive
    void visit_disposals(std::vector<std::int64_t> const& account_ids, Date first, Date last,
                         std::function<void(model::Disposal const&)> const& visitor) const;

    /// Remove positions, lots and disposals of these instruments.
    void remove(std::set<Instrument> const& instruments);

    /// Takes derived rows in any order and stores them in the one that foreign keys need. Rows wait in memory and,
    /// above a few megabytes, in an unnamed temporary file.
    class Writer {
    public:
        /// fresh: the rows are new (after `remove`), loaded in bulk; merge: a row with the same key is replaced
        enum class Mode { fresh, merge };

        Writer(Database& database, Mode mode);
        Writer(Writer&&) noexcept;
        ~Writer();
        void position(model::Position const& position);
        void lot(model::Lot const& lot);
        void disposal(model::Disposal const& disposal);
        void finish();

    private:
        struct Impl;
        std::unique_ptr<Impl> m_impl;
    };
    [[nodiscard]] Writer write(Writer::Mode mode) { return {m_database, mode}; }

    [[nodiscard]] std::vector<PositionToPrice> to_price(std::set<std::string> const& tickers) const;
    [[nodiscard]] std::vector<PositionToPrice> to_price_of(std::set<Instrument> const& instruments) const;
    [[nodiscard]] std::set<std::string> tickers_held() const;

    /// Set `last_price` and what follows from it.
    void set_prices(std::vector<PricedPosition> const& priced);

private:
    Database& m_database;
};

} // namespace pf::db
