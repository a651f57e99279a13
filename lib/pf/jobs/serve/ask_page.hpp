#pragma once

#include "pf/cli/common.hpp"
#include "pf/db/database.hpp"
#include "pf/jobs/serve/page_list.hpp"

namespace pf::jobs::serve {

/// The answers that a page rests on. What a question refuses is said in its place; what the page cannot do without is
/// thrown.
/// \throws pf::Error  as the commands do
[[nodiscard]] std::vector<web::Answer> answers_for(Page const& page, db::Database& database, cli::Common const& program,
                                                   Values const& values, Date today);

} // namespace pf::jobs::serve
