#include "pf/jobs/run/words.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"

#include <fmt/format.h>

namespace pf::jobs {

Date day_of_word(std::string const& word, std::string const& where)
{
    auto const day = base::parse_date(word);
    if (!day) {
        throw Error{ExitCode::usage, fmt::format("{} {}", base::quoted(word), day.problem().message), where,
                    "write it as 2024-12-31"};
    }
    return *day;
}

Date day_of_word(std::string const& word, std::string const& where, Date otherwise)
{
    return word.empty() ? otherwise : day_of_word(word, where);
}

} // namespace pf::jobs
