#include "pf/db/json_text.hpp"

namespace pf::db {

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
    constexpr std::string_view hexadecimal = "0123456789abcdef";
    std::string quoted = "\"";
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            quoted += '\\';
            quoted += c;
        } else if (byte < 0x20) {
            quoted += "\\u00";
            quoted += hexadecimal[byte >> 4U];
            quoted += hexadecimal[byte & 0xFU];
        } else {
            quoted += c;
        }
    }
    return add_raw(quoted + "\"");
}

JsonArray& JsonArray::add(std::optional<std::string> const& text)
{
    return text ? add(std::string_view{*text}) : add_raw("null");
}

} // namespace pf::db
