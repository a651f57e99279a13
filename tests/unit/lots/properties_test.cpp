// The guarantees L1 to L4, L6 and L7 on generated histories, for every method. L5 is in cases_test.cpp and
// book_test.cpp.
#include "pf/lots/cash.hpp"
#include "pf/valuation/cash_flow.hpp"
#include "pf/valuation/value.hpp"

#include "history.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <tuple>

namespace pf::lots::test {
namespace {

using model::BookingMethod;
using model::TransactionType;

constexpr Traits with_all{true, true, false, true};
constexpr Traits with_unknowns{true, true, true, true};

template <typename Property>
void check_for_every_method(char const* description, Property const& property)
{
    for (auto const method : model::booking_methods) {
        CHECK(rc::check(std::string{description} + ": " + std::string{model::to_text(method)},
                        [&] { property(method); }));
    }
}

/// An account and a ticker.
using Key = std::pair<std::int64_t, std::string>;

Key key_of(model::Transaction const& row)
{
    return {row.account_id, row.ticker};
}

Key key_of(model::Position const& position)
{
    return {position.account_id, position.ticker};
}

model::Transaction const& row_of(std::vector<Event> const& events, std::int64_t id)
{
    return events.at(static_cast<std::size_t>(id) - 1).transaction;
}

/// Cost that came and went, per instrument.
struct Flow {
    Amounts in;
    Amounts out;
};

bool is_asset_fee(Event const& event)
{
    return event.transaction.type == TransactionType::fee && event.transaction.quantity.is_positive();
}

/// Units are sold by an option, whose cost is no part of theirs.
bool is_by_right(model::Transaction const& row)
{
    return row.type == TransactionType::sell && !row.counter_ticker.empty();
}

bool leaves_to_arrive(model::Transaction const& row)
{
    return row.type == TransactionType::convert_out ||
           (row.type == TransactionType::expire && !row.counter_ticker.empty()) ||
           (row.type == TransactionType::transfer_out && row.counter_account_id);
}

bool adds_cost(model::Transaction const& row)
{
    return (model::opens_lot(row.type) && !row.counter_account_id) ||
           row.type == TransactionType::notional_distribution ||
           (row.type == TransactionType::convert_in && row.total_amount);
}

/// What changes cost by the row alone. Returned capital takes from the cost what is no gain.
void add_rows(std::map<Key, Flow>& flows, std::vector<Event> const& events, std::set<std::int64_t> const& skipped)
{
    for (auto const& event : events) {
        auto const& row = event.transaction;
        auto& flow = flows[key_of(row)];
        if (skipped.count(row.id) != 0) {
            continue;
        }
        if (adds_cost(row)) {
            flow.in = flow.in + cost_of(event, Fees::in_basis);
        } else if (row.type == TransactionType::return_of_capital) {
            flow.out = flow.out + proceeds_of(event, Fees::in_basis);
        }
    }
}

std::map<Key, Flow> flows_of(std::vector<Event> const& events, Recorder const& result)
{
    std::map<Key, Flow> flows;
    add_rows(flows, events, refused(events, result));
    for (auto const& movement : result.movements) {
        if (is_by_right(row_of(events, movement.transaction_id))) {
            continue;
        }
        auto& flow = flows[key_of(row_of(events, movement.transaction_id))];
        auto& side = movement.direction == Movement::Direction::in ? flow.in : flow.out;
        side = side + Amounts{movement.cost, movement.cost_base};
    }
    for (auto const& disposal : result.disposals) {
        auto const& event = events.at(static_cast<std::size_t>(disposal.closing_transaction_id) - 1);
        auto& out = flows[key_of(event.transaction)].out;
        if (event.transaction.type == TransactionType::return_of_capital) {
            out = out - Amounts{disposal.proceeds, disposal.proceeds_base};
        } else if (!is_asset_fee(event)) {
            out = out + Amounts{disposal.cost_basis, disposal.cost_basis_base};
        }
    }
    return flows;
}

void check_lot(model::Lot const& lot)
{
    RC_ASSERT(!lot.remaining_quantity.is_negative());
    RC_ASSERT(lot.remaining_quantity <= lot.quantity);
    RC_ASSERT(!known(lot.remaining_cost).is_negative());
    RC_ASSERT(!known(lot.remaining_cost_base).is_negative());
}

/// What is held by the rows alone.
std::map<Key, Decimal> held_by_rows(std::vector<Event> const& events, Recorder const& result)
{
    auto const skipped = refused(events, result);
    std::map<Key, Decimal> held;
    std::map<std::int64_t, Decimal> sent; // by line
    for (auto const& [row, to_position, to_base] : events) {
        if (skipped.count(row.id) != 0) {
            continue;
        }
        auto& here = held[key_of(row)];
        if (row.type == TransactionType::split) {
            here = row.split_denominator == 0 ? here + row.quantity
                                              : money::scaled(here, Decimal{row.split_numerator},
                                                              Decimal{row.split_denominator}, Rounding::half_even);
        } else if (row.type == TransactionType::convert_in) {
            here += row.quantity;
        } else if (row.type == TransactionType::convert_out) {
            here -= std::min(row.quantity, here);
        } else if (model::opens_lot(row.type)) {
            here += row.counter_account_id ? sent.at(row.line_no - 1) : row.quantity;
        } else if (model::reduces_lots(row.type)) {
            sent[row.line_no] = std::min(row.quantity, here);
            here -= sent[row.line_no];
        }
    }
    return held;
}

Date at_day(std::string_view text)
{
    return base::day_of(at(text));
}

std::map<Key, valuation::CashFlow> cash_flows(std::vector<Event> const& events, Recorder const& result, Fees fees)
{
    auto const skipped = refused(events, result);
    std::map<Key, valuation::CashFlow> flows;
    for (auto const& event : events) {
        if (skipped.count(event.transaction.id) == 0) {
            flows.try_emplace(key_of(event.transaction), fees).first->second.add(event);
        }
    }
    for (auto const& movement : result.movements) {
        flows.at(key_of(row_of(events, movement.transaction_id))).add(movement);
    }
    return flows;
}

std::vector<model::Lot> without_keys(std::vector<model::Lot> lots)
{
    for (auto& lot : lots) {
        lot.key = {lot.key.account_id, 0, 0};
    }
    auto const content = [](model::Lot const& lot) {
        return std::tie(lot.key, lot.purchase_date, lot.quantity, lot.remaining_quantity, lot.total_cost,
                        lot.total_cost_base, lot.remaining_cost, lot.remaining_cost_base, lot.purchase_price);
    };
    std::sort(lots.begin(), lots.end(),
              [&](auto const& left, auto const& right) { return content(left) < content(right); });
    return lots;
}

/// With the closing row's line in place of its id.
std::vector<model::Disposal> without_keys(std::vector<model::Disposal> disposals, std::vector<Event> const& events)
{
    std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> lines;
    for (auto const& event : events) {
        lines[{event.transaction.account_id, event.transaction.id}] = event.transaction.line_no;
    }
    for (auto& disposal : disposals) {
        disposal.closing_transaction_id = lines.at({disposal.lot.account_id, disposal.closing_transaction_id});
        disposal.lot = {disposal.lot.account_id, 0, 0};
    }
    return disposals;
}

/// Books the rows, storing everything after each `true` of cuts and continuing from what was stored.
Recorder booked_in_pieces(std::vector<Event> const& events, BookingMethod method, std::vector<bool> const& cuts,
                          bool allows_short)
{
    auto book = empty_book(method, {}, allows_short);
    Recorder stored;
    for (std::size_t i = 0; i < events.size(); ++i) {
        book.apply(events[i], stored);
        auto const& row = events[i].transaction;
        if (leaves_to_arrive(row) || i >= cuts.size() || !cuts[i]) {
            continue;
        }
        stored.open.clear();
        stored.positions.clear();
        book.finish(stored);
        book = empty_book(method, {}, allows_short);
        for (auto const& position : stored.positions) {
            std::vector<model::Lot> lots;
            std::copy_if(stored.open.rbegin(), stored.open.rend(), std::back_inserter(lots), [&](auto const& lot) {
                return lot.key.account_id == position.account_id && lot.ticker == position.ticker;
            });
            book.restore(position, lots);
        }
    }
    stored.open.clear();
    stored.positions.clear();
    book.finish(stored);
    return stored;
}

std::vector<Event> shuffled_ids(std::vector<Event> events, unsigned seed)
{
    std::vector<std::int64_t> ids(events.size());
    std::iota(ids.begin(), ids.end(), 1);
    std::shuffle(ids.begin(), ids.end(), std::mt19937{seed});
    for (std::size_t i = 0; i < events.size(); ++i) {
        events[i].transaction.id = ids[i];
    }
    std::shuffle(events.begin(), events.end(), std::mt19937{seed});
    std::stable_sort(events.begin(), events.end(), [](Event const& left, Event const& right) {
        return model::booking_order(left.transaction, right.transaction) < 0;
    });
    return events;
}

std::vector<Event> with_unknowns_as(std::vector<Event> events, Decimal amount, Decimal rate)
{
    for (auto& event : events) {
        event.transaction.total_amount = event.transaction.total_amount.value_or(amount);
        event.rate_to_base = event.rate_to_base.value_or(rate);
    }
    return events;
}

/// The order within a moment depends on amounts, known or not. (So does that of the pieces of one lot which transfers
/// took apart and brought together again; hence no transfers here.)
std::vector<Event> each_at_its_own_moment(std::vector<Event> events)
{
    for (auto& event : events) {
        event.transaction.date = at("2024-01-01") + std::chrono::minutes{event.transaction.id};
    }
    return events;
}

/// Purchases, sales of what is held and splits by a ratio, without fees, each at its own moment: at one moment
/// purchases come first, whichever side they open.
std::vector<Event> trades(std::vector<Event> const& events, BookingMethod method)
{
    std::vector<Event> kept;
    for (auto event : each_at_its_own_moment(events)) {
        auto const& row = event.transaction;
        bool const is_split = row.type == TransactionType::split && row.split_denominator != 0;
        if (row.type == TransactionType::buy || row.type == TransactionType::sell || is_split) {
            event.transaction.fee = Decimal{};
            kept.push_back(event);
        }
    }
    std::set<std::int64_t> oversold;
    for (auto const& oversell : booked(kept, method, {Fees::in_basis, Decimal{}}).oversells) {
        oversold.insert(oversell.transaction_id);
    }
    kept.erase(std::remove_if(kept.begin(), kept.end(),
                              [&](Event const& event) { return oversold.count(event.transaction.id) != 0; }),
               kept.end());
    return kept;
}

std::vector<Event> turned(std::vector<Event> events)
{
    for (auto& event : events) {
        auto& type = event.transaction.type;
        if (type != TransactionType::split) {
            type = type == TransactionType::buy ? TransactionType::sell : TransactionType::buy;
        }
    }
    return events;
}

std::vector<model::Lot> turned(std::vector<model::Lot> lots)
{
    for (auto& lot : lots) {
        lot.side = model::Side::owed;
    }
    return lots;
}

void check_same_if_known(std::optional<Decimal> value, std::optional<Decimal> otherwise)
{
    RC_ASSERT(!value || value == otherwise);
}

void check_known_figures(Recorder const& result, Recorder const& otherwise)
{
    RC_ASSERT(result.disposals.size() == otherwise.disposals.size());
    for (std::size_t i = 0; i < result.disposals.size(); ++i) {
        check_same_if_known(result.disposals[i].cost_basis, otherwise.disposals[i].cost_basis);
        check_same_if_known(result.disposals[i].realized_pl, otherwise.disposals[i].realized_pl);
        check_same_if_known(result.disposals[i].realized_pl_base, otherwise.disposals[i].realized_pl_base);
    }
    for (std::size_t i = 0; i < result.positions.size(); ++i) {
        check_same_if_known(result.positions[i].total_cost, otherwise.positions[i].total_cost);
        check_same_if_known(result.positions[i].total_cost_base, otherwise.positions[i].total_cost_base);
        check_same_if_known(result.positions[i].realized_pl, otherwise.positions[i].realized_pl);
        check_same_if_known(result.positions[i].realized_pl_base, otherwise.positions[i].realized_pl_base);
        check_same_if_known(result.positions[i].income, otherwise.positions[i].income);
        check_same_if_known(result.positions[i].fees, otherwise.positions[i].fees);
    }
}

template <typename Items, typename Amount>
std::optional<Decimal> sum_of(Items const& items, model::Position const& position, Amount const& amount)
{
    std::optional<Decimal> total = Decimal{};
    for (auto const& item : items) {
        if (amount(item).first == position.account_id && item.ticker == position.ticker) {
            total = sum(total, amount(item).second);
        }
    }
    return total;
}

} // namespace

TEST_CASE("L1: cost in is cost out and cost remaining, to the last digit")
{
    check_for_every_method("cost is conserved", [](BookingMethod method) {
        auto const events = *histories(with_all);
        auto const result = booked(events, method);
        auto flows = flows_of(events, result);
        for (auto const& position : result.positions) {
            auto const& flow = flows[key_of(position)];
            RC_ASSERT(known(flow.in.position) == known(flow.out.position) + known(position.total_cost));
            RC_ASSERT(known(flow.in.base) == known(flow.out.base) + known(position.total_cost_base));
        }
    });
}

TEST_CASE("L1: quantities are conserved, in positions and in lots")
{
    check_for_every_method("quantities are conserved", [](BookingMethod method) {
        auto const events = *histories(with_all);
        auto const result = booked(events, method);
        auto held = held_by_rows(events, result);
        for (auto const& position : result.positions) {
            auto const in_lots = sum_of(result.open, position, [](model::Lot const& lot) {
                return std::pair{lot.key.account_id, std::optional{lot.remaining_quantity}};
            });
            RC_ASSERT(position.quantity == held[key_of(position)]);
            RC_ASSERT(position.quantity == known(in_lots));
        }
        std::for_each(result.open.begin(), result.open.end(), check_lot);
        std::for_each(result.closed.begin(), result.closed.end(), check_lot);
    });
}

TEST_CASE("L9: what a conversion takes out of one instrument arrives in the other, to the last digit")
{
    check_for_every_method("conversions conserve", [](BookingMethod method) {
        auto const events = *histories(with_all);
        auto const result = booked(events, method);
        auto const skipped = refused(events, result);
        std::map<std::int64_t, Movement> sent; // by the line of the arrival
        for (auto const& movement : result.movements) {
            auto const& row = row_of(events, movement.transaction_id);
            if (row.type == TransactionType::convert_out || row.type == TransactionType::expire) {
                sent.emplace(row.line_no + 1, movement);
            } else if (row.type == TransactionType::convert_in || is_by_right(row)) {
                auto const& out = sent.at(row.line_no);
                RC_ASSERT(movement.quantity == (is_by_right(row) ? Decimal{} : row.quantity));
                RC_ASSERT(movement.cost == out.cost);
                RC_ASSERT(movement.cost_base == out.cost_base);
                sent.erase(row.line_no);
            }
        }
        for (auto const& [line, movement] : sent) { // only what a sale was refused that is not there to be made
            RC_ASSERT(std::ranges::any_of(events, [&, at = line](Event const& event) {
                return event.transaction.line_no == at && skipped.contains(event.transaction.id);
            }));
        }
    });
}

TEST_CASE("L1: the parts of a sale add up to its net proceeds")
{
    check_for_every_method("proceeds are conserved", [](BookingMethod method) {
        auto const events = *histories(with_all);
        auto const result = booked(events, method);
        std::map<std::int64_t, Decimal> proceeds;
        for (auto const& disposal : result.disposals) {
            proceeds[disposal.closing_transaction_id] += known(disposal.proceeds);
        }
        for (auto const& movement : result.movements) { // what an option cost that units were sold by
            proceeds[movement.transaction_id] += known(movement.cost);
        }
        auto const skipped = refused(events, result);
        for (auto const& event : events) {
            auto const& row = event.transaction;
            if (row.type == TransactionType::sell && skipped.count(row.id) == 0) {
                RC_ASSERT(proceeds[row.id] == known(proceeds_of(event, Fees::in_basis).position));
            }
        }
    });
}

TEST_CASE("L2: sale proceeds − purchases + market value = realized + unrealized, per instrument and in total")
{
    check_for_every_method("cash is accounted for", [](BookingMethod method) {
        auto const shorts = *rc::gen::arbitrary<bool>();
        auto const events = *histories({true, true, false, true, shorts});
        auto const fees = *rc::gen::element(Fees::in_basis, Fees::separate);
        auto const result = booked(events, method, {fees, default_dust()}, shorts);
        auto flows = cash_flows(events, result, fees);
        model::Price const price{at_day("2024-06-01"), "X", dec("0.000001"), {}, {}, {}, {}, Currency{"USD"}, ""};
        valuation::FxTable const rates{{{at_day("2024-06-01"), Currency{"USD"}, Currency{"EUR"}, dec("0.91")}}};
        Decimal gain;
        Decimal cash;
        for (auto const& position : result.positions) {
            auto const worth = valuation::worth(position, &price, rates, Currency{"EUR"}, at_day("2024-06-02"));
            auto const& flow = flows[key_of(position)];
            RC_ASSERT(known(flow.received().position) + known(worth.market_value) ==
                      known(position.realized_pl) + known(worth.unrealized_pl));
            RC_ASSERT(known(flow.received().base) + known(worth.market_value_base) ==
                      known(position.realized_pl_base) + known(worth.unrealized_pl_base));
            RC_ASSERT(known(flow.gap(position)).is_zero());
            RC_ASSERT(known(flow.gap_base(position)).is_zero());
            gain += known(position.realized_pl) + known(worth.unrealized_pl);
            cash += known(flow.received().position) + known(worth.market_value);
        }
        RC_ASSERT(gain == cash);
    });
}

TEST_CASE("L3: the order of rows in a file does not matter")
{
    check_for_every_method("order does not matter", [](BookingMethod method) {
        auto const shorts = *rc::gen::arbitrary<bool>();
        auto const events = *histories({true, true, true, true, shorts});
        auto const shuffled = shuffled_ids(events, *rc::gen::arbitrary<unsigned>());
        auto const result = booked(events, method, {}, shorts);
        auto const again = booked(shuffled, method, {}, shorts);
        RC_ASSERT(without_keys(result.open) == without_keys(again.open));
        RC_ASSERT(without_keys(result.closed) == without_keys(again.closed));
        RC_ASSERT(without_keys(result.disposals, events) == without_keys(again.disposals, shuffled));
        RC_ASSERT(result.positions == again.positions);
    });
}

TEST_CASE("L4: going on from what is stored equals a recomputation from scratch")
{
    check_for_every_method("incremental equals full", [](BookingMethod method) {
        auto const shorts = *rc::gen::arbitrary<bool>();
        auto const events = *histories({true, true, *rc::gen::arbitrary<bool>(), true, shorts});
        auto const cuts = *rc::gen::container<std::vector<bool>>(events.size(), rc::gen::arbitrary<bool>());
        auto const full = booked(events, method, {}, shorts);
        auto const pieces = booked_in_pieces(events, method, cuts, shorts);
        RC_ASSERT(pieces.open == full.open);
        RC_ASSERT(pieces.closed == full.closed);
        RC_ASSERT(pieces.disposals == full.disposals);
        RC_ASSERT(pieces.positions == full.positions);
        RC_ASSERT(pieces.oversells == full.oversells);
    });
}

TEST_CASE("L1, L3, L4: sales that name their lots conserve, whatever the order of rows and however they come")
{
    std::vector<BookingMethod> methods{model::booking_methods.begin(), model::booking_methods.end()};
    methods.push_back(BookingMethod::specific);
    for (auto const method : methods) {
        CHECK(rc::check("named lots: " + std::string{model::to_text(method)}, [&] {
            auto const shorts = *rc::gen::arbitrary<bool>();
            auto const events = *histories({true, true, false, true, shorts, true});
            auto const result = booked(events, method, {}, shorts);
            auto const names = [](Event const& event) { return !event.transaction.lots.empty(); };
            RC_CLASSIFY(std::any_of(events.begin(), events.end(), names));
            for (auto const& position : result.positions) {
                RC_ASSERT(position.realized_pl == sum_of(result.disposals, position, [](model::Disposal const& one) {
                              return std::pair{one.lot.account_id, one.realized_pl};
                          }));
                if (!shorts) {
                    auto const flow = flows_of(events, result)[key_of(position)];
                    RC_ASSERT(known(flow.in.position) == known(flow.out.position) + known(position.total_cost));
                }
            }
            std::for_each(result.closed.begin(), result.closed.end(),
                          [](model::Lot const& lot) { RC_ASSERT(lot.remaining_quantity.is_zero()); });
            auto const shuffled = shuffled_ids(events, *rc::gen::arbitrary<unsigned>());
            auto const again = booked(shuffled, method, {}, shorts);
            RC_ASSERT(without_keys(result.open) == without_keys(again.open));
            RC_ASSERT(without_keys(result.disposals, events) == without_keys(again.disposals, shuffled));
            auto const cuts = *rc::gen::container<std::vector<bool>>(events.size(), rc::gen::arbitrary<bool>());
            auto const pieces = booked_in_pieces(events, method, cuts, shorts);
            RC_ASSERT(pieces.open == result.open);
            RC_ASSERT(pieces.disposals == result.disposals);
            RC_ASSERT(pieces.oversells == result.oversells);
        }));
    }
}

TEST_CASE("L11: a history with all signs turned gives the same lots and gains with signs turned")
{
    check_for_every_method("shorts mirror longs", [](BookingMethod method) {
        auto const events = trades(*histories({false, true, false, false}), method);
        auto const longs = booked(events, method, {Fees::in_basis, Decimal{}});
        auto const shorts = booked(turned(events), method, {Fees::in_basis, Decimal{}}, true);
        RC_ASSERT(longs.oversells.empty());
        RC_ASSERT(turned(longs.open) == shorts.open);
        RC_ASSERT(turned(longs.closed) == shorts.closed);
        RC_ASSERT(longs.disposals.size() == shorts.disposals.size());
        for (std::size_t i = 0; i < longs.disposals.size(); ++i) {
            RC_ASSERT(longs.disposals[i].lot == shorts.disposals[i].lot);
            RC_ASSERT(longs.disposals[i].quantity == shorts.disposals[i].quantity);
            RC_ASSERT(longs.disposals[i].proceeds == shorts.disposals[i].cost_basis);
            RC_ASSERT(longs.disposals[i].cost_basis_base == shorts.disposals[i].proceeds_base);
            RC_ASSERT(known(longs.disposals[i].realized_pl) == -known(shorts.disposals[i].realized_pl));
        }
        for (std::size_t i = 0; i < longs.positions.size(); ++i) {
            RC_ASSERT(longs.positions[i].quantity == -shorts.positions[i].quantity);
            RC_ASSERT(known(longs.positions[i].total_cost) == -known(shorts.positions[i].total_cost));
            RC_ASSERT(known(longs.positions[i].realized_pl_base) == -known(shorts.positions[i].realized_pl_base));
        }
    });
}

TEST_CASE("L6: what was sold up to a day does not depend on what comes after it")
{
    check_for_every_method("as of is a prefix", [](BookingMethod method) {
        auto const events = *histories(with_unknowns);
        RC_PRE(!events.empty());
        auto const day = events[*rc::gen::inRange<std::size_t>(0, events.size())].transaction.date;
        auto const after = std::find_if(events.begin(), events.end(),
                                        [&](Event const& event) { return event.transaction.date > day; });
        auto const until = booked({events.begin(), after}, method);
        auto disposals = booked(events, method).disposals;
        disposals.erase(std::remove_if(disposals.begin(), disposals.end(),
                                       [&](auto const& disposal) { return disposal.date > day; }),
                        disposals.end());
        RC_ASSERT(until.disposals == disposals);
    });
}

TEST_CASE("L7: no figure that is known depends on an amount that is not")
{
    for (auto const method : {BookingMethod::fifo, BookingMethod::lifo, BookingMethod::average}) {
        CHECK(rc::check("known figures stay: " + std::string{model::to_text(method)}, [&] {
            auto const events = each_at_its_own_moment(*histories({false, true, true, false}));
            auto const result = booked(events, method);
            check_known_figures(result, booked(with_unknowns_as(events, dec("0"), dec("1")), method));
            check_known_figures(result, booked(with_unknowns_as(events, dec("77.7"), dec("3")), method));
        }));
    }
}

TEST_CASE("L7: a sum is known exactly when all its parts are")
{
    check_for_every_method("sums are known when parts are", [](BookingMethod method) {
        auto const result = booked(*histories(with_unknowns), method);
        for (auto const& position : result.positions) {
            RC_ASSERT(position.realized_pl == sum_of(result.disposals, position, [](model::Disposal const& disposal) {
                          return std::pair{disposal.lot.account_id, disposal.realized_pl};
                      }));
            RC_ASSERT(position.total_cost_base == sum_of(result.open, position, [](model::Lot const& lot) {
                          return std::pair{lot.key.account_id, lot.remaining_cost_base};
                      }));
        }
    });
}

} // namespace pf::lots::test
