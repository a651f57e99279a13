#include "pf/lots/book.hpp"

#include "pf/base/error.hpp"
#include "pf/lots/account_book.hpp"

#include <algorithm>
#include <list>
#include <map>
#include <utility>

namespace pf::lots {

using model::TransactionType;

Decimal default_dust()
{
    return Decimal::from_units(10'000'000'000); // 10^-8
}

struct Book::Impl {
    std::string ticker;
    Options options;
    std::map<std::int64_t, AccountBook> accounts;
    std::list<Parcel> in_transit;
    std::optional<model::Transaction> previous;

    [[nodiscard]] Error internal_error(std::string const& what, model::Transaction const& row) const
    {
        return {ExitCode::internal, what + ": transaction " + std::to_string(row.id) + " of account " +
                                        std::to_string(row.account_id) + ", " + ticker};
    }

    [[nodiscard]] AccountBook& account_of(model::Transaction const& row)
    {
        auto const found = accounts.find(row.account_id);
        if (found == accounts.end()) {
            throw internal_error("account was not declared", row);
        }
        return found->second;
    }

    [[nodiscard]] static bool is_linked(model::Transaction const& row, TransactionType type)
    {
        return row.type == type && row.counter_account_id.has_value();
    }

    [[nodiscard]] std::list<Parcel>::const_iterator parcel_for(model::Transaction const& arrival) const
    {
        return std::find_if(in_transit.begin(), in_transit.end(), [&](Parcel const& parcel) {
            return parcel.to == arrival.account_id && parcel.from == *arrival.counter_account_id &&
                   parcel.quantity == arrival.quantity;
        });
    }

    /// An amount without units has no lot to belong to, and would be lost.
    void check_amount(model::Transaction const& row) const
    {
        bool const trades = row.type == TransactionType::sell || model::opens_lot(row.type);
        bool const has_amount = (row.total_amount && !row.total_amount->is_zero()) || !row.fee.is_zero();
        if (trades && row.quantity.is_zero() && has_amount) {
            throw Error{ExitCode::bad_data, std::string{model::to_text(row.type)} +
                                                " of no units has an amount: transaction " + std::to_string(row.id) +
                                                " of account " + std::to_string(row.account_id) + ", " + ticker};
        }
    }

    void check(model::Transaction const& row)
    {
        if (row.ticker != ticker) {
            throw internal_error("row of another instrument (\"" + row.ticker + "\")", row);
        }
        if (previous && model::booking_order(row, *previous) < 0) {
            throw internal_error("row out of booking order", row);
        }
        check_amount(row);
        previous = row;
    }

    void arrive(AccountBook& account, Event const& event, Sink& sink)
    {
        auto const parcel = parcel_for(event.transaction);
        if (parcel == in_transit.end()) {
            throw internal_error("nothing was sent to", event.transaction);
        }
        if (!parcel->refused) {
            account.receive(event, *parcel, sink);
        }
        in_transit.erase(parcel);
    }

    void book_transfer(AccountBook& account, Event const& event, Sink& sink)
    {
        auto const& row = event.transaction;
        if (is_linked(row, TransactionType::transfer_in)) {
            arrive(account, event, sink);
        } else if (is_linked(row, TransactionType::transfer_out)) {
            in_transit.push_back(account.dispatch(event, sink));
        } else if (row.type == TransactionType::transfer_in) {
            account.open(event);
        } else {
            account.transfer_away(event, sink);
        }
    }

    void book(AccountBook& account, Event const& event, Sink& sink)
    {
        switch (event.transaction.type) {
        case TransactionType::buy:
        case TransactionType::staking:
        case TransactionType::airdrop:
        case TransactionType::mining:
            return account.open(event);
        case TransactionType::sell:
            return account.sell(event, sink);
        case TransactionType::transfer_in:
        case TransactionType::transfer_out:
            return book_transfer(account, event, sink);
        case TransactionType::fee:
            return event.transaction.quantity.is_zero() ? account.note(event) : account.pay_in_asset(event, sink);
        case TransactionType::split:
            return account.split(event, sink);
        case TransactionType::dividend:
        case TransactionType::interest:
            return account.earn(event);
        case TransactionType::tax:
        case TransactionType::deposit:
        case TransactionType::withdrawal:
            return account.note(event);
        }
    }
};

Book::Book(std::string ticker, Options options) : m_impl(std::make_unique<Impl>())
{
    m_impl->ticker = std::move(ticker);
    m_impl->options = options;
}

Book::Book(Book&&) noexcept = default;
Book& Book::operator=(Book&&) noexcept = default;
Book::~Book() = default;

void Book::add_account(std::int64_t account_id, model::BookingMethod method, Currency base_currency)
{
    m_impl->accounts.try_emplace(account_id, m_impl->ticker, account_id, method, base_currency, m_impl->options);
}

void Book::restore(model::Position const& position, std::vector<model::Lot> const& open_lots)
{
    if (m_impl->options.fees == Fees::separate) {
        throw Error{ExitCode::internal, "stored lots cannot be continued with fees apart"};
    }
    auto const found = m_impl->accounts.find(position.account_id);
    if (found == m_impl->accounts.end() || position.ticker != m_impl->ticker) {
        throw Error{ExitCode::internal,
                    "a position of " + position.ticker + " does not belong to the book of " + m_impl->ticker};
    }
    found->second.restore(position, open_lots);
}

Currency Book::position_currency(model::Transaction const& next) const
{
    auto const& impl = *m_impl;
    auto const account = impl.accounts.find(next.account_id);
    if (account != impl.accounts.end() && account->second.has_currency()) {
        return account->second.currency();
    }
    if (Impl::is_linked(next, TransactionType::transfer_in)) {
        if (auto const parcel = impl.parcel_for(next); parcel != impl.in_transit.end() && !parcel->refused) {
            return parcel->currency;
        }
    }
    return next.currency;
}

void Book::apply(Event const& event, Sink& sink)
{
    m_impl->check(event.transaction);
    auto& account = m_impl->account_of(event.transaction);
    if (event.transaction.date < account.last_date()) {
        throw m_impl->internal_error("row before what was restored", event.transaction);
    }
    if (!account.has_currency()) {
        account.set_currency(position_currency(event.transaction));
    }
    m_impl->book(account, event, sink);
}

std::optional<model::Position> Book::position(std::int64_t account_id) const
{
    auto const account = m_impl->accounts.find(account_id);
    return account == m_impl->accounts.end() ? std::nullopt : account->second.position();
}

void Book::finish(Sink& sink)
{
    auto const stranded = std::find_if(m_impl->in_transit.begin(), m_impl->in_transit.end(),
                                       [](Parcel const& parcel) { return !parcel.refused; });
    if (stranded != m_impl->in_transit.end()) {
        throw Error{ExitCode::internal, "a transfer of " + m_impl->ticker + " from account " +
                                            std::to_string(stranded->from) + " never arrived in account " +
                                            std::to_string(stranded->to)};
    }
    for (auto& [id, account] : m_impl->accounts) {
        account.finish(sink);
    }
}

} // namespace pf::lots
