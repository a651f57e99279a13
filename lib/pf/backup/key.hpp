#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

namespace pf::backup {

/// What a backup is encrypted with; wiped when it goes.
class Key {
public:
    static constexpr std::size_t size = 32;
    using Bytes = std::array<unsigned char, size>;

    explicit Key(Bytes const& bytes) : m_bytes(bytes) {}
    Key(Key const&) = default;
    Key& operator=(Key const&) = default;
    ~Key();

    [[nodiscard]] static Key random();

    [[nodiscard]] Bytes const& bytes() const { return m_bytes; }

private:
    Bytes m_bytes;
};

/// What opens backups, and what is believed of them. Whoever has a key counts only what it proves: anybody who can
/// write to a folder can put a plain archive there that looks like a backup.
struct Trust {
    std::optional<Key> key{};
    bool takes_plain = false; ///< also what is not encrypted, although there is a key

    [[nodiscard]] bool refuses_plain() const { return key && !takes_plain; }
};

/// \throws pf::Error  no_input; permission, also when others can read or change it, or put another in its place;
/// bad_data, when the file does not hold a key
[[nodiscard]] Key read_key_file(std::filesystem::path const& file);

/// A new random key in a new file that only its owner can read.
/// \throws pf::Error  cannot_create, also when there is such a file
void create_key_file(std::filesystem::path const& file);

} // namespace pf::backup
