#pragma once

#include "pf/db/database.hpp"
#include "pf/model/verify_report.hpp"

#include <string>

namespace pf::jobs {

/// Book all transactions anew and compare with what is stored, row by row; check the cash identity
/// *sale proceeds − purchases + cost of what is left = realized* of every instrument. Changes nothing; memory does not
/// grow with the number of transactions.
[[nodiscard]] model::VerifyReport verify(db::Database& database, std::string const& account);

} // namespace pf::jobs
