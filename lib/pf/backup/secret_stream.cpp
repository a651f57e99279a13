#include "pf/backup/secret_stream.hpp"

#include "pf/backup/sodium.hpp"
#include "pf/base/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace pf::backup {

namespace {

constexpr std::size_t chunk_size = 64 * 1024;
constexpr std::size_t tag_size = 16;
constexpr std::size_t header_size = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr std::size_t overhead = crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr unsigned char final_chunk = crypto_secretstream_xchacha20poly1305_TAG_FINAL;
static_assert(Key::size == crypto_secretstream_xchacha20poly1305_KEYBYTES);

/// Of the stream's header, by the key: says whether a key is the right one, and nothing else.
std::string key_tag(std::string_view header, Key const& key)
{
    std::string tag(tag_size, '\0');
    auto const text = std::string{"pf-backup key"}.append(header);
    crypto_generichash(unsigned_bytes(tag), tag.size(), unsigned_bytes(text), text.size(), key.bytes().data(),
                       key.bytes().size());
    return tag;
}

} // namespace

struct SecretSink::State {
    explicit State(Sink& sink) : next(sink) {}

    Sink& next;
    crypto_secretstream_xchacha20poly1305_state stream{};
    std::string waiting;
    std::string chunk;
};

SecretSink::SecretSink(Sink& next, Key const& key) : m_state(std::make_unique<State>(next))
{
    start_sodium();
    std::string header(header_size, '\0');
    crypto_secretstream_xchacha20poly1305_init_push(&m_state->stream, unsigned_bytes(header), key.bytes().data());
    next.put(secret_begin);
    next.put(header);
    next.put(key_tag(header, key));
}

SecretSink::~SecretSink()
{
    sodium_memzero(&m_state->stream, sizeof m_state->stream);
}

void SecretSink::put(std::string_view bytes)
{
    auto& waiting = m_state->waiting;
    waiting += bytes;
    std::string_view rest = waiting;
    for (; rest.size() > chunk_size; rest.remove_prefix(chunk_size)) {
        push(rest.substr(0, chunk_size), 0);
    }
    waiting.erase(0, waiting.size() - rest.size());
}

void SecretSink::finish()
{
    push(m_state->waiting, final_chunk);
    m_state->next.finish();
}

void SecretSink::push(std::string_view chunk, unsigned char tag)
{
    auto& out = m_state->chunk;
    out.resize(chunk.size() + overhead);
    crypto_secretstream_xchacha20poly1305_push(&m_state->stream, unsigned_bytes(out), nullptr, unsigned_bytes(chunk),
                                               chunk.size(), nullptr, 0, tag);
    m_state->next.put(out);
}

struct SecretSource::State {
    explicit State(SealedSource& source) : encrypted(source) {}

    SealedSource& encrypted;
    crypto_secretstream_xchacha20poly1305_state stream{};
    std::string waiting; ///< read, not yet decrypted
    std::string chunk;
    std::uint64_t chunks = 0;
    bool done = false;
};

SecretSource::SecretSource(SealedSource& encrypted, Key const& key) : m_state(std::make_unique<State>(encrypted))
{
    start_sodium();
    auto const& file = encrypted.file();
    auto const begin = take(secret_begin.size());
    auto const header = take(header_size);
    auto const tag = take(tag_size);
    if (begin != secret_begin || tag.size() != tag_size) {
        throw_damaged(file, "it does not begin as an encrypted backup does");
    }
    auto const expected = key_tag(header, key);
    if (sodium_memcmp(tag.data(), expected.data(), tag.size()) != 0) {
        throw Error{ExitCode::bad_data,
                    "the key does not open it: it is another one, or the beginning of the file is damaged", file,
                    "pass the key file that it was made with"};
    }
    crypto_secretstream_xchacha20poly1305_init_pull(&m_state->stream, unsigned_bytes(header), key.bytes().data());
}

SecretSource::~SecretSource()
{
    sodium_memzero(&m_state->stream, sizeof m_state->stream);
}

std::string SecretSource::take(std::size_t size)
{
    auto& waiting = m_state->waiting;
    while (waiting.size() < size) {
        auto const bytes = m_state->encrypted.read();
        if (bytes.empty()) {
            break;
        }
        waiting += bytes;
    }
    auto taken = waiting.substr(0, size);
    waiting.erase(0, taken.size());
    return taken;
}

std::string_view SecretSource::read()
{
    if (m_state->done) {
        if (!take(1).empty()) {
            throw_damaged(m_state->encrypted.file(), "something follows after its last encrypted chunk");
        }
        return {};
    }
    auto const encrypted = take(chunk_size + overhead);
    if (encrypted.size() < overhead) {
        throw_damaged(m_state->encrypted.file(), "its last encrypted chunk is missing");
    }
    auto& out = m_state->chunk;
    out.resize(encrypted.size() - overhead);
    unsigned char tag = 0;
    ++m_state->chunks;
    if (crypto_secretstream_xchacha20poly1305_pull(&m_state->stream, unsigned_bytes(out), nullptr, &tag,
                                                   unsigned_bytes(encrypted), encrypted.size(), nullptr, 0) != 0) {
        throw_damaged(m_state->encrypted.file(), fmt::format("its encrypted chunk {} was changed", m_state->chunks));
    }
    m_state->done = tag == final_chunk;
    return out.empty() ? read() : std::string_view{out};
}

std::string Veil::applied(std::string_view bytes, std::uint64_t offset) const
{
    constexpr std::uint64_t block = 64;
    static constexpr std::array<unsigned char, crypto_stream_xchacha20_NONCEBYTES> nonce{}; // the key is used once
    auto const skipped = static_cast<std::size_t>(offset % block);
    auto text = std::string(skipped, '\0').append(bytes);
    crypto_stream_xchacha20_xor_ic(unsigned_bytes(text), unsigned_bytes(text), text.size(), nonce.data(),
                                   offset / block, m_key.bytes().data());
    text.erase(0, skipped);
    return text;
}

} // namespace pf::backup
