#pragma once

#include "pf/lots/book.hpp"
#include "pf/lots/method.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace pf::lots {

/// Lots on their way from one account to the other.
struct Parcel {
    std::int64_t from = 0;
    std::int64_t to = 0;
    Decimal quantity; ///< as both rows of the transfer say; what is carried may be less by dust
    Currency currency;
    Currency base_currency;
    std::vector<Part> parts;
    bool refused = false; ///< the units were missing, so the arrival brings nothing
};

/// One account's side of a book.
class AccountBook {
public:
    AccountBook(std::string const& ticker, std::int64_t account_id, model::BookingMethod method, Currency base_currency,
                Options const& options);

    void restore(model::Position const& position, std::vector<model::Lot> const& open_lots);

    [[nodiscard]] Currency currency() const { return m_position.currency; }
    [[nodiscard]] bool has_currency() const { return m_is_used && !m_position.currency.is_none(); }
    [[nodiscard]] Currency base_currency() const { return m_base_currency; }

    /// Of the last row that was booked or restored.
    [[nodiscard]] Timestamp last_date() const
    {
        return m_is_used ? m_position.last_transaction_date : Timestamp::min();
    }

    /// Gives the position its currency; it stays when an event is booked.
    void set_currency(Currency currency) { m_position.currency = currency; }

    void open(Event const& event);
    void sell(Event const& event, Sink& sink);
    void pay_in_asset(Event const& event, Sink& sink);
    void transfer_away(Event const& event, Sink& sink);
    void split(Event const& event, Sink& sink);
    void earn(Event const& event);

    /// Dates, asset type and fees, which every booked row has.
    void note(Event const& event);

    [[nodiscard]] Parcel dispatch(Event const& event, Sink& sink);
    void receive(Event const& event, Parcel const& parcel, Sink& sink);

    /// As it is now; nothing before the first row.
    [[nodiscard]] std::optional<model::Position> position() const;

    void finish(Sink& sink);

private:
    [[nodiscard]] bool take(Event const& event, Sink& sink);
    void add(OpenLot const& lot);
    void dispose(Event const& event, std::optional<Amounts> proceeds, Sink& sink);
    void close_used_lots(Sink& sink);
    void report(Event const& event, Oversell::Kind kind, Decimal wanted, Sink& sink) const;
    void report_movement(Event const& event, Movement::Direction direction, Sink& sink) const;
    void rescale(Decimal numerator, Decimal denominator, Sink& sink);
    [[nodiscard]] OpenLot carried(Part const& part, Parcel const& parcel) const;

    Options m_options;
    Currency m_base_currency;
    std::unique_ptr<Method> m_method;
    model::Position m_position; ///< without total_cost, which is known when it ends
    bool m_is_used = false;
    std::vector<Part> m_parts; ///< of the event at hand
    model::Lot m_lot;          ///< the ones that the sink sees: their ticker is written once
    model::Disposal m_disposal;
};

} // namespace pf::lots
