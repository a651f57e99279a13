#include "pf/jobs/run/words.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/cli/log.hpp"

#include <fmt/format.h>

namespace pf::jobs {

base::DaySpan days_of_word(std::string const& word, std::string const& where, Today const& today)
{
    if (auto const day = base::parse_date(word)) {
        return {*day, *day};
    }
    auto const span = base::parse_days(word, today());
    if (!span) {
        throw Error{ExitCode::usage, fmt::format("{} {}", base::quoted(word), span.problem().message), where,
                    span.problem().hint};
    }
    return *span;
}

void tell_day(std::string const& word, std::string const& where, Date day)
{
    auto const text = base::to_text(day);
    if (word != text) {
        cli::log(cli::Level::info, "day", fmt::format("{} {} is {}", where, word, text),
                 {{"option", where}, {"word", word}, {"day", text}});
    }
}

Date day_of_word(std::string const& word, std::string const& where, base::DayEdge edge, Today const& today)
{
    auto const span = days_of_word(word, where, today);
    auto const day = edge == base::DayEdge::first ? span.first : span.last;
    tell_day(word, where, day);
    return day;
}

Date day_of_word(std::string const& word, std::string const& where, base::DayEdge edge, Today const& today,
                 Date otherwise)
{
    return word.empty() ? otherwise : day_of_word(word, where, edge, today);
}

} // namespace pf::jobs
