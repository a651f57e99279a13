#pragma once

#include "pf/cli/common.hpp"
#include "pf/http/target.hpp"
#include "pf/jobs/serve/questions.hpp"
#include "pf/report/kept.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace pf::jobs::serve {

/// Which part of a long list is asked for.
struct Part {
    std::size_t limit = 0;                  ///< at most so many rows; 0: all of them
    std::optional<report::RowMark> after{}; ///< behind this row
};

/// `limit` and `cursor`.
[[nodiscard]] std::vector<Parameter> of_part();

/// What a cursor belongs to: the question with all that it is told but for the part.
[[nodiscard]] std::string scope_of(Question const& question, Values const& values, cli::Common const& common);

/// A row as a text that says nothing to others.
[[nodiscard]] std::string cursor_at(report::RowMark const& row, std::string const& scope);

/// \return  nothing, when nobody was given this cursor for this question
[[nodiscard]] std::optional<report::RowMark> row_at(std::string const& cursor, std::string const& scope);

/// \param faults  more of what is wrong with the question
[[nodiscard]] Part part_of(Values const& values, std::string const& scope, std::vector<http::Fault>& faults);

/// The rows of a list, before it is said which.
[[nodiscard]] report::Keep keep_of(LongList const& list);

/// The value of the field `Link` that leads from one part to the next one.
[[nodiscard]] std::string link_to_next(http::Target target, std::string const& cursor);

} // namespace pf::jobs::serve
