#pragma once

#include "pf/jobs/books/days.hpp"
#include "pf/lots/book.hpp"
#include "pf/lots/moment.hpp"
#include "pf/model/account.hpp"
#include "pf/model/families.hpp"
#include "pf/valuation/fx.hpp"

#include <map>
#include <optional>
#include <span>
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
[[nodiscard]] std::optional<Decimal> rate_to_base(model::Transaction const& transaction, Date day, Currency base,
                                                  valuation::FxTable const& rates);

/// Takes the transactions of many instruments, family by family (most have one ticker), each in order of time, finds
/// their exchange rates and keeps one book at a time: memory grows with one family's open lots.
class Booking {
public:
    /// \param accounts, rates, families, sink  outlive the booking
    Booking(std::vector<model::Account> const& accounts, valuation::FxTable const& rates,
            model::Families const& families, lots::Sink& sink, BookingOptions options = {});

    /// Continue these instruments from what is stored instead of from nothing.
    /// \param stored_by_family  by the families' names
    void restore(std::map<std::string, std::vector<StoredInstrument>> stored_by_family);

    /// Put the next rows, all of one moment and family, into the order in which they are to be added.
    void put_in_order(std::span<model::Transaction> moment);

    /// \return  the transaction with its rates, until the next one
    lots::Event const& add(model::Transaction const& transaction);

    /// What the account holds of an instrument of the last transaction's family; nothing when it never had any.
    [[nodiscard]] std::optional<model::Position> position(std::int64_t account_id, std::string const& ticker) const;

    /// Hand over the last book.
    void finish();

private:
    struct AccountState {
        model::Account const* account = nullptr;
        std::int64_t declared_in = 0; ///< the last book that knows the account
    };

    void turn_to(std::string const& ticker);
    void start(std::string const& family);
    [[nodiscard]] lots::Held held(std::int64_t account_id, std::string const& ticker) const;
    model::Account const& declared(std::int64_t account_id);
    [[nodiscard]] std::optional<Decimal> rate_to_position(model::Transaction const& transaction, Date day,
                                                          Currency base, std::optional<Decimal> to_base) const;

    Days m_days;
    valuation::FxTable const& m_rates;
    model::Families const& m_families;
    lots::Sink& m_sink;
    BookingOptions m_options;
    std::map<std::int64_t, AccountState> m_accounts;
    bool m_pool_allows_short = false; ///< where accounts are pooled: does any?
    std::map<std::string, std::vector<StoredInstrument>> m_stored;
    std::string m_ticker; ///< of the last transaction
    std::string m_family;
    std::optional<lots::Book> m_book;
    std::int64_t m_book_no = 0;
    lots::Event m_event;
};

} // namespace pf::jobs
