#include "pf/base/sha256.hpp"

#include <sodium.h>

#include <array>

namespace pf::base {

struct Sha256::State {
    crypto_hash_sha256_state hash;
};

Sha256::Sha256() : m_state(std::make_unique<State>())
{
    crypto_hash_sha256_init(&m_state->hash);
}
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;
Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes)
{
    crypto_hash_sha256_update(&m_state->hash, reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size());
}

std::string Sha256::hex()
{
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256_final(&m_state->hash, digest.data());
    std::string text(digest.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), digest.data(), digest.size());
    text.pop_back();
    return text;
}

namespace {

constexpr std::size_t block_size = 64;

std::string bytes_of(std::string_view hexadecimal)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hexadecimal.size(); i += 2) {
        bytes += static_cast<char>(digits.find(hexadecimal[i]) * 16 + digits.find(hexadecimal[i + 1]));
    }
    return bytes;
}

std::string digest_of(std::string_view first, std::string_view second)
{
    Sha256 hash;
    hash.add(first);
    hash.add(second);
    return hash.hex();
}

std::string padded(std::string_view key, char with)
{
    auto block = key.size() > block_size ? bytes_of(digest_of(key, {})) : std::string{key};
    block.resize(block_size, '\0');
    for (char& byte : block) {
        byte = static_cast<char>(byte ^ with);
    }
    return block;
}

} // namespace

std::string hmac_sha256(std::string_view key, std::string_view text)
{
    return digest_of(padded(key, '\x5c'), bytes_of(digest_of(padded(key, '\x36'), text)));
}

} // namespace pf::base
