#include "pf/csv/encoding.hpp"

#include "pf/base/text.hpp"

#include <algorithm>
#include <array>

namespace pf::csv {

namespace {

constexpr char no_utf_8 = '\xFF';

/// Of the bytes 0x80 to 0x9F; 0 is none. The others are those of Unicode.
constexpr std::array<std::uint16_t, 32> windows_1252_from_80{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

bool is_beyond_ascii(char byte)
{
    return static_cast<unsigned char>(byte) > 0x7F;
}

void append_utf_8(std::uint32_t code, std::string& text)
{
    auto const tail = [&](int shift) { text += static_cast<char>(0x80U | ((code >> shift) & 0x3FU)); };
    if (code < 0x80) {
        text += static_cast<char>(code);
    } else if (code < 0x800) {
        text += static_cast<char>(0xC0U | (code >> 6U));
        tail(0);
    } else if (code < 0x10000) {
        text += static_cast<char>(0xE0U | (code >> 12U));
        tail(6);
        tail(0);
    } else {
        text += static_cast<char>(0xF0U | (code >> 18U));
        tail(12);
        tail(6);
        tail(0);
    }
}

void append_windows_1252(char byte, std::string& text)
{
    auto const code = static_cast<unsigned char>(byte);
    std::uint32_t const known = code >= 0x80 && code < 0xA0 ? windows_1252_from_80[code - 0x80U] : code;
    if (known == 0 && code != 0) {
        text += no_utf_8;
    } else {
        append_utf_8(known, text);
    }
}

/// Does a character of UTF-8 beyond ASCII begin here?
bool begins_utf_8(std::string_view text)
{
    for (std::size_t length = 2; length <= std::min<std::size_t>(4, text.size()); ++length) {
        if (!base::find_invalid_utf8(text.substr(0, length))) {
            return true;
        }
    }
    return false;
}

} // namespace

Encoding encoding_of(std::string_view head)
{
    if (head.starts_with("\xFF\xFE")) {
        return Encoding::utf_16_little;
    }
    if (head.starts_with("\xFE\xFF")) {
        return Encoding::utf_16_big;
    }
    bool is_single = false;
    for (std::size_t index = 0; index < head.size(); ++index) {
        if (!is_beyond_ascii(head[index])) {
            continue;
        }
        if (begins_utf_8(head.substr(index))) {
            return Encoding::utf_8;
        }
        is_single = is_single || head.size() - index > 4;
    }
    return is_single ? Encoding::windows_1252 : Encoding::utf_8;
}

void Decoder::decode_unit(std::uint32_t unit, std::string& text)
{
    bool const is_low = unit >= 0xDC00 && unit < 0xE000;
    if (m_high != 0 && !is_low) {
        text += no_utf_8;
    }
    if (unit >= 0xD800 && unit < 0xDC00) {
        m_high = unit;
        return;
    }
    std::uint32_t const high = m_high;
    m_high = 0;
    if (is_low && high == 0) {
        text += no_utf_8;
    } else if (is_low) {
        append_utf_8(0x10000 + ((high - 0xD800) << 10U) + (unit - 0xDC00), text);
    } else if (unit != 0xFEFF || !m_is_at_beginning) {
        append_utf_8(unit, text);
    }
    m_is_at_beginning = false;
}

std::string Decoder::decode(std::string_view bytes, bool is_last)
{
    std::string text;
    if (m_encoding == Encoding::windows_1252) {
        text.reserve(bytes.size() + bytes.size() / 8);
        std::for_each(bytes.begin(), bytes.end(), [&text](char byte) { append_windows_1252(byte, text); });
        return text;
    }
    m_odd.append(bytes);
    std::size_t index = 0;
    for (; index + 1 < m_odd.size(); index += 2) {
        auto const first = static_cast<unsigned char>(m_odd[index]);
        auto const second = static_cast<unsigned char>(m_odd[index + 1]);
        bool const is_big = m_encoding == Encoding::utf_16_big;
        decode_unit(is_big ? first * 0x100U + second : second * 0x100U + first, text);
    }
    m_odd.erase(0, index);
    if (is_last && (!m_odd.empty() || m_high != 0)) {
        text += no_utf_8;
        m_odd.clear();
        m_high = 0;
    }
    return text;
}

} // namespace pf::csv
