#include "pf/cli/ask.hpp"

#include "pf/base/text.hpp"

#include <algorithm>
#include <istream>
#include <ostream>

namespace pf::cli {

namespace {

void print(Question const& question, std::ostream& out)
{
    out << question.text << '\n';
    for (std::size_t index = 0; index < question.choices.size(); ++index) {
        out << "  " << index + 1 << "  " << base::printable(question.choices[index]) << '\n';
    }
}

std::optional<std::string> chosen(Question const& question, std::string_view typed)
{
    if (question.choices.empty()) {
        return std::string(typed);
    }
    auto const number = base::parse_integer(typed);
    if (number && *number >= 1 && static_cast<std::size_t>(*number) <= question.choices.size()) {
        return question.choices[static_cast<std::size_t>(*number) - 1];
    }
    auto const found = std::find_if(question.choices.begin(), question.choices.end(),
                                    [typed](std::string const& one) { return base::equal_ignoring_case(one, typed); });
    return found == question.choices.end() ? std::nullopt : std::optional(*found);
}

} // namespace

std::optional<std::string> ask(Question const& question, std::istream& in, std::ostream& out)
{
    print(question, out);
    std::string line;
    while (true) {
        out << (question.fallback.empty() ? std::string("> ") : "[" + question.fallback + "] > ") << std::flush;
        if (!std::getline(in, line)) {
            out << '\n';
            return std::nullopt;
        }
        std::string_view const typed = base::trimmed(line);
        if (typed.empty()) {
            return question.fallback.empty() ? std::nullopt : std::optional(question.fallback);
        }
        if (auto answer = chosen(question, typed)) {
            return answer;
        }
        out << base::quoted(typed) << " is none of these\n";
    }
}

} // namespace pf::cli
