#pragma once

#include "pf/base/time.hpp"

#include <string>

namespace pf::jobs {

/// \param where  what the word was given with, as `--from`
/// \throws pf::Error  usage, when it is no day
[[nodiscard]] Date day_of_word(std::string const& word, std::string const& where);

/// The same, or another day when there is no word.
[[nodiscard]] Date day_of_word(std::string const& word, std::string const& where, Date otherwise);

} // namespace pf::jobs
