#pragma once

#include <cctype>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pf::test {

constexpr std::string_view marker = "qzxwvkjh"; // no three of its letters stand in any word of ours

inline bool shows_part_of_marker(std::string_view text)
{
    for (std::size_t i = 0; i + 3 <= marker.size(); ++i) {
        if (text.find(marker.substr(i, 3)) != std::string_view::npos) {
            return true;
        }
    }
    return false;
}

/// The marker with each ASCII character that is neither letter nor digit at each place.
inline std::vector<std::string> marked_passwords()
{
    std::vector<std::string> passwords;
    for (int character = 1; character < 128; ++character) {
        for (std::size_t at = 0; std::isalnum(character) == 0 && at <= marker.size(); ++at) {
            passwords.push_back(std::string{marker}.insert(at, 1, static_cast<char>(character)));
        }
    }
    return passwords;
}

} // namespace pf::test
