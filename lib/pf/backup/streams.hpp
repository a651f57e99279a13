#pragma once

#include "pf/backup/digest.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

/// Bytes on their way into a backup and out of it.
namespace pf::backup {

class Sink {
public:
    Sink() = default;
    Sink(Sink const&) = delete;
    Sink& operator=(Sink const&) = delete;
    virtual ~Sink() = default;

    virtual void put(std::string_view bytes) = 0;

    /// Nothing is certain to have arrived before this.
    virtual void finish() = 0;
};

class Source {
public:
    Source() = default;
    Source(Source const&) = delete;
    Source& operator=(Source const&) = delete;
    virtual ~Source() = default;

    /// The next bytes, valid until the next call; empty at the end.
    [[nodiscard]] virtual std::string_view read() = 0;
};

/// \throws pf::Error  no_input, permission
[[nodiscard]] int open_to_read(std::string const& file);

/// \return  fewer bytes than asked for at the end of the file only
/// \throws pf::Error  io_error
std::size_t read_at(int file, std::uint64_t offset, char* out, std::size_t size, std::string const& name);

/// Closes a file when it goes.
class Descriptor {
public:
    explicit Descriptor(int number = -1) : m_number(number) {}
    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;
    ~Descriptor();

    [[nodiscard]] int get() const { return m_number; }

private:
    int m_number;
};

/// What stands at the end of a backup: a zstd frame that readers skip, with the size and digest of all before it.
struct Seal {
    static constexpr std::size_t size = 56;

    std::uint64_t sealed = 0; ///< bytes before it
    Digest::Bytes digest{};
};

/// A file that is sealed when it is finished.
class SealedSink final : public Sink {
public:
    /// \param file   open for writing, empty
    /// \param shown  what messages call it
    /// \param wrote  told how many bytes were written, now and then
    SealedSink(int file, std::string shown, std::function<void(std::uint64_t)> wrote);

    void put(std::string_view bytes) override;
    void finish() override;

private:
    void flush();
    void write_all(std::string_view bytes);

    int m_file;
    std::string m_shown;
    std::function<void(std::uint64_t)> m_wrote;
    Digest m_digest;
    std::string m_buffer;
    std::uint64_t m_size = 0;
};

/// What was sealed, from the beginning; at the end it must be what the seal says.
class SealedSource final : public Source {
public:
    /// \param file  a path
    /// \throws pf::Error  no_input, permission; bad_data, when the seal is not at the end of the file
    explicit SealedSource(std::string file);

    [[nodiscard]] std::string_view read() override;

    [[nodiscard]] std::string const& file() const { return m_name; }
    [[nodiscard]] std::uint64_t bytes_read() const { return m_position; }
    [[nodiscard]] std::uint64_t size() const { return m_size; }

private:
    void read_seal();
    void check_digest();

    std::string m_name;
    Descriptor m_file;
    std::uint64_t m_size = 0;
    std::uint64_t m_position = 0;
    Seal m_seal;
    Digest m_digest;
    std::string m_buffer;
    bool m_done = false;
};

/// An error that says that a backup is not as it was written.
[[noreturn]] void throw_damaged(std::string const& file, std::string const& what);

} // namespace pf::backup
