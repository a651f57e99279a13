#include "pf/importer/spelling.hpp"

#include "pf/base/text.hpp"

#include <algorithm>
#include <array>

namespace pf::importer {

namespace {

struct Lookalike {
    std::string_view bytes;
    char plain = ' ';
};

constexpr std::array lookalikes{
    Lookalike{"\u00A0", ' '},  Lookalike{"\u2007", ' '},  Lookalike{"\u2009", ' '}, Lookalike{"\u202F", ' '},
    Lookalike{"\u2019", '\''}, Lookalike{"\u2018", '\''}, Lookalike{"\u2212", '-'},
};

Lookalike const* lookalike_at(std::string_view text)
{
    auto const* const found = std::find_if(lookalikes.begin(), lookalikes.end(),
                                           [text](Lookalike const& one) { return text.starts_with(one.bytes); });
    return found == lookalikes.end() ? nullptr : found;
}

std::string_view wide_blank_at_end(std::string_view text)
{
    for (Lookalike const& one : lookalikes) {
        if (one.plain == ' ' && text.ends_with(one.bytes)) {
            return one.bytes;
        }
    }
    return {};
}

} // namespace

bool has_typographic_marks(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](char byte) { return static_cast<unsigned char>(byte) > 127; });
}

std::string with_plain_marks(std::string_view text)
{
    std::string plain;
    plain.reserve(text.size());
    while (!text.empty()) {
        Lookalike const* const one = lookalike_at(text);
        plain += one != nullptr ? one->plain : text.front();
        text.remove_prefix(one != nullptr ? one->bytes.size() : 1);
    }
    return plain;
}

std::string_view with_plain_blanks(std::string_view text, std::string& written)
{
    if (!has_typographic_marks(text)) {
        return base::trimmed(text);
    }
    written.clear();
    while (!text.empty()) {
        Lookalike const* const one = lookalike_at(text);
        bool const is_blank = one != nullptr && one->plain == ' ';
        written += is_blank ? ' ' : text.front();
        text.remove_prefix(is_blank ? one->bytes.size() : 1);
    }
    return base::trimmed(written);
}

std::string_view trimmed_widely(std::string_view text)
{
    for (;;) {
        text = base::trimmed(text);
        Lookalike const* const first = lookalike_at(text);
        std::string_view const last = wide_blank_at_end(text);
        if (first != nullptr && first->plain == ' ') {
            text.remove_prefix(first->bytes.size());
        } else if (!last.empty()) {
            text.remove_suffix(last.size());
        } else {
            return text;
        }
    }
}

} // namespace pf::importer
