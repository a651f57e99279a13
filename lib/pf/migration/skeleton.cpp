#include "pf/migration/skeleton.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/migration/file.hpp"

#include <fmt/format.h>

namespace pf::migration {

namespace {

constexpr std::string_view digits = "0123456789";
constexpr std::string_view first_characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
constexpr std::size_t usual_width = 4;

/// `0005_Add title.sql` as it could be meant: `add_title`.
std::string mended(std::string_view name)
{
    name.remove_suffix(name.ends_with(".sql") ? 4 : 0);
    std::string result;
    for (char const character : base::to_lower(name)) {
        bool const fits = characters.find(character) != std::string_view::npos;
        if (fits ? result.empty() && first_characters.find(character) == std::string_view::npos
                 : result.empty() || result.back() == '_') {
            continue; // a number in front, or one more character of a gap
        }
        result.push_back(fits ? character : '_');
    }
    result.erase(result.find_last_not_of('_') + 1);
    return result.empty() ? "add_title" : result;
}

} // namespace

void check_new_name(std::string_view name)
{
    bool const begins_well = !name.empty() && first_characters.find(name.front()) != std::string_view::npos;
    if (!begins_well || name.find_first_not_of(characters) != std::string_view::npos) {
        throw Error{ExitCode::usage,
                    fmt::format("{} cannot name a migration: letters, digits, _ and - can, without a number in front",
                                base::quoted(name)),
                    {},
                    "try " + mended(name)};
    }
}

std::string next_file_name(std::vector<std::filesystem::path> const& existing, std::string_view name)
{
    std::int64_t newest = 0;
    std::size_t width = usual_width;
    for (auto const& path : existing) {
        auto const file = parse_file_name(path.string());
        if (file.version >= newest) {
            newest = file.version;
            width = file.name.find_first_not_of(digits);
        }
    }
    return fmt::format("{:0{}}_{}.sql", newest + 1, width, name);
}

std::string_view skeleton()
{
    return "-- pf:up\n\n-- pf:down\n";
}

} // namespace pf::migration
