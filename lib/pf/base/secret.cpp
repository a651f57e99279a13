#include "pf/base/secret.hpp"

#include <cstddef>
#include <string_view>

namespace pf::base {

namespace {

constexpr std::string_view blot = "***";

void blot_behind_key(std::string& text)
{
    constexpr std::string_view key = "password=";
    if (auto const found = text.find(key); found != std::string::npos) {
        text.replace(found + key.size(), std::string::npos, blot);
    }
}

/// \param begin  behind `://`
void blot_credentials(std::string& text, std::size_t begin)
{
    auto const end = text.rfind('@');
    if (end == std::string::npos || end < begin) {
        text.replace(begin, std::string::npos, blot); // `postgresql://ann:hidden`, unfinished
    } else if (text.find(':', begin) < text.find('@', begin)) {
        text.replace(begin, end - begin, blot);
    }
}

bool is_of_web(std::string_view scheme)
{
    return scheme.ends_with("http") || scheme.ends_with("https");
}

} // namespace

std::string scrubbed(std::string text, std::vector<std::string> const& secrets)
{
    for (auto const& secret : secrets) {
        for (auto at = text.find(secret); at != std::string::npos && !secret.empty();
             at = text.find(secret, at + blot.size())) {
            text.replace(at, secret.size(), blot);
        }
    }
    return text;
}

std::string without_credentials(std::string text)
{
    constexpr std::string_view mark = "://";
    blot_behind_key(text);
    if (auto const found = text.find(mark); found != std::string::npos && !is_of_web(text.substr(0, found))) {
        blot_credentials(text, found + mark.size());
    }
    return text;
}

} // namespace pf::base
