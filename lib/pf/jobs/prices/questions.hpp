#pragma once

#include "pf/cli/common.hpp"
#include "pf/cli/log.hpp"
#include "pf/jobs/prices/fetch.hpp"
#include "pf/jobs/prices/needs.hpp"
#include "pf/prices/reading.hpp"

#include <vector>

namespace pf::jobs {

/// What a run asks for, before anybody is asked.
struct Questions {
    std::vector<prices::Question> rates; ///< first: they tell whether a close in another currency is of use
    std::vector<prices::Question> prices;
    std::int64_t up_to_date = 0;              ///< of which all finished days are known
    std::vector<cli::Complaint> unanswerable; ///< instruments that no source is named for
};

/// \throws pf::Error  usage, config: a source or symbol that is none
[[nodiscard]] Questions questions_of(Needs const& needs, prices::Sources const& sources, cli::Common const& common,
                                     FetchWords const& words, Timestamp now);

} // namespace pf::jobs
