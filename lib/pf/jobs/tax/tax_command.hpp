#pragma once

#include "pf/cli/common.hpp"
#include "pf/cli/outcome.hpp"
#include "pf/db/database.hpp"

#include <iosfwd>
#include <string>
#include <vector>

namespace pf::jobs {

/// What `pf-tax` was asked, as words of the command line. What is empty is as the rules have it.
struct TaxWords {
    std::string rules;
    std::string year;
    std::string method;
    std::string scope;
    std::string begins;
    std::string currency;
    std::vector<std::string> exempt; ///< `TICKER=0.30`
    std::string output;              ///< `html`, or what all programs know, which then counts more than the settings
};

/// The names of all rules.
[[nodiscard]] std::vector<std::string> names_of_rules();

/// `pf-tax report`. Exit 3 when it is not complete. \throws pf::Error  usage, when a word is none of these rules
[[nodiscard]] cli::Outcome show_tax(db::Database& database, cli::Common const& common, TaxWords const& words,
                                    std::ostream& out);

/// `pf-tax compare`: by every method that the taxpayer may choose.
[[nodiscard]] cli::Outcome compare_tax(db::Database& database, cli::Common const& common, TaxWords const& words,
                                       std::ostream& out);

/// `pf-tax rules`: all, or those that are named.
[[nodiscard]] cli::Outcome list_rules(cli::Common const& common, TaxWords const& words, std::ostream& out);

} // namespace pf::jobs
