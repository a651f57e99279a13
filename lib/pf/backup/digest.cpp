#include "pf/backup/digest.hpp"

#include "pf/backup/sodium.hpp"

namespace pf::backup {

struct Digest::State {
    crypto_generichash_state hash;
};

Digest::Digest() : m_state(std::make_unique<State>())
{
    start_sodium();
    crypto_generichash_init(&m_state->hash, nullptr, 0, size);
}
Digest::Digest(Digest&&) noexcept = default;
Digest& Digest::operator=(Digest&&) noexcept = default;
Digest::~Digest() = default;

void Digest::add(std::string_view bytes)
{
    crypto_generichash_update(&m_state->hash, unsigned_bytes(bytes), bytes.size());
}

Digest::Bytes Digest::finish()
{
    Bytes bytes{};
    crypto_generichash_final(&m_state->hash, bytes.data(), bytes.size());
    return bytes;
}

std::string hex(Digest::Bytes const& bytes)
{
    std::array<char, 2 * Digest::size + 1> text{};
    sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
    return text.data();
}

} // namespace pf::backup
