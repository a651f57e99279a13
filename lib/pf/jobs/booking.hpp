#pragma once

#include "pf/lots/book.hpp"
#include "pf/model/account.hpp"
#include "pf/valuation/fx.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace pf::jobs {

/// What is stored of one instrument, to continue from.
struct StoredInstrument {
    model::Position position;
    std::vector<model::Lot> open_lots;
};

/// How transactions are booked: the accounts' own methods, or one for all.
struct BookingOptions {
    std::optional<model::BookingMethod> method; ///< instead of the accounts' own
    lots::Options lots;
};

/// What one unit of the row's currency is worth in the account's base currency: what the row says, else the last rate
/// on or before its day; 1 for the same currency.
[[nodiscard]] std::optional<Decimal> rate_to_base(model::Transaction const& transaction, Currency base,
                                                  valuation::FxTable const& rates);

/// Takes the transactions of many instruments, ticker by ticker, each in `model::booking_order`, finds their exchange
/// rates and keeps one book at a time: memory grows with one ticker's open lots.
class Booking {
public:
    /// \param accounts, rates, sink  outlive the booking
    Booking(std::vector<model::Account> const& accounts, valuation::FxTable const& rates, lots::Sink& sink,
            BookingOptions options = {});

    /// Continue these instruments from what is stored instead of from nothing.
    void restore(std::map<std::string, std::vector<StoredInstrument>> stored_by_ticker);

    /// \return  the transaction with its rates, until the next one
    lots::Event const& add(model::Transaction const& transaction);

    /// What the account holds of the last transaction's instrument; nothing when it never had any.
    [[nodiscard]] std::optional<model::Position> position(std::int64_t account_id) const;

    /// Hand over the last book.
    void finish();

private:
    struct AccountState {
        model::Account const* account = nullptr;
        std::int64_t declared_in = 0; ///< the last book that knows the account
    };

    void start(std::string const& ticker);
    model::Account const& declared(std::int64_t account_id);
    [[nodiscard]] std::optional<Decimal> rate_to_position(model::Transaction const& transaction, Currency base,
                                                          std::optional<Decimal> to_base) const;

    valuation::FxTable const& m_rates;
    lots::Sink& m_sink;
    BookingOptions m_options;
    std::map<std::int64_t, AccountState> m_accounts;
    std::map<std::string, std::vector<StoredInstrument>> m_stored;
    std::string m_ticker;
    std::optional<lots::Book> m_book;
    std::int64_t m_book_no = 0;
    lots::Event m_event;
};

} // namespace pf::jobs
