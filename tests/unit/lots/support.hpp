#pragma once

#include "pf/lots/book.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace pf::lots::test {

/// Keeps everything that a book hands out.
struct Recorder : Sink {
    std::vector<model::Lot> closed;
    std::vector<model::Lot> open;
    std::vector<model::Disposal> disposals;
    std::vector<model::Position> positions;
    std::vector<Oversell> oversells;
    std::vector<Decimal> dusts;
    std::vector<Movement> movements;

    void closed_lot(model::Lot const& lot) override { closed.push_back(lot); }
    void open_lot(model::Lot const& lot) override { open.push_back(lot); }
    void disposal(model::Disposal const& disposal) override { disposals.push_back(disposal); }
    void position(model::Position const& position) override { positions.push_back(position); }
    void oversell(Oversell const& oversell) override { oversells.push_back(oversell); }
    void dust(model::Transaction const& /*sale*/, Decimal excess) override { dusts.push_back(excess); }
    void moved(Movement const& movement) override { movements.push_back(movement); }

    [[nodiscard]] model::Position const& position_of(std::int64_t account_id, std::string_view ticker = "X") const;
};

/// A decimal literal of a test.
[[nodiscard]] Decimal dec(std::string_view text);

/// A moment as ISO 8601 writes it.
[[nodiscard]] Timestamp at(std::string_view text);

/// A row of ticker X in account 1, in USD, both of whose rates are 1.
[[nodiscard]] Event row(model::TransactionType type, std::string_view date, std::string_view quantity,
                        std::optional<std::string_view> total_amount, std::string_view fee = "0");

[[nodiscard]] Event buy(std::string_view date, std::string_view quantity, std::optional<std::string_view> total_amount,
                        std::string_view fee = "0");
[[nodiscard]] Event sell(std::string_view date, std::string_view quantity, std::optional<std::string_view> total_amount,
                         std::string_view fee = "0");

[[nodiscard]] Event split(std::string_view date, std::int64_t numerator, std::int64_t denominator);

/// A split that tells how many units it adds.
[[nodiscard]] Event added_units(std::string_view date, std::string_view quantity);

/// The same row in another currency.
[[nodiscard]] Event with_rates(Event event, std::optional<Decimal> to_position, std::optional<Decimal> to_base);

/// The same row in another account.
[[nodiscard]] Event in_account(Event event, std::int64_t account_id);

/// Both rows of a transfer between own accounts.
[[nodiscard]] std::vector<Event> transfer(std::string_view date, std::string_view quantity, std::int64_t from,
                                          std::int64_t to);

/// One after the other.
[[nodiscard]] std::vector<Event> operator+(std::vector<Event> left, std::vector<Event> const& right);

/// An amount as text; `unknown` when it is.
[[nodiscard]] std::string text(std::optional<Decimal> amount);

/// What becomes of these events, of the tickers X, Y and Z; ids and lines are given in their order, from 1. Accounts 1,
/// 2 and 3 have base currency USD.
[[nodiscard]] Recorder book(std::vector<Event> events, model::BookingMethod method, Options options = {});

/// The same of a book whose accounts are declared.
[[nodiscard]] Recorder fed(Book& book, std::vector<Event> events);

} // namespace pf::lots::test
