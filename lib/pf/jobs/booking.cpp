#include "pf/jobs/booking.hpp"

#include "pf/base/error.hpp"

#include <utility>

namespace pf::jobs {

std::optional<Decimal> rate_to_base(model::Transaction const& transaction, Currency base,
                                    valuation::FxTable const& rates)
{
    if (transaction.currency == base) {
        return Decimal(1);
    }
    if (transaction.fx_rate) {
        return transaction.fx_rate;
    }
    return rates.rate(transaction.currency, base, base::day_of(transaction.date));
}

Booking::Booking(std::vector<model::Account> const& accounts, valuation::FxTable const& rates, lots::Sink& sink,
                 BookingOptions options)
    : m_rates(rates), m_sink(sink), m_options(options)
{
    for (auto const& account : accounts) {
        m_accounts[account.id].account = &account;
    }
}

void Booking::restore(std::map<std::string, std::vector<StoredInstrument>> stored_by_ticker)
{
    m_stored = std::move(stored_by_ticker);
}

void Booking::start(std::string const& ticker)
{
    finish();
    m_ticker = ticker;
    m_book.emplace(ticker, m_options.lots);
    ++m_book_no;
    auto const stored = m_stored.find(ticker);
    if (stored == m_stored.end()) {
        return;
    }
    for (auto const& instrument : stored->second) {
        declared(instrument.position.account_id);
        m_book->restore(instrument.position, instrument.open_lots);
    }
}

model::Account const& Booking::declared(std::int64_t account_id)
{
    auto const found = m_accounts.find(account_id);
    if (found == m_accounts.end()) {
        throw Error(ExitCode::internal, "a transaction of an account that was not declared");
    }
    auto& state = found->second;
    auto const& account = *state.account;
    if (state.declared_in != m_book_no) {
        state.declared_in = m_book_no;
        m_book->add_account(account_id, m_options.method.value_or(account.booking_method), account.base_currency);
    }
    return account;
}

std::optional<Decimal> Booking::rate_to_position(model::Transaction const& transaction, Currency base,
                                                 std::optional<Decimal> to_base) const
{
    auto const wanted = m_book->position_currency(transaction);
    if (transaction.currency == wanted) {
        return Decimal(1);
    }
    if (wanted == base) {
        return to_base;
    }
    auto const day = base::day_of(transaction.date);
    if (transaction.fx_rate) {
        auto const onwards = m_rates.rate(base, wanted, day);
        if (onwards) {
            return money::multiply(*transaction.fx_rate, *onwards, Rounding::half_even);
        }
    }
    return m_rates.rate(transaction.currency, wanted, day);
}

lots::Event const& Booking::add(model::Transaction const& transaction)
{
    if (!m_book || transaction.ticker != m_ticker) {
        start(transaction.ticker);
    }
    if (transaction.counter_account_id) {
        declared(*transaction.counter_account_id);
    }
    auto const base = declared(transaction.account_id).base_currency;
    m_event.transaction = transaction;
    m_event.rate_to_base = rate_to_base(transaction, base, m_rates);
    m_event.rate_to_position = rate_to_position(transaction, base, m_event.rate_to_base);
    m_book->apply(m_event, m_sink);
    return m_event;
}

std::optional<model::Position> Booking::position(std::int64_t account_id) const
{
    return m_book ? m_book->position(account_id) : std::nullopt;
}

void Booking::finish()
{
    if (m_book) {
        m_book->finish(m_sink);
        m_book.reset();
    }
}

} // namespace pf::jobs
