#include "pf/migration/script.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"

#include <algorithm>
#include <array>

namespace pf::migration {

namespace {

constexpr std::string_view bom = "\xEF\xBB\xBF";

void check_encoding(Script const& script)
{
    std::string_view const text = script.text;
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
        throw Error{ExitCode::bad_data, "error: is UTF-16, not UTF-8", place(script.path, {}), "save it as UTF-8"};
    }
    if (auto const nul = text.find('\0'); nul != std::string_view::npos) {
        refuse(script, nul, "holds a NUL byte", "save it as UTF-8 text without zero bytes");
    }
    if (auto const invalid = base::find_invalid_utf8(text)) {
        throw Error{ExitCode::bad_data, "error: byte " + base::quoted(text.substr(*invalid, 1)) + " is not valid UTF-8",
                    place(script.path, position_of(text, *invalid)), "save the file as UTF-8"};
    }
}

bool is_conflict_marker(std::string_view line)
{
    constexpr std::array<std::string_view, 3> markers{"<<<<<<<", "|||||||", ">>>>>>>"};
    for (auto const marker : markers) {
        if (line.starts_with(marker) && (line.size() == marker.size() || line[marker.size()] == ' ')) {
            return true;
        }
    }
    return false;
}

void check_conflict_markers(Script const& script)
{
    std::string_view const text = script.text;
    for (std::size_t begin = 0; begin < text.size();) {
        std::size_t const end = std::min(text.find_first_of("\r\n", begin), text.size());
        if (is_conflict_marker(text.substr(begin, end - begin))) {
            refuse(script, begin, "holds a merge-conflict marker", "finish the merge, then try again");
        }
        begin = end + 1;
    }
}

} // namespace

std::string_view to_text(Dialect dialect)
{
    return dialect == Dialect::postgresql ? "postgresql" : "sqlite";
}

void refuse(Script const& script, std::size_t offset, std::string const& message, std::string const& hint)
{
    throw Error{ExitCode::bad_data, "error: " + message, place(script.path, position_of(script.text, offset)), hint,
                excerpt(script.text, offset)};
}

void check_bytes(Script const& script)
{
    check_encoding(script);
    check_conflict_markers(script);
}

std::string_view without_bom(std::string_view content)
{
    return content.starts_with(bom) ? content.substr(bom.size()) : content;
}

} // namespace pf::migration
