#pragma once

#include "pf/jobs/migrate/migrate_command.hpp"

#include <iosfwd>
#include <optional>

namespace pf::jobs {

/// Compare the database's schema with the one that its applied migrations give in a scratch database. Exit code 76 when
/// they differ, or an index is INVALID. Objects in schemas that the migrations do not make are not looked at.
/// \param privileges  also owners and grants
/// \param scratch     see `Scratch`
/// \throws pf::Error  schema, when files and history disagree; see `migrations_of` and `Scratch`
cli::Outcome verify(MigrateSettings const& settings, bool privileges, std::optional<db::Target> const& scratch,
                    std::ostream& out);

} // namespace pf::jobs
