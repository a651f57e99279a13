#pragma once

#include "pf/base/day_words.hpp"
#include "pf/base/time.hpp"

#include <functional>
#include <string>

namespace pf::jobs {

/// What day it is where the accounts are; asked for only when a word depends on it.
using Today = std::function<Date()>;

/// The days that a word means (`base::parse_days`). Which ones is told, where the word is not a day itself.
/// \param where  what the word was given with, as `--from`
/// \throws pf::Error  usage, when it is no day
[[nodiscard]] base::DaySpan days_of_word(std::string const& word, std::string const& where, Today const& today);

/// One end of these days: the first for `--from`, the last for `--to` and `--as-of`.
[[nodiscard]] Date day_of_word(std::string const& word, std::string const& where, base::DayEdge edge,
                               Today const& today);

/// The same, or another day when there is no word.
[[nodiscard]] Date day_of_word(std::string const& word, std::string const& where, base::DayEdge edge,
                               Today const& today, Date otherwise);

/// Say which day is meant, where the word is not a day itself.
void tell_day(std::string const& word, std::string const& where, Date day);

} // namespace pf::jobs
