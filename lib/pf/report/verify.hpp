#pragma once

#include "pf/base/output.hpp"
#include "pf/model/verify_report.hpp"

#include <iosfwd>

namespace pf::report {

/// How much was checked, and what does not hold. Schema: `pf.verify/1`.
void write_verification(std::ostream& out, model::VerifyReport const& report, OutputStyle const& style);

} // namespace pf::report
