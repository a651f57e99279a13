#pragma once

#include "pf/cli/log.hpp"
#include "pf/importer/entry.hpp"

#include <string>

namespace pf::jobs {

/// What is wrong with a row, as it is told: `file:line: column "value" reason`.
[[nodiscard]] cli::Complaint complaint_of(model::Issue const& issue);

/// `booked`, `rejected`, or `ignored by RULE: why`
[[nodiscard]] std::string outcome_of(importer::Entry const& entry);

} // namespace pf::jobs
