#include "pf/http/router.hpp"

#include "pf/base/text.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace pf::http {

namespace {

using Places = std::map<std::string, std::string>;

std::vector<std::string> segments_of(std::string_view pattern)
{
    std::vector<std::string> segments;
    for (auto const part : base::split(pattern, '/')) {
        segments.emplace_back(part);
    }
    segments.erase(segments.begin());
    if (segments.size() == 1 && segments.front().empty()) {
        segments.clear();
    }
    return segments;
}

/// `{id}.csv` fits whatever ends in `.csv`.
bool fits(std::string const& pattern, std::string const& segment, Places& places)
{
    if (!pattern.starts_with('{')) {
        return pattern == segment;
    }
    auto const brace = pattern.find('}');
    auto const ending = std::string_view{pattern}.substr(brace + 1);
    if (!segment.ends_with(ending) || segment.size() == ending.size()) {
        return false;
    }
    places.insert_or_assign(pattern.substr(1, brace - 1), segment.substr(0, segment.size() - ending.size()));
    return true;
}

std::optional<Places> places_of(std::vector<std::string> const& pattern, std::vector<std::string> const& segments)
{
    if (pattern.size() != segments.size()) {
        return std::nullopt;
    }
    Places places;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (!fits(pattern[i], segments[i], places)) {
            return std::nullopt;
        }
    }
    return places;
}

} // namespace

void Router::add(std::string const& pattern, Handler handler)
{
    m_routes.push_back({pattern, segments_of(pattern), std::move(handler)});
}

void Router::add_all(Router other)
{
    std::ranges::move(other.m_routes, std::back_inserter(m_routes));
}

std::variant<Response, ProblemDocument> Router::route(Request const& request) const
{
    auto target = parse_target(request.target);
    if (!target) {
        return ProblemDocument{400, "wrong-target", "The address is wrong", "it " + target.problem().message,
                               target.problem().hint};
    }
    for (auto const& route : m_routes) {
        if (auto places = places_of(route.segments, target->segments)) {
            auto response = route.handler({request, *target, *std::move(places)});
            response.route = route.pattern;
            return response;
        }
    }
    return nowhere(*target);
}

ProblemDocument Router::nowhere(Target const& target) const
{
    auto const path = "/" + base::join(target.segments, "/");
    auto const near = base::nearest(path, patterns());
    return {404, "not-found", "There is no such thing", "nothing is at " + base::quoted(path),
            near ? "did you mean " + *near + "?" : "the contract names all there is"};
}

std::vector<std::string> Router::patterns() const
{
    std::vector<std::string> patterns;
    std::ranges::transform(m_routes, std::back_inserter(patterns), &Route::pattern);
    return patterns;
}

} // namespace pf::http
