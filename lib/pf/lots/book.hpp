#pragma once

#include "pf/base/time_zone.hpp"
#include "pf/model/lot.hpp"
#include "pf/model/position.hpp"
#include "pf/model/transaction.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace pf::lots {

/// Where fees go.
enum class Fees : std::uint8_t {
    in_basis, ///< a buy's fee is part of its cost, a sale's fee comes off its proceeds
    separate, ///< cost and proceeds are gross; fees stand apart
};

/// A sale may exceed what is held by this much (broker-rounded dust); the position is closed.
[[nodiscard]] Decimal default_dust(); // 0.00000001

struct Options {
    Fees fees = Fees::in_basis;
    Decimal dust = default_dust();
    bool pools_accounts = false; ///< all accounts are one, `pool_id`, kept as the one that was declared first
};

/// The account of the positions of a book that pools all accounts.
inline constexpr std::int64_t pool_id = 0;

/// A transaction of the instrument, with the rates that turn its currency into the others. Nothing: unknown.
struct Event {
    model::Transaction transaction;
    std::optional<Decimal> rate_to_position; ///< 1 when it is the position's currency
    std::optional<Decimal> rate_to_base;     ///< 1 when it is the account's base currency
};

/// A row that cannot be booked, most often a sale of more than is held. A problem of the user's data:
/// nothing of the row is booked; it is named here, and the job decides what becomes of it.
struct Oversell {
    enum class Kind : std::uint8_t {
        units_missing,    ///< more goes out than is held
        split_of_nothing, ///< a split adds units where none are held; `wanted` is how many
        split_to_nothing, ///< a split rounds all that is held to zero; `held` is how much
        cost_of_nothing,  ///< the cost of what is held would change, but nothing is held
        lot_missing,      ///< a sale names a lot that is not there, or does not hold as much
        lots_unnamed,     ///< under `specific`: a sale does not name its lots, and could take one or another
        conversion_cycle, ///< at one moment an instrument would become another, and that the first
        out_of_range,     ///< an amount would be no value of ours; nothing that comes after it is booked
    };

    std::int64_t account_id = 0;
    std::int64_t transaction_id = 0;
    std::int64_t import_id = 0;
    std::int64_t line_no = 0;
    std::string ticker;
    Date day{};
    Decimal wanted;
    Decimal held;
    Kind kind = Kind::units_missing;
    std::string lot;      ///< that is missing, as `model::name_of`
    bool is_sale = false; ///< it would open a short position, if the account might
    std::string overflow; ///< what would be out of range

    friend bool operator==(Oversell const&, Oversell const&) = default;
};

/// Units that come or go at their cost, without a price: a transfer, a conversion (of which only cost may go), or a fee
/// paid in the asset itself. A transfer in that is not linked to another account is a purchase, not a movement; what is
/// paid to exercise a right is not part of it.
struct Movement {
    enum class Direction : std::uint8_t { in, out };

    std::int64_t account_id = 0;
    std::int64_t transaction_id = 0;
    Direction direction = Direction::out;
    Decimal quantity;
    std::optional<Decimal> cost; ///< in the position's currency
    std::optional<Decimal> cost_base;

    friend bool operator==(Movement const&, Movement const&) = default;
};

/// Receives what a book produces. Lots come once: when used up, or from `Book::finish`.
struct Sink {
    virtual ~Sink() = default;
    virtual void closed_lot(model::Lot const& lot) = 0;
    virtual void
    open_lot(model::Lot const& lot) = 0; ///< from `finish`, ascending by ticker, account, purchase date, key
    virtual void disposal(model::Disposal const& disposal) = 0;
    virtual void position(model::Position const& position) = 0; ///< from `finish`, one per instrument and account
    virtual void oversell(Oversell const& oversell) = 0;
    virtual void dust(model::Transaction const& sale,
                      Decimal excess) = 0;              ///< a sale closed a position it exceeded by dust
    virtual void moved(Movement const& /*movement*/) {} ///< who does not need them ignores them
};

/// The lots of one instrument, or of all that conversions connect, in all accounts that transfers connect. Feed it
/// events in the order of `put_in_order`. A transfer between own accounts is a pair of rows: its TRANSFER_OUT takes
/// lots from the one account, the linked TRANSFER_IN of the same quantity that follows puts them into the other. A
/// conversion is such a pair too: CONVERT_OUT takes from the one instrument, the CONVERT_IN that follows puts into the
/// other. Where a right to sell is exercised a SELL comes in its place, where a written option is assigned an EXPIRE in
/// that of the CONVERT_OUT: both then have a counter ticker. Pure: no I/O, no clock. Memory grows with the open lots
/// only, not with the history. Source: docs/lots.md
class Book {
public:
    Book(std::string ticker, Options options);
    Book(std::set<std::string> const& tickers, Options options);
    Book(Book&&) noexcept;
    Book& operator=(Book&&) noexcept;
    ~Book();

    /// Every account is declared before its first event.
    /// \param base_currency  lets base cost travel between accounts; none: it becomes unknown on a transfer
    /// \param zone           of the days between which holding periods are counted
    /// \param allows_short   a SELL may exceed what is held: the rest is owed, and what comes in closes that first
    void add_account(std::int64_t account_id, model::BookingMethod method, Currency base_currency = {},
                     base::TimeZone const& zone = {}, bool allows_short = false);

    /// Continue from what is stored: the position and its open lots (remaining > 0), in any order; then only later
    /// events are fed. \throws pf::Error  internal, with `Fees::separate`: what is stored has fees in it
    void restore(model::Position const& position, std::vector<model::Lot> const& open_lots);

    /// The currency that `Event::rate_to_position` of the next event leads to: that of the account's position; for its
    /// first event the currency that this event gives it (that of the lots which arrive, for a linked TRANSFER_IN and a
    /// CONVERT_IN).
    [[nodiscard]] Currency position_currency(model::Transaction const& next) const;

    /// \throws pf::Error  internal, when events are out of order, of another ticker, of an account that was not
    /// declared or half of a transfer or conversion
    void apply(Event const& event, Sink& sink);

    /// What the account holds of an instrument after the events so far; nothing before its first one.
    [[nodiscard]] std::optional<model::Position> position(std::int64_t account_id, std::string const& ticker) const;

    /// Hand over open lots and positions, once, at the end; none after an amount that was out of range.
    void finish(Sink& sink);

private:
    void book(Event const& event, Sink& sink);

    /// Half of the row may be booked already, so nothing that comes after it can be.
    void refuse(model::Transaction const& row, money::OutOfRange const& why, Sink& sink);

    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace pf::lots
