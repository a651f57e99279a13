#include "pf/migration/rules/allow.hpp"

#include "pf/base/text.hpp"
#include "pf/migration/lint.hpp"
#include "pf/migration/rules/codes.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pf::migration::rules {

namespace {

constexpr std::string_view directive = "pf:allow";
constexpr std::string_view good_reason = "why it does no harm here";

std::string allow_line(std::string_view code)
{
    return fmt::format("-- {} {} {}", directive, code, good_reason);
}

void report_unknown(Allow const& allow, std::vector<Found>& found)
{
    std::vector<std::string> names;
    for (auto const& known : lint_codes()) {
        names.emplace_back(known.code);
    }
    auto const nearest = base::nearest(allow.code, names);
    found.push_back({code::unused_allow, allow.offset,
                     allow.code.empty() ? std::string{"no code is named"}
                                        : fmt::format("{} is no code of lint", base::quoted(allow.code)),
                     "it allows nothing", nearest ? allow_line(*nearest) : "one of " + base::join(names, ", ")});
}

} // namespace

Allow allow_of(Script const& script, Range line)
{
    auto text = std::string_view{script.text}.substr(line.begin, line.end - line.begin);
    text = base::trimmed(base::trimmed(text.substr(2)).substr(directive.size()));
    std::size_t const end = std::min(text.find_first_of(" \t"), text.size());
    return {line.begin, std::string{text.substr(0, end)}, std::string{base::trimmed(text.substr(end))}};
}

void check_allow(Allow const& allow, std::vector<Found>& found)
{
    auto const codes = lint_codes();
    bool const known =
        std::any_of(codes.begin(), codes.end(), [&](LintCode const& one) { return one.code == allow.code; });
    if (!known) {
        report_unknown(allow, found);
    } else if (!allow.used) {
        found.push_back({code::unused_allow, allow.offset,
                         fmt::format("there is nothing to allow: no {} below", base::quoted(allow.code)),
                         "a line that allows nothing would hide the next mistake", "nothing: delete the line"});
    } else if (allow.reason.empty()) {
        found.push_back({code::allow_without_reason, allow.offset,
                         fmt::format("{} is allowed without a reason", base::quoted(allow.code)),
                         "nobody can tell later whether it still holds", allow_line(allow.code)});
    }
}

} // namespace pf::migration::rules
