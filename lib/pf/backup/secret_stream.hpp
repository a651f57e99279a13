#pragma once

#include "pf/backup/key.hpp"
#include "pf/backup/streams.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace pf::backup {

/// What an encrypted backup begins with.
inline constexpr std::string_view secret_begin{"pf-enc\r\n\x1A\x01", 10};

/// Encrypts with libsodium's secretstream (XChaCha20-Poly1305) in chunks of one size; the last one says that it is. In
/// front stand `secret_begin`, the stream's header and a tag that only the same key gives, so that another key can be
/// told from damage.
class SecretSink final : public Sink {
public:
    SecretSink(Sink& next, Key const& key);
    ~SecretSink() override;

    void put(std::string_view bytes) override;
    void finish() override;

private:
    void push(std::string_view chunk, unsigned char tag);

    struct State;
    std::unique_ptr<State> m_state;
};

/// Decrypts what `SecretSink` has written. Nothing is handed out that was not authentic.
class SecretSource final : public Source {
public:
    /// \throws pf::Error  bad_data, when the key is another one
    SecretSource(SealedSource& encrypted, Key const& key);
    ~SecretSource() override;

    [[nodiscard]] std::string_view read() override;

private:
    [[nodiscard]] std::string take(std::size_t size);

    struct State;
    std::unique_ptr<State> m_state;
};

/// XChaCha20 with a key that is forgotten: for bytes that wait in a file. Enciphers and deciphers.
class Veil {
public:
    Veil() : m_key(Key::random()) {}

    /// \param offset  of the bytes in all that is enciphered
    [[nodiscard]] std::string applied(std::string_view bytes, std::uint64_t offset) const;

private:
    Key m_key;
};

} // namespace pf::backup
