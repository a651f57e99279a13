#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace pf::migration {

/// The name of a migration that is to be written, without number and ending: `add_title`.
/// \throws pf::Error  usage, when it cannot be one; the hint has one that can
void check_new_name(std::string_view name);

/// `0005_add_title.sql`, behind all that are there.
/// \param existing  the migrations so far, of all backends; each is named `NNNN_verb_noun.sql`
/// \throws pf::Error  bad_data, when one of them is not
[[nodiscard]] std::string next_file_name(std::vector<std::filesystem::path> const& existing, std::string_view name);

/// What a new file holds: its two sections, empty.
[[nodiscard]] std::string_view skeleton();

} // namespace pf::migration
