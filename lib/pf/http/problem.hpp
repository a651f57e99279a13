#pragma once

#include "pf/base/error.hpp"
#include "pf/http/message.hpp"

#include <string>
#include <vector>

namespace pf::http {

/// One thing that is wrong with a question.
struct Fault {
    std::string parameter;
    std::string detail;
    std::string hint{};
};

/// Why there is no answer, as RFC 9457 writes it.
struct ProblemDocument {
    unsigned status = 500;
    std::string type; ///< behind `urn:pf:problem:`
    std::string title;
    std::string detail{};
    std::string hint{};
    std::vector<Fault> faults{}; ///< all of them at once
    int retry_after_s = 0;       ///< 0: trying again does not help
};

/// What an error of a job means over HTTP. What the server has to be silent about (a bug's own words) is left out.
[[nodiscard]] ProblemDocument problem_of(Error const& error);

/// \param run_id  of the program, as in its log
[[nodiscard]] Response response_of(ProblemDocument const& problem, std::string const& run_id);

} // namespace pf::http
