#pragma once

#include "pf/importer/learn_table.hpp"
#include "pf/importer/learn_words.hpp"
#include "pf/importer/number_reader.hpp"

#include <array>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace pf::importer {

/// How sources write numbers.
inline constexpr std::array<std::string_view, 4> number_samples{"1,234.56", "1.234,56", "1'234.56", "1 234,56"};

/// To see a number's value and sign by: of several readings the first.
[[nodiscard]] NumberStyles styles_of(std::vector<std::string> const& samples, bool has_money_marks);

/// What the cells of a column can be.
struct Profile {
    std::size_t given = 0; ///< cells that say something
    std::vector<std::string> numbers;
    bool has_money_marks = false;
    std::vector<std::string> dates;
    bool are_times = false;
    bool are_isins = false;
    bool are_currencies = false;
    bool are_distinct = false;
    std::set<std::string_view> words; ///< up to one more than are worth telling
};

/// \param table  outlives the profile
[[nodiscard]] Profile profile_of(LearnTable const& table, std::size_t column);

/// May a column with these cells be of the role?
[[nodiscard]] bool may_be(Role role, Profile const& profile);

} // namespace pf::importer
