#pragma once

#include "pf/http/message.hpp"
#include "pf/http/problem.hpp"
#include "pf/web/view.hpp"

#include <string>

namespace pf::web {

/// The whole document of a page.
/// \param title  of its tab and its heading
/// \param main   what stands below the heading
[[nodiscard]] std::string document(View const& view, std::string const& title, Markup const& main);

/// What keeps a browser from doing more with a page than it has to: nothing of it comes from elsewhere, nothing of the
/// data becomes a script.
[[nodiscard]] http::Fields const& page_headers();

/// Instead of a problem document: what is wrong, all of it, and what to do.
[[nodiscard]] std::string problem_page(http::ProblemDocument const& problem, Reader const& reader,
                                       std::string const& run_id);

/// Where to type the token. \param is_wrong  the last one was
[[nodiscard]] std::string log_in_page(bool is_wrong, Reader const& reader);

} // namespace pf::web
