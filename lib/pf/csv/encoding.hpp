#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pf::csv {

enum class Encoding : std::uint8_t { utf_8, utf_16_little, utf_16_big, windows_1252 };

/// How a file is written: UTF-16 by its byte order mark; Windows-1252 when bytes beyond ASCII are there and none of
/// them make UTF-8. \param head  the first bytes of the file; the last character may be cut short
[[nodiscard]] Encoding encoding_of(std::string_view head);

/// Bytes of a file as UTF-8, block by block. What the encoding does not know becomes a byte that is no UTF-8.
class Decoder {
public:
    explicit Decoder(Encoding encoding) : m_encoding(encoding) {}

    /// \param is_last  no bytes follow: what is cut short stays so
    [[nodiscard]] std::string decode(std::string_view bytes, bool is_last);

private:
    void decode_unit(std::uint32_t unit, std::string& text);

    Encoding m_encoding;
    std::string m_odd;             ///< half a unit of UTF-16
    std::uint32_t m_high = 0;      ///< the first unit of a pair, whose second is yet to come
    bool m_is_at_beginning = true; ///< where a byte order mark may stand
};

} // namespace pf::csv
