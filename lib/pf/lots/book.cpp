#include "pf/lots/book.hpp"

#include "pf/base/error.hpp"
#include "pf/lots/account_book.hpp"
#include "pf/lots/units.hpp"

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
    using Accounts = std::map<std::int64_t, AccountBook>;

    Options options;
    std::map<std::string, Accounts> instruments;
    std::map<std::string, Accounts>::value_type* current = nullptr; ///< of the last row
    std::list<Parcel> in_transit;
    bool is_stopped = false;                                              ///< by a row that was out of range
    std::optional<Timestamp> moment;                                      ///< of the last row
    std::vector<model::Transaction> conversions;                          ///< CONVERT_OUT rows of the moment
    std::map<std::pair<std::int64_t, std::string>, Decimal> pooled_units; ///< what each account holds of what is pooled

    [[nodiscard]] static Error internal_error(std::string const& what, model::Transaction const& row)
    {
        return {ExitCode::internal, what + ": transaction " + std::to_string(row.id) + " of account " +
                                        std::to_string(row.account_id) + ", " + row.ticker};
    }

    /// Whose lots a row of the account is about.
    [[nodiscard]] std::int64_t owner(std::int64_t account_id) const
    {
        return options.pools_accounts ? pool_id : account_id;
    }

    [[nodiscard]] AccountBook const* find(std::int64_t account_id, std::string const& ticker) const
    {
        auto const accounts = instruments.find(ticker);
        if (accounts == instruments.end()) {
            return nullptr;
        }
        auto const account = accounts->second.find(owner(account_id));
        return account == accounts->second.end() ? nullptr : &account->second;
    }

    /// Rows of one instrument mostly follow each other.
    [[nodiscard]] Accounts& accounts_of(model::Transaction const& row)
    {
        if (current == nullptr || current->first != row.ticker) {
            auto const found = instruments.find(row.ticker);
            if (found == instruments.end()) {
                throw internal_error("row of another instrument", row);
            }
            current = &*found;
        }
        return current->second;
    }

    [[nodiscard]] AccountBook& account_of(model::Transaction const& row)
    {
        auto& accounts = accounts_of(row);
        auto const found = accounts.find(owner(row.account_id));
        if (found == accounts.end()) {
            throw internal_error("account was not declared", row);
        }
        return found->second;
    }

    [[nodiscard]] static bool is_linked(model::Transaction const& row, TransactionType type)
    {
        return row.type == type && row.counter_account_id.has_value();
    }

    /// Units are sold by an option that was exercised or assigned.
    [[nodiscard]] static bool is_by_right(model::Transaction const& row)
    {
        return row.type == TransactionType::sell && !row.counter_ticker.empty();
    }

    [[nodiscard]] static bool arrives(model::Transaction const& row)
    {
        return row.type == TransactionType::convert_in || is_by_right(row) ||
               is_linked(row, TransactionType::transfer_in);
    }

    [[nodiscard]] static bool is_for(Parcel const& parcel, model::Transaction const& arrival)
    {
        bool const is_converted = !arrival.counter_ticker.empty();
        auto const& from = is_converted ? arrival.counter_ticker : arrival.ticker;
        return parcel.to == arrival.account_id && parcel.to_ticker == arrival.ticker && parcel.from_ticker == from &&
               parcel.from == arrival.counter_account_id.value_or(arrival.account_id) &&
               (is_converted || parcel.quantity == arrival.quantity);
    }

    [[nodiscard]] std::list<Parcel>::const_iterator parcel_for(model::Transaction const& arrival) const
    {
        return std::find_if(in_transit.begin(), in_transit.end(),
                            [&](Parcel const& parcel) { return is_for(parcel, arrival); });
    }

    /// An amount without units has no lot to belong to, and would be lost.
    static void check_amount(model::Transaction const& row)
    {
        bool const trades = row.type == TransactionType::sell || row.type == TransactionType::expire ||
                            row.type == TransactionType::convert_in || model::opens_lot(row.type);
        bool const has_amount = (row.total_amount && !row.total_amount->is_zero()) || !row.fee.is_zero();
        if (trades && row.quantity.is_zero() && has_amount) {
            throw Error{ExitCode::bad_data, std::string{model::to_text(row.type)} +
                                                " of no units has an amount: transaction " + std::to_string(row.id) +
                                                " of account " + std::to_string(row.account_id) + ", " + row.ticker};
        }
    }

    void check(model::Transaction const& row)
    {
        if (moment && row.date < *moment) {
            throw internal_error("row before the last one", row);
        }
        check_amount(row);
        if (moment != row.date) {
            conversions.clear();
        }
        moment = row.date;
    }

    void arrive(AccountBook& account, Event const& event, Sink& sink)
    {
        auto const parcel = parcel_for(event.transaction);
        if (parcel == in_transit.end()) {
            throw internal_error("nothing was sent to", event.transaction);
        }
        if (!parcel->refused) {
            if (event.transaction.type == TransactionType::convert_in) {
                account.receive_converted(event, *parcel, sink);
            } else if (is_by_right(event.transaction)) {
                account.sell_by_right(event, *parcel, sink);
            } else {
                account.receive(event, *parcel, sink);
            }
        }
        in_transit.erase(parcel);
    }

    /// Do the conversions of the moment lead from one instrument of the account to the other?
    [[nodiscard]] bool leads(std::int64_t account_id, std::string const& from, std::string const& to) const
    {
        return from == to || std::any_of(conversions.begin(), conversions.end(), [&](model::Transaction const& row) {
                   return row.account_id == account_id && row.ticker == from &&
                          leads(account_id, row.counter_ticker, to);
               });
    }

    /// Which of two conversions that lead to each other comes first, nobody can tell.
    void convert(AccountBook& account, Event const& event, Sink& sink)
    {
        auto const& row = event.transaction;
        if (leads(row.account_id, row.counter_ticker, row.ticker)) {
            account.refuse(event, Oversell::Kind::conversion_cycle, sink);
            in_transit.push_back(account.refused_parcel(row));
            return;
        }
        conversions.push_back(row);
        bool const is_assigned = row.type == TransactionType::expire;
        in_transit.push_back(is_assigned ? account.assign(event, sink) : account.convert_away(event, sink));
    }

    /// Each account tells of the split of its own units: the pool has so many more, and is not multiplied by each.
    void book_in_pool(AccountBook& account, Event const& event, Sink& sink)
    {
        auto const& row = event.transaction;
        auto& held = pooled_units[{row.account_id, row.ticker}];
        auto const before = std::exchange(held, units_after(held, row));
        if (row.type != TransactionType::split) {
            return book(account, event, sink);
        }
        auto of_account = event;
        of_account.transaction.quantity = held - before;
        of_account.transaction.split_numerator = 0;
        of_account.transaction.split_denominator = 0;
        book(account, of_account, sink);
    }

    void book_transfer(AccountBook& account, Event const& event, Sink& sink)
    {
        auto const& row = event.transaction;
        if (is_linked(row, TransactionType::transfer_in)) {
            arrive(account, event, sink);
        } else if (is_linked(row, TransactionType::transfer_out)) {
            in_transit.push_back(account.dispatch(event, sink));
        } else if (row.type == TransactionType::transfer_in) {
            account.open(event, sink);
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
            return account.open(event, sink);
        case TransactionType::sell:
            return is_by_right(event.transaction) ? arrive(account, event, sink) : account.sell(event, sink);
        case TransactionType::expire:
            return event.transaction.counter_ticker.empty() ? account.expire(event, sink)
                                                            : convert(account, event, sink);
        case TransactionType::convert_out:
            return convert(account, event, sink);
        case TransactionType::convert_in:
            return arrive(account, event, sink);
        case TransactionType::return_of_capital:
            return account.return_capital(event, sink);
        case TransactionType::notional_distribution:
            return account.reinvest(event, sink);
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
        case TransactionType::tax_refund:
        case TransactionType::fee_refund:
        case TransactionType::deposit:
        case TransactionType::withdrawal:
        case TransactionType::exchange_out:
        case TransactionType::exchange_in:
            return account.note(event);
        }
    }
};

Book::Book(std::string ticker, Options options) : Book(std::set<std::string>{std::move(ticker)}, options) {}

Book::Book(std::set<std::string> const& tickers, Options options) : m_impl(std::make_unique<Impl>())
{
    m_impl->options = options;
    for (auto const& ticker : tickers) {
        m_impl->instruments.try_emplace(ticker);
    }
}

Book::Book(Book&&) noexcept = default;
Book& Book::operator=(Book&&) noexcept = default;
Book::~Book() = default;

void Book::add_account(std::int64_t account_id, model::BookingMethod method, Currency base_currency,
                       base::TimeZone const& zone, bool allows_short)
{
    auto const owner = m_impl->owner(account_id);
    for (auto& [ticker, accounts] : m_impl->instruments) {
        accounts.try_emplace(owner, ticker, owner, method, base_currency, zone, allows_short, m_impl->options);
    }
}

void Book::restore(model::Position const& position, std::vector<model::Lot> const& open_lots)
{
    if (m_impl->options.fees == Fees::separate) {
        throw Error{ExitCode::internal, "stored lots cannot be continued with fees apart"};
    }
    auto const accounts = m_impl->instruments.find(position.ticker);
    if (accounts == m_impl->instruments.end() || !accounts->second.contains(position.account_id)) {
        throw Error{ExitCode::internal, "a position of " + position.ticker + " does not belong to the book"};
    }
    accounts->second.at(position.account_id).restore(position, open_lots);
}

Currency Book::position_currency(model::Transaction const& next) const
{
    auto const& impl = *m_impl;
    auto const* const account = impl.find(next.account_id, next.ticker);
    if (account != nullptr && account->has_currency()) {
        return account->currency();
    }
    if (Impl::arrives(next)) {
        if (auto const parcel = impl.parcel_for(next); parcel != impl.in_transit.end() && !parcel->refused) {
            return parcel->currency;
        }
    }
    return next.currency;
}

void Book::apply(Event const& event, Sink& sink)
{
    if (m_impl->is_stopped) {
        return;
    }
    try {
        book(event, sink);
    } catch (money::OutOfRange const& why) {
        refuse(event.transaction, why, sink);
    }
}

void Book::book(Event const& event, Sink& sink)
{
    m_impl->check(event.transaction);
    auto& account = m_impl->account_of(event.transaction);
    if (event.transaction.date < account.last_date()) {
        throw Impl::internal_error("row before what was restored", event.transaction);
    }
    if (!account.has_currency()) {
        account.set_currency(position_currency(event.transaction));
    }
    m_impl->options.pools_accounts ? m_impl->book_in_pool(account, event, sink) : m_impl->book(account, event, sink);
}

void Book::refuse(model::Transaction const& row, money::OutOfRange const& why, Sink& sink)
{
    m_impl->is_stopped = true;
    sink.oversell({row.account_id,
                   row.id,
                   row.import_id,
                   row.line_no,
                   row.ticker,
                   m_impl->account_of(row).day_of(row.date),
                   row.quantity,
                   Decimal{},
                   Oversell::Kind::out_of_range,
                   {},
                   false,
                   why.message()});
}

std::optional<model::Position> Book::position(std::int64_t account_id, std::string const& ticker) const
{
    auto const* const account = m_impl->find(account_id, ticker);
    return account == nullptr ? std::nullopt : account->position();
}

void Book::finish(Sink& sink)
{
    if (m_impl->is_stopped) {
        return;
    }
    auto const stranded = std::find_if(m_impl->in_transit.begin(), m_impl->in_transit.end(),
                                       [](Parcel const& parcel) { return !parcel.refused; });
    if (stranded != m_impl->in_transit.end()) {
        throw Error{ExitCode::internal, "what left account " + std::to_string(stranded->from) + " as " +
                                            stranded->from_ticker + " never arrived in account " +
                                            std::to_string(stranded->to) + " as " + stranded->to_ticker};
    }
    for (auto& [ticker, accounts] : m_impl->instruments) {
        for (auto& [id, account] : accounts) {
            account.finish(sink);
        }
    }
}

} // namespace pf::lots
