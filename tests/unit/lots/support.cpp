#include "support.hpp"

#include "pf/base/time.hpp"

#include <algorithm>
#include <stdexcept>

namespace pf::lots::test {

model::Position const& Recorder::position_of(std::int64_t account_id, std::string_view ticker) const
{
    auto const found = std::find_if(positions.begin(), positions.end(), [&](auto const& position) {
        return position.account_id == account_id && position.ticker == ticker;
    });
    if (found == positions.end()) {
        throw std::out_of_range("no position in account " + std::to_string(account_id));
    }
    return *found;
}

Decimal dec(std::string_view text)
{
    return (*money::parse_decimal(text)).value;
}

Timestamp at(std::string_view text)
{
    return base::parse_iso_timestamp(text)->timestamp;
}

Event row(model::TransactionType type, std::string_view date, std::string_view quantity,
          std::optional<std::string_view> total_amount, std::string_view fee)
{
    Event event;
    auto& transaction = event.transaction;
    transaction.account_id = 1;
    transaction.type = type;
    transaction.date = at(date);
    transaction.ticker = "X";
    transaction.currency = Currency{"USD"};
    transaction.quantity = dec(quantity);
    if (total_amount) {
        transaction.total_amount = dec(*total_amount);
    }
    transaction.fee = dec(fee);
    event.rate_to_position = event.rate_to_base = Decimal{1};
    return event;
}

Event buy(std::string_view date, std::string_view quantity, std::optional<std::string_view> total_amount,
          std::string_view fee)
{
    return row(model::TransactionType::buy, date, quantity, total_amount, fee);
}

Event sell(std::string_view date, std::string_view quantity, std::optional<std::string_view> total_amount,
           std::string_view fee)
{
    return row(model::TransactionType::sell, date, quantity, total_amount, fee);
}

Event added_units(std::string_view date, std::string_view quantity)
{
    return row(model::TransactionType::split, date, quantity, std::nullopt);
}

Event with_rates(Event event, std::optional<Decimal> to_position, std::optional<Decimal> to_base)
{
    event.rate_to_position = to_position;
    event.rate_to_base = to_base;
    return event;
}

std::vector<Event> operator+(std::vector<Event> left, std::vector<Event> const& right)
{
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

std::string text(std::optional<Decimal> amount)
{
    return amount ? amount->to_text() : "unknown";
}

Event split(std::string_view date, std::int64_t numerator, std::int64_t denominator)
{
    auto event = row(model::TransactionType::split, date, "0", std::nullopt);
    event.transaction.split_numerator = numerator;
    event.transaction.split_denominator = denominator;
    return event;
}

Event in_account(Event event, std::int64_t account_id)
{
    event.transaction.account_id = account_id;
    return event;
}

std::vector<Event> transfer(std::string_view date, std::string_view quantity, std::int64_t from, std::int64_t to)
{
    auto out = in_account(row(model::TransactionType::transfer_out, date, quantity, std::nullopt), from);
    auto in = in_account(row(model::TransactionType::transfer_in, date, quantity, std::nullopt), to);
    out.transaction.counter_account_id = to;
    in.transaction.counter_account_id = from;
    return {out, in};
}

Recorder book(std::vector<Event> events, model::BookingMethod method, Options options)
{
    Book book{std::set<std::string>{"X", "Y", "Z"}, options};
    for (std::int64_t account_id = 1; account_id <= 3; ++account_id) {
        book.add_account(account_id, method, Currency{"USD"});
    }
    return fed(book, std::move(events));
}

Recorder fed(Book& book, std::vector<Event> events)
{
    Recorder recorder;
    std::int64_t id = 0;
    for (auto& event : events) {
        event.transaction.id = event.transaction.line_no = ++id;
        book.apply(event, recorder);
    }
    book.finish(recorder);
    return recorder;
}

} // namespace pf::lots::test
