#include "pf/importer/fingerprint.hpp"

#include "pf/base/error.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <utility>

namespace pf::importer {

namespace {

constexpr std::size_t first_places = 1 << 10;

std::uint64_t low_bytes(model::Fingerprint const& fingerprint)
{
    std::uint64_t value = 0;
    for (std::size_t index = 8; index-- > 0;) {
        value = (value << 8) | static_cast<std::uint64_t>(fingerprint[index]);
    }
    return value;
}

} // namespace

Fingerprinter::Fingerprinter()
{
    if (sodium_init() < 0) {
        throw Error(ExitCode::internal, "libsodium does not start");
    }
}

void Fingerprinter::begin(char what)
{
    m_size = 0;
    add_byte(what);
}

void Fingerprinter::add_bytes(void const* bytes, std::size_t count)
{
    if (m_size + count > m_bytes.size()) {
        m_bytes.resize(2 * (m_size + count));
    }
    if (count > 0) { // an empty view may point nowhere
        std::memcpy(m_bytes.data() + m_size, bytes, count);
        m_size += count;
    }
}

void Fingerprinter::add_byte(char byte)
{
    add_bytes(&byte, 1);
}

/// Low bytes first, whatever the machine.
template <typename Unsigned>
void Fingerprinter::add_number(Unsigned value)
{
    std::array<char, sizeof(Unsigned)> low_first{};
    for (char& byte : low_first) {
        byte = static_cast<char>(static_cast<unsigned char>(value & 0xFF));
        value = static_cast<Unsigned>(value >> 8);
    }
    add_bytes(low_first.data(), low_first.size());
}

void Fingerprinter::add(std::string_view text)
{
    add_number(static_cast<std::uint32_t>(text.size()));
    add_bytes(text.data(), text.size());
}

void Fingerprinter::add(std::int64_t number)
{
    add_number(static_cast<std::uint64_t>(number));
}

void Fingerprinter::add(std::optional<Decimal> const& number)
{
    add_byte(number ? '1' : '0');
    if (number) {
        add_number(static_cast<money::Uint128>(number->units()));
    }
}

void Fingerprinter::add(model::Fingerprint const& fingerprint)
{
    add_bytes(fingerprint.data(), fingerprint.size());
}

model::Fingerprint Fingerprinter::digest() const
{
    model::Fingerprint result{};
    auto const* const bytes = static_cast<unsigned char const*>(static_cast<void const*>(m_bytes.data()));
    auto* const out = static_cast<unsigned char*>(static_cast<void*>(result.data()));
    crypto_generichash(out, result.size(), bytes, m_size, nullptr, 0);
    return result;
}

model::Fingerprint Fingerprinter::of_content(Draft const& draft, Borrowed borrowed)
{
    model::Transaction const& transaction = draft.transaction;
    begin('c');
    add(model::to_text(draft.known_as.value_or(transaction.type)));
    add_byte(transaction.date_only ? 'd' : 't');
    add(static_cast<std::int64_t>(transaction.date.time_since_epoch().count()));
    add(std::string_view(transaction.ticker));
    add(std::optional(transaction.quantity));
    add(borrowed.total ? std::nullopt : transaction.total_amount);
    add(borrowed.currency ? std::string_view() : transaction.currency.code());
    add(borrowed.fee ? std::optional(Decimal()) : std::optional(transaction.fee));
    add(transaction.split_numerator);
    add(transaction.split_denominator);
    add(std::string_view(draft.counter_account));
    if (!transaction.counter_ticker.empty() || model::converts(transaction.type)) { // others are as they always were
        add(std::string_view(transaction.counter_ticker));
        add(transaction.cost_share);
    }
    if (!transaction.lots.empty()) {
        add(std::string_view(transaction.lots));
    }
    return digest();
}

model::Fingerprint Fingerprinter::of_balance(model::Balance const& balance)
{
    begin('b');
    add_byte(balance.date_only ? 'd' : 't');
    add(static_cast<std::int64_t>(balance.date.time_since_epoch().count()));
    add(std::string_view(balance.ticker));
    add(balance.currency.code());
    add(std::optional(balance.quantity));
    return digest();
}

model::Fingerprint Fingerprinter::of_id(std::string_view source, std::string_view external_id, std::size_t leg)
{
    begin('i');
    add(source);
    add(external_id);
    add(static_cast<std::int64_t>(leg));
    return digest();
}

model::Fingerprint Fingerprinter::of_repetition(model::Fingerprint const& first, std::uint32_t occurrence)
{
    begin('r');
    add(first);
    add(static_cast<std::int64_t>(occurrence));
    return digest();
}

model::Fingerprint Fingerprinter::combined(model::Fingerprint const& left, model::Fingerprint const& right)
{
    begin('p');
    add(left);
    add(right);
    return digest();
}

std::uint64_t Fingerprinter::key_of(model::Price const& price)
{
    begin('q');
    add(static_cast<std::int64_t>(price.date.time_since_epoch().count()));
    add(std::string_view(price.ticker));
    return low_bytes(digest());
}

std::uint64_t Fingerprinter::key_of(model::FxRate const& rate)
{
    begin('x');
    add(static_cast<std::int64_t>(rate.date.time_since_epoch().count()));
    add(rate.base.code());
    add(rate.quote.code());
    return low_bytes(digest());
}

std::uint64_t Fingerprinter::key_in_account(model::Fingerprint const& fingerprint, std::string_view account)
{
    constexpr std::uint64_t odd = 0x9E3779B97F4A7C15ULL;
    std::uint64_t const key = low_bytes(fingerprint);
    return account.empty() ? key : key ^ (std::hash<std::string_view>{}(account)*odd);
}

OccurrenceCounter::OccurrenceCounter() : m_keys(first_places), m_counts(first_places) {}

std::size_t OccurrenceCounter::place_of(std::uint64_t key) const
{
    std::size_t const mask = m_keys.size() - 1;
    std::size_t place = key & mask;
    while (m_counts[place] != 0 && m_keys[place] != key) {
        place = (place + 1) & mask;
    }
    return place;
}

std::uint32_t OccurrenceCounter::count(std::uint64_t key)
{
    if (m_used * 5 > m_keys.size() * 4) {
        grow();
    }
    std::size_t const place = place_of(key);
    if (m_counts[place] == 0) {
        m_keys[place] = key;
        ++m_used;
    }
    return m_counts[place]++;
}

void OccurrenceCounter::grow()
{
    auto const keys = std::exchange(m_keys, std::vector<std::uint64_t>(m_keys.size() * 2));
    auto const counts = std::exchange(m_counts, std::vector<std::uint32_t>(keys.size() * 2));
    for (std::size_t index = 0; index < keys.size(); ++index) {
        if (counts[index] != 0) {
            std::size_t const place = place_of(keys[index]);
            m_keys[place] = keys[index];
            m_counts[place] = counts[index];
        }
    }
}

IdRegister::IdRegister() : m_keys(first_places), m_seen(first_places) {}

std::size_t IdRegister::place_of(std::uint64_t key) const
{
    std::size_t const mask = m_keys.size() - 1;
    std::size_t place = key & mask;
    while (m_seen[place].line != 0 && m_keys[place] != key) {
        place = (place + 1) & mask;
    }
    return place;
}

IdRegister::Seen IdRegister::note(std::uint64_t key, Seen now)
{
    if (m_used * 5 > m_keys.size() * 4) {
        grow();
    }
    std::size_t const place = place_of(key);
    Seen const before = m_seen[place];
    if (before.line == 0) {
        m_keys[place] = key;
        m_seen[place] = now;
        ++m_used;
    }
    return before;
}

void IdRegister::grow()
{
    auto const keys = std::exchange(m_keys, std::vector<std::uint64_t>(m_keys.size() * 2));
    auto const seen = std::exchange(m_seen, std::vector<Seen>(keys.size() * 2));
    for (std::size_t index = 0; index < keys.size(); ++index) {
        if (seen[index].line != 0) {
            std::size_t const place = place_of(keys[index]);
            m_keys[place] = keys[index];
            m_seen[place] = seen[index];
        }
    }
}

} // namespace pf::importer
