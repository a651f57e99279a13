#pragma once

#include <array>
#include <cstdio>
#include <ios>
#include <memory>
#include <optional>
#include <ostream>
#include <streambuf>
#include <string>

namespace pf::cli {

/// Holds back what is written to a stream until the work has succeeded, so that a failed command leaves nothing on
/// stdout (guarantee P2). A large result waits in an unnamed temporary file. What cannot be held or written throws from
/// the stream's own functions.
class HeldOutput : public std::streambuf {
public:
    static constexpr std::size_t memory_limit = std::size_t{8} << 20U;

    explicit HeldOutput(std::ostream& stream, std::size_t limit = memory_limit);
    ~HeldOutput() override;
    HeldOutput(HeldOutput const&) = delete;
    HeldOutput& operator=(HeldOutput const&) = delete;

    /// Write it all.
    /// \param name  of the descriptor, for messages: `stdout`
    /// \throws pf::Error  io_error, when it cannot be written; `BrokenPipe`, when the reader has gone
    void release(int descriptor, std::string const& name);

    /// What was written and not released is longer than a screen.
    [[nodiscard]] bool is_longer_than(std::size_t rows, std::size_t columns) const;

    /// From now on a flush of the stream releases what was written so far: for rows that somebody waits for.
    /// \param name  outlives the output
    void release_flushed(int descriptor, char const* name);

    /// A flush releases nothing: all of it is to be shown at once.
    void keep_flushed() { m_flushed_to.reset(); }

    /// Forget it.
    void discard();

protected:
    int_type overflow(int_type character) override;
    std::streamsize xsputn(char const* text, std::streamsize length) override;
    int sync() override;

private:
    void spill();

    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    std::ostream& m_stream;
    std::streambuf* m_original;
    std::ios_base::iostate m_original_exceptions;
    std::size_t m_limit;
    std::string m_text;
    std::unique_ptr<std::FILE, Close> m_file;
    bool m_may_spill = true;
    std::optional<int> m_flushed_to;
    char const* m_flushed_name = "";
};

/// The reader of a pipe has gone (`| head`): end quietly.
struct BrokenPipe {};

} // namespace pf::cli
