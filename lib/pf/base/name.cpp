#include "pf/base/name.hpp"

#include "pf/base/utf8.hpp"

namespace pf::base {

bool is_name(std::string_view text, std::size_t most)
{
    if (text.empty()) {
        return false;
    }
    for (std::size_t count = 0; !text.empty(); ++count) {
        auto const character = first_character(text);
        if (count == most || !character.code_point || !can_be_seen(*character.code_point)) {
            return false;
        }
        text.remove_prefix(character.length);
    }
    return true;
}

} // namespace pf::base
