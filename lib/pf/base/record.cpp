#include "pf/base/record.hpp"

namespace pf::base {

namespace {

constexpr std::uint64_t low_bits = 0x7f;
constexpr std::uint64_t more_follows = 0x80;

} // namespace

/// Seven bits a byte, the lowest first; a set highest bit says that more follow.
void RecordWriter::unsigned_number(std::uint64_t value)
{
    while (value > low_bits) {
        m_bytes += static_cast<char>((value & low_bits) | more_follows);
        value >>= 7U;
    }
    m_bytes += static_cast<char>(value);
}

/// Small negative numbers are small too: 0, -1, 1, -2 … as 0, 1, 2, 3 …
RecordWriter& RecordWriter::number(std::int64_t value)
{
    auto const bits = static_cast<std::uint64_t>(value);
    unsigned_number((bits << 1U) ^ (value < 0 ? ~std::uint64_t{0} : 0));
    return *this;
}

RecordWriter& RecordWriter::text(std::string_view value)
{
    unsigned_number(value.size());
    m_bytes += value;
    return *this;
}

std::uint64_t RecordReader::unsigned_number()
{
    std::uint64_t value = 0;
    std::size_t used = 0;
    bool more = true;
    while (more) {
        auto const byte = static_cast<std::uint64_t>(static_cast<unsigned char>(m_rest[used]));
        value |= (byte & low_bits) << (7 * used);
        more = (byte & more_follows) != 0;
        ++used;
    }
    m_rest.remove_prefix(used);
    return value;
}

std::int64_t RecordReader::number()
{
    auto const value = unsigned_number();
    return static_cast<std::int64_t>((value >> 1U) ^ ((value & 1U) != 0 ? ~std::uint64_t{0} : 0));
}

std::string_view RecordReader::text()
{
    auto const size = static_cast<std::size_t>(unsigned_number());
    auto const value = m_rest.substr(0, size);
    m_rest.remove_prefix(size);
    return value;
}

} // namespace pf::base
