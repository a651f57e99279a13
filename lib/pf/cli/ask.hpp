#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace pf::cli {

/// A question for somebody at a terminal.
struct Question {
    std::string text;
    std::vector<std::string> choices; ///< what may be answered, also by its number; empty: any text
    std::string fallback;             ///< what an empty line means; empty: no answer
};

/// Ask until there is an answer that will do.
/// \return  nothing, when an empty line leaves it open, or at the end of what is typed
[[nodiscard]] std::optional<std::string> ask(Question const& question, std::istream& in, std::ostream& out);

} // namespace pf::cli
