#pragma once

#include "pf/jobs/serve/questions.hpp"

#include <vector>

namespace pf::jobs::serve {

// The questions that `questions()` joins, each with its kind.

[[nodiscard]] std::vector<Question> questions_about_holdings(); ///< of `pf-positions`
[[nodiscard]] std::vector<Question> questions_about_tax();      ///< of `pf-tax`

} // namespace pf::jobs::serve
