#pragma once

#include "pf/importer/learn_profile.hpp"
#include "pf/importer/proposal.hpp"

#include <cstddef>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace pf::importer {

/// What a proposal did not settle, and what is out of question.
struct LeftOpen {
    std::set<std::size_t> taken;                     ///< columns that are something already
    std::set<Role> answered;                         ///< roles that an answer has given a column, or none
    std::map<Role, std::vector<std::string>> rivals; ///< roles with several columns that fit as well: their headers
    bool has_trades = false;                         ///< rows whose quantity × price can be compared with the amount
};

/// What the user has to be asked, in the order in which to ask it.
[[nodiscard]] std::vector<LearnQuestion> questions_about(Proposal const& proposal, LearnTable const& table,
                                                         LearnAnswers const& answers, std::span<Profile const> profiles,
                                                         LeftOpen const& left);

} // namespace pf::importer
