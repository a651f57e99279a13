#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pf::base {

/// Values as few bytes, for a `RecordReader` in the same process.
class RecordWriter {
public:
    RecordWriter& number(std::int64_t value);
    RecordWriter& text(std::string_view value);

    [[nodiscard]] std::string_view bytes() const { return m_bytes; }
    void clear() { m_bytes.clear(); }

private:
    void unsigned_number(std::uint64_t value);

    std::string m_bytes;
};

/// Reads what a `RecordWriter` wrote, in the same order.
class RecordReader {
public:
    /// \param bytes  outlive the reader and the texts that it gives
    explicit RecordReader(std::string_view bytes) : m_rest(bytes) {}

    [[nodiscard]] std::int64_t number();
    [[nodiscard]] std::string_view text();
    [[nodiscard]] std::string_view rest() const { return m_rest; }

private:
    [[nodiscard]] std::uint64_t unsigned_number();

    std::string_view m_rest;
};

} // namespace pf::base
