#pragma once

#include "pf/backup/csv_text.hpp"
#include "pf/backup/key.hpp"
#include "pf/backup/manifest.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// A backup is one file: a tar archive, compressed with zstd, readable by `tar --zstd -xf`. Its first member is
/// `manifest.json`, then comes `NAME.csv` for every table, and after the archive a seal: a zstd frame that readers
/// skip, with the size and the BLAKE2b digest of all that stands before it. An encrypted backup is the same, inside a
/// secretstream of libsodium, and the seal outside.
namespace pf::backup {

/// Collects the tables, compressed, until the manifest is known: in memory and, when they are large, in an unnamed
/// file, enciphered with a key that nobody knows.
class Writer {
public:
    /// \param folder  for what must wait; the folder that the backup will be in
    explicit Writer(std::filesystem::path const& folder);
    Writer(Writer const&) = delete;
    Writer& operator=(Writer const&) = delete;
    ~Writer();

    void begin_table(std::string name, std::vector<std::string> columns);

    /// For the values of the current row of the current table.
    [[nodiscard]] CsvText& row();
    void end_row();
    void end_table();

    [[nodiscard]] std::uint64_t csv_bytes() const;     ///< so far, of all tables
    [[nodiscard]] std::uint64_t waiting_bytes() const; ///< the same, compressed

    /// Write all of it to an open, empty file.
    /// \param manifest  without tables
    /// \param wrote     told how many bytes were written, now and then
    /// \return          the manifest that was written
    /// \throws pf::Error  io_error, as the file is called `shown`
    Manifest finish(int file, std::string const& shown, Manifest manifest, std::optional<Key> const& key,
                    std::function<void(std::uint64_t)> const& wrote);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// Reads a backup once, from the beginning to its end, and believes nothing: not before `next_table` has returned false
/// is everything proven. Every error is bad_data and names the file, unless reading itself fails.
class Reader {
public:
    /// Reads the manifest.
    /// \param trust  the key opens an encrypted backup
    /// \throws pf::Error  no_input; permission; config, when it is encrypted and there is no key; bad_data, when it is
    ///                    cut short, is no backup, the key is another one, or there is a key and it is not encrypted;
    ///                    schema, when it is of a newer format
    explicit Reader(std::filesystem::path const& file, Trust const& trust = {});
    Reader(Reader&&) noexcept;
    Reader& operator=(Reader&&) noexcept;
    ~Reader();

    [[nodiscard]] Manifest const& manifest() const;

    /// To the next table, in the manifest's order; what is left of the current one is read and checked first. False
    /// after the last, when nothing else follows and all of the file is what was written.
    [[nodiscard]] bool next_table();

    /// The current table.
    [[nodiscard]] TableEntry const& table() const;

    /// The next bytes of its CSV, the header line among them; empty at the end, when rows, size and digest were right.
    [[nodiscard]] std::string_view read();

    [[nodiscard]] std::uint64_t bytes_read() const; ///< of the file
    [[nodiscard]] std::uint64_t size() const;       ///< of the file

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// Is it encrypted? Looks at its first bytes only.
[[nodiscard]] bool is_encrypted(std::filesystem::path const& file);

} // namespace pf::backup
