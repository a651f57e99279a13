#include "pf/db/json_text.hpp"

namespace pf::db {

void append_json_string(std::string& out, std::string_view text)
{
    constexpr std::string_view hexadecimal = "0123456789abcdef";
    out += '"';
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20) {
            out += "\\u00";
            out += hexadecimal[byte >> 4U];
            out += hexadecimal[byte & 0xFU];
        } else {
            out += c;
        }
    }
    out += '"';
}

JsonArray& JsonArray::add_raw(std::string_view json)
{
    if (!empty()) {
        m_text += ',';
    }
    m_text += json;
    return *this;
}

JsonArray& JsonArray::add(std::string_view text)
{
    std::string quoted;
    append_json_string(quoted, text);
    return add_raw(quoted);
}

JsonArray& JsonArray::add(std::optional<std::string> const& text)
{
    return text ? add(std::string_view{*text}) : add_raw("null");
}

JsonArray& JsonArray::add(std::optional<Decimal> const& number)
{
    return number ? add(std::string_view{number->to_text()}) : add_raw("null");
}

} // namespace pf::db
