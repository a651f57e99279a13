#pragma once

#include "pf/jobs/migrate/migrate_command.hpp"

#include <iosfwd>
#include <optional>

namespace pf::jobs {

/// Prove every down section: in a scratch database each file is applied, taken back and applied again, and the schema
/// is compared each time. A file without a way back must say so. Exit code 65 when one of them does not hold; what is
/// wrong is on stderr.
/// \param scratch  see `Scratch`
/// \throws pf::Error  see `migrations_of` and `Scratch`
cli::Outcome test(MigrateSettings const& settings, std::optional<db::Target> const& scratch, std::ostream& out);

} // namespace pf::jobs
