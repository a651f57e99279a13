#pragma once

#include "pf/cli/common.hpp"
#include "pf/model/account.hpp"

#include <string>
#include <vector>

namespace pf::jobs {

/// In which currency a total of these accounts is: that of `--in`, else the configured `report_currency`, else the base
/// currency that all of them have, else that of new accounts.
/// \param word  empty: `--in` was not given
/// \throws pf::Error  usage, when the word is no currency
[[nodiscard]] Currency report_currency(cli::Common const& common, std::string const& word,
                                       std::vector<model::Account> const& accounts);

} // namespace pf::jobs
