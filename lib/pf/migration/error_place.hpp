#pragma once

#include "pf/migration/script.hpp"
#include "pf/migration/statements.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace pf::migration {

/// What PostgreSQL says of the place of an error. Positions count characters from 1.
struct ServerPlace {
    std::optional<std::size_t> position;          ///< in the statement
    std::string internal_query;                   ///< what a function was about to run
    std::optional<std::size_t> internal_position; ///< in it
    std::string context;                          ///< a line for each call, the innermost first
};

/// Where in the file the error is: at the server's position; or else, for the innermost call whose body the file holds
/// (the DO block that failed, or the only function of that name that the section creates before), at its line there.
/// \param section  holds `failing`; only its functions are known
/// \return  an offset in the script's text; nothing when the file does not hold the place
[[nodiscard]] std::optional<std::size_t> find_place(Script const& script, Range section, Statement const& failing,
                                                    ServerPlace const& said);

} // namespace pf::migration
