#include "pf/http/cookies.hpp"

#include "pf/base/text.hpp"

#include <fmt/format.h>

namespace pf::http {

std::string cookie(Request const& request, std::string_view name)
{
    for (auto const field : request.values("Cookie")) {
        for (auto const pair : base::split(field, ';')) {
            auto const trimmed = base::trimmed(pair);
            auto const mark = trimmed.find('=');
            if (mark != std::string_view::npos && trimmed.substr(0, mark) == name) {
                return std::string{trimmed.substr(mark + 1)};
            }
        }
    }
    return {};
}

std::string new_cookie(std::string_view name, std::string_view value, CookieRule rule)
{
    constexpr int year_s = 365 * 24 * 3600;
    return fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite={}{}", name, value, value.empty() ? 0 : year_s,
                       rule.is_strict ? "Strict" : "Lax", rule.is_secure ? "; Secure" : "");
}

} // namespace pf::http
