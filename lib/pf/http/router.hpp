#pragma once

#include "pf/http/message.hpp"
#include "pf/http/problem.hpp"
#include "pf/http/target.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace pf::http {

/// A request that has found its route.
struct Call {
    Request const& request;
    Target target;
    std::map<std::string, std::string> places; ///< what stood in the place of `{name}`
};

/// Which function answers what.
class Router {
public:
    using Handler = std::function<Response(Call const&)>;

    /// \param pattern  `/api/v1/imports/{id}`; a place may be followed by an ending: `{id}.csv`. The first that fits
    ///                 counts.
    void add(std::string const& pattern, Handler handler);

    /// The routes of another, behind these.
    void add_all(Router other);

    /// The answer of the route, or why there is none: the target is none (400), or leads nowhere (404, with the
    /// nearest).
    [[nodiscard]] std::variant<Response, ProblemDocument> route(Request const& request) const;

    /// All that was added, in that order.
    [[nodiscard]] std::vector<std::string> patterns() const;

private:
    struct Route {
        std::string pattern;
        std::vector<std::string> segments;
        Handler handler;
    };
    [[nodiscard]] ProblemDocument nowhere(Target const& target) const;

    std::vector<Route> m_routes;
};

} // namespace pf::http
