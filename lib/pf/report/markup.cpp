#include "pf/report/markup.hpp"

#include "pf/base/text.hpp"
#include "pf/base/utf8.hpp"

namespace pf::report {

namespace {

std::string markup_of_character(std::string_view character)
{
    switch (character.front()) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\t':
    case '\n':
    case '\r':
        return " ";
    default:
        return base::printable(character);
    }
}

} // namespace

std::string markup_of(std::string_view text)
{
    std::string result;
    while (!text.empty()) {
        auto const length = base::first_character(text).length;
        result += markup_of_character(text.substr(0, length));
        text.remove_prefix(length);
    }
    return result;
}

} // namespace pf::report
