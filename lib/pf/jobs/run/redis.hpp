#pragma once

#include "pf/cache/redis.hpp"
#include "pf/cli/common.hpp"
#include "pf/cli/outcome.hpp"

namespace pf::jobs {

/// The Redis server of the command line, if any; the first problem with it is a warning.
[[nodiscard]] cache::Redis open_redis(cli::Common const& common);

/// Tell who listens on the stream `pf:events` what was done to the data, if anything: the fields of the outcome, with
/// `event`, `tool`, `run_id` and, unless it is `public`, `portfolio`.
/// \return  the outcome
[[nodiscard]] cli::Outcome announced(cli::Common const& common, cli::Outcome outcome);

} // namespace pf::jobs
