#pragma once

#include "pf/lots/book.hpp"
#include "pf/lots/method.hpp"
#include "pf/model/named_lot.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace pf::lots {

/// Lots on their way from one account, or from one instrument, to the other.
struct Parcel {
    std::int64_t from = 0;
    std::int64_t to = 0;
    std::string from_ticker;
    std::string to_ticker;
    Decimal quantity; ///< as the rows of a transfer say; what is carried may be less by dust
    Currency currency;
    Currency base_currency;
    std::vector<Part> parts;
    bool refused = false; ///< the units were missing, so the arrival brings nothing
};

/// One instrument in one account.
class AccountBook {
public:
    AccountBook(std::string const& ticker, std::int64_t account_id, model::BookingMethod method, Currency base_currency,
                base::TimeZone const& zone, bool allows_short, Options const& options);

    void restore(model::Position const& position, std::vector<model::Lot> const& open_lots);

    [[nodiscard]] Currency currency() const { return m_position.currency; }
    [[nodiscard]] bool has_currency() const { return m_is_used && !m_position.currency.is_none(); }
    [[nodiscard]] Currency base_currency() const { return m_base_currency; }
    [[nodiscard]] Date day_of(Timestamp moment) const { return m_zone.day_of(moment); }

    /// Of the last row that was booked or restored.
    [[nodiscard]] Timestamp last_date() const
    {
        return m_is_used ? m_position.last_transaction_date : Timestamp::min();
    }

    /// Gives the position its currency; it stays when an event is booked.
    void set_currency(Currency currency) { m_position.currency = currency; }

    void open(Event const& event, Sink& sink);
    void sell(Event const& event, Sink& sink);

    /// By an option that was exercised or assigned: what it cost lowers the proceeds, what it brought raises them.
    void sell_by_right(Event const& event, Parcel const& right, Sink& sink);
    void expire(Event const& event, Sink& sink);
    void pay_in_asset(Event const& event, Sink& sink);
    void transfer_away(Event const& event, Sink& sink);
    void split(Event const& event, Sink& sink);
    void earn(Event const& event);
    void return_capital(Event const& event, Sink& sink);
    void reinvest(Event const& event, Sink& sink);

    /// Dates, asset type and fees, which every booked row has.
    void note(Event const& event);

    [[nodiscard]] Parcel dispatch(Event const& event, Sink& sink);
    void receive(Event const& event, Parcel const& parcel, Sink& sink);

    /// Take the units that a CONVERT_OUT names, or a share of the cost of all.
    [[nodiscard]] Parcel convert_away(Event const& event, Sink& sink);

    /// Close the owed units that an EXPIRE names: what they brought goes with them, as cost below zero.
    [[nodiscard]] Parcel assign(Event const& event, Sink& sink);

    /// The lots become lots of this instrument, in the quantity that the row gives. Where the row has an amount, a
    /// right was exercised: they become one lot, bought now, which cost what they cost and what is paid.
    void receive_converted(Event const& event, Parcel const& parcel, Sink& sink);

    /// In the place of what is not sent.
    [[nodiscard]] Parcel refused_parcel(model::Transaction const& row) const;

    /// Nothing of the row is booked.
    void refuse(Event const& event, Oversell::Kind kind, Sink& sink) const;

    /// As it is now; nothing before the first row. A cost that is out of range is unknown.
    [[nodiscard]] std::optional<model::Position> position() const;

    /// Nothing, when the cost of all is out of range: the last row is told of.
    void finish(Sink& sink);

private:
    /// The row that was booked last.
    struct LastRow {
        std::int64_t account_id = 0;
        std::int64_t transaction_id = 0;
        std::int64_t import_id = 0;
        std::int64_t line_no = 0;
    };

    /// Units of a lot that a sale names.
    struct Pick {
        model::LotKey lot;
        Decimal quantity;
    };

    /// What an option that units are sold by cost; below zero what it brought.
    struct Right {
        Amounts cost;
        std::optional<Decimal> ranked{Decimal{}};
    };

    /// What is missing, for the report of it.
    struct Missing {
        Oversell::Kind kind = Oversell::Kind::units_missing;
        Decimal wanted;
        Decimal held;
        std::string lot;
    };

    [[nodiscard]] Amounts cost() const;
    void refuse_last(money::OutOfRange const& why, Sink& sink) const;
    [[nodiscard]] bool is_named(OpenLot const& lot, model::NamedLot const& name) const;
    [[nodiscard]] Decimal pick(model::NamedLot const& name, std::vector<OpenLot>& lots, std::vector<Pick>& picks) const;

    /// The lots that the row names, none when it names none; nothing, and reported, when one is not there, or when the
    /// method asks for more names.
    [[nodiscard]] std::optional<std::vector<Pick>> named_lots(Event const& event, Sink& sink) const;
    void take_units(std::vector<Pick> const& picks, Decimal quantity);

    [[nodiscard]] bool take(Event const& event, Sink& sink);
    void add(OpenLot const& lot);
    void take_in(Event const& event, OpenLot lot, Sink& sink);
    void cover(Event const& event, OpenLot& lot, Sink& sink);
    [[nodiscard]] bool opens_short(model::Transaction const& row) const;
    bool sell(Event const& event, Right const& right, Sink& sink); ///< \return  whether it is booked, as the next two
    bool sell_short(Event const& event, Right const& right, Sink& sink);
    bool close_out(Event const& event, Right const& right, Sink& sink);
    void owe(Event const& event, Decimal quantity, Amounts const& proceeds, std::optional<Decimal> ranked);
    [[nodiscard]] Method& owed();
    void dispose(Event const& event, std::optional<Amounts> proceeds, Sink& sink);
    void realize(model::Transaction const& row, Part const& part, Amounts const& proceeds, Amounts const& gain,
                 Sink& sink);
    void close_used_lots(std::vector<Part>& parts, Sink& sink);
    void report(Event const& event, Oversell::Kind kind, Decimal wanted, Sink& sink) const;
    void report(Event const& event, Missing const& missing, Sink& sink) const;
    void report_movement(Event const& event, Movement::Direction direction, Sink& sink) const;
    void report_movement(Event const& event, Movement const& movement, Sink& sink) const;
    void replace_lots(std::vector<OpenLot> const& lots);
    [[nodiscard]] Method& open_side();
    void realize_excess(Event const& event, std::vector<OpenLot> const& lots, std::vector<Amounts> const& excesses,
                        Sink& sink);
    void sell_rest(Event const& event, Sink& sink);
    [[nodiscard]] bool take_cost(Event const& event, Sink& sink);
    [[nodiscard]] Parcel empty_parcel(model::Transaction const& row) const;
    [[nodiscard]] std::vector<OpenLot> carried(Parcel const& parcel) const;
    [[nodiscard]] OpenLot exercised(Event const& event, std::vector<OpenLot> const& carried) const;
    void rescale(Decimal numerator, Decimal denominator, Sink& sink);
    [[nodiscard]] OpenLot carried(Part const& part, Parcel const& parcel) const;

    Options m_options;
    Currency m_base_currency;
    base::TimeZone m_zone;
    model::BookingMethod m_kind;
    bool m_allows_short;
    std::unique_ptr<Method> m_method;
    std::unique_ptr<Method> m_owed; ///< from the first short sale on
    model::Position m_position;     ///< without total_cost, which is known when it ends
    bool m_is_used = false;
    LastRow m_last;
    std::vector<Part> m_parts; ///< of the event at hand
    model::Lot m_lot;          ///< the ones that the sink sees: their ticker is written once
    model::Disposal m_disposal;
};

} // namespace pf::lots
