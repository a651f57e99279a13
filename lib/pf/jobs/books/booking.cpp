#include "pf/jobs/books/booking.hpp"

#include "pf/base/error.hpp"
#include "pf/valuation/amounts.hpp"

#include <utility>

namespace pf::jobs {

std::optional<Decimal> rate_to_base(model::Transaction const& transaction, Date day, Currency base,
                                    valuation::FxTable const& rates)
{
    if (transaction.currency == base) {
        return Decimal(1);
    }
    if (transaction.fx_rate) {
        return transaction.fx_rate;
    }
    return rates.rate(transaction.currency, base, day);
}

Booking::Booking(std::vector<model::Account> const& accounts, valuation::FxTable const& rates,
                 model::Families const& families, lots::Sink& sink, BookingOptions options)
    : m_days(accounts), m_rates(rates), m_families(families), m_sink(sink), m_options(options)
{
    for (auto const& account : accounts) {
        m_accounts[account.id].account = &account;
        m_pool_allows_short = m_pool_allows_short || (options.lots.pools_accounts && account.allows_short);
    }
}

void Booking::restore(std::map<std::string, std::vector<StoredInstrument>> stored_by_family)
{
    m_stored = std::move(stored_by_family);
}

void Booking::start(std::string const& family)
{
    finish();
    m_family = family;
    m_book.emplace(m_families.members(family), m_options.lots);
    ++m_book_no;
    auto const stored = m_stored.find(family);
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
        m_book->add_account(account_id, m_options.method.value_or(account.booking_method), account.base_currency,
                            account.time_zone, account.allows_short || m_pool_allows_short);
    }
    return account;
}

std::optional<Decimal> Booking::rate_to_position(model::Transaction const& transaction, Date day, Currency base,
                                                 std::optional<Decimal> to_base) const
{
    auto const wanted = m_book->position_currency(transaction);
    if (transaction.currency == wanted) {
        return Decimal(1);
    }
    if (wanted == base) {
        return to_base;
    }
    if (transaction.fx_rate) {
        auto const onwards = m_rates.rate(base, wanted, day);
        if (onwards) {
            return valuation::product(*transaction.fx_rate, *onwards);
        }
    }
    return m_rates.rate(transaction.currency, wanted, day);
}

void Booking::turn_to(std::string const& ticker)
{
    if (m_book && ticker == m_ticker) {
        return;
    }
    m_ticker = ticker;
    auto const& family = m_families.name_of(m_ticker);
    if (!m_book || family != m_family) {
        start(family);
    }
}

lots::Held Booking::held(std::int64_t account_id, std::string const& ticker) const
{
    auto const position = m_book->position(account_id, ticker);
    auto const account = m_accounts.find(account_id);
    bool const allows_short = account != m_accounts.end() && account->second.account->allows_short;
    return {position ? position->quantity : Decimal{}, allows_short || m_pool_allows_short};
}

void Booking::put_in_order(std::span<model::Transaction> moment)
{
    turn_to(moment.front().ticker);
    lots::put_in_order(
        moment, [this](std::int64_t account_id, std::string const& ticker) { return held(account_id, ticker); },
        m_options.lots.dust);
}

lots::Event const& Booking::add(model::Transaction const& transaction)
{
    turn_to(transaction.ticker);
    if (transaction.counter_account_id) {
        declared(*transaction.counter_account_id);
    }
    auto const base = declared(transaction.account_id).base_currency;
    auto const day = m_days.day_of(transaction);
    m_event.transaction = transaction;
    m_event.rate_to_base = rate_to_base(transaction, day, base, m_rates);
    m_event.rate_to_position = rate_to_position(transaction, day, base, m_event.rate_to_base);
    m_book->apply(m_event, m_sink);
    return m_event;
}

std::optional<model::Position> Booking::position(std::int64_t account_id, std::string const& ticker) const
{
    return m_book ? m_book->position(account_id, ticker) : std::nullopt;
}

void Booking::finish()
{
    if (m_book) {
        m_book->finish(m_sink);
        m_book.reset();
    }
}

} // namespace pf::jobs
