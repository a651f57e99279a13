#pragma once

#include "pf/backup/archive.hpp"
#include "pf/backup/manifest.hpp"
#include "pf/db/database.hpp"

#include <cstdint>
#include <functional>

namespace pf::jobs {

/// Write every table into an archive, as it was at one moment (guarantee B2). The same rows give the same bytes
/// whatever database they come from. \param wrote  told how many bytes of CSV there are, now and then; may throw to
/// stop \return       the manifest without its tables \throws pf::Error  schema, when there are no tables, or ones that
/// only a newer program knows
backup::Manifest export_tables(db::Database& database, backup::Writer& writer,
                               std::function<void(std::uint64_t)> const& wrote);

} // namespace pf::jobs
