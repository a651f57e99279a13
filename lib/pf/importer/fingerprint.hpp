#pragma once

#include "pf/importer/entry.hpp"
#include "pf/importer/format.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace pf::importer {

/// BLAKE2b, 128 bits, over bytes that are framed so that different fields never run together.
class Fingerprinter {
public:
    /// \throws pf::Error  internal, when libsodium does not start
    Fingerprinter();

    /// Over what the event is: type, moment, ticker, quantity, amount, currency, fee, split, other account.
    [[nodiscard]] model::Fingerprint of_content(Draft const& draft, Borrowed borrowed);

    /// Over all that it says, and when.
    [[nodiscard]] model::Fingerprint of_balance(model::Balance const& balance);

    /// Over the source's own name of the event and which of its transactions this is.
    [[nodiscard]] model::Fingerprint of_id(std::string_view source, std::string_view external_id, std::size_t leg);

    /// The same again, for the second and later of identical rows.
    [[nodiscard]] model::Fingerprint of_repetition(model::Fingerprint const& first, std::uint32_t occurrence);

    [[nodiscard]] model::Fingerprint combined(model::Fingerprint const& left, model::Fingerprint const& right);

    /// Which close of which day it is, or which rate, whatever the figure; for comparing within one file.
    [[nodiscard]] std::uint64_t key_of(model::Price const& price);
    [[nodiscard]] std::uint64_t key_of(model::FxRate const& rate);

    /// Which account's row it is; for counting within one file.
    [[nodiscard]] std::uint64_t key_in_account(model::Fingerprint const& fingerprint, std::string_view account);

private:
    void begin(char what);
    void add_bytes(void const* bytes, std::size_t count);
    void add_byte(char byte);
    template <typename Unsigned>
    void add_number(Unsigned value);
    void add(std::string_view text);
    void add(std::int64_t number);
    void add(std::optional<Decimal> const& number);
    void add(model::Fingerprint const& fingerprint);
    [[nodiscard]] model::Fingerprint digest() const;

    std::vector<char> m_bytes = std::vector<char>(1024);
    std::size_t m_size = 0; ///< of what is to be hashed
};

/// Counts how often each key came; 12 bytes a place, open addressing.
class OccurrenceCounter {
public:
    OccurrenceCounter();

    /// How often it came before.
    [[nodiscard]] std::uint32_t count(std::uint64_t key);

private:
    [[nodiscard]] std::size_t place_of(std::uint64_t key) const;
    void grow();

    std::vector<std::uint64_t> m_keys;
    std::vector<std::uint32_t> m_counts; ///< zero: the place is free
    std::size_t m_used = 0;
};

/// Remembers what stood under each external id, and where; 16 bytes a place, open addressing.
class IdRegister {
public:
    IdRegister();

    struct Seen {
        std::uint32_t content = 0;
        std::uint32_t line = 0; ///< zero: the id is new
    };

    /// What was there before; the first one stays.
    [[nodiscard]] Seen note(std::uint64_t key, Seen now);

private:
    [[nodiscard]] std::size_t place_of(std::uint64_t key) const;
    void grow();

    std::vector<std::uint64_t> m_keys;
    std::vector<Seen> m_seen;
    std::size_t m_used = 0;
};

} // namespace pf::importer
