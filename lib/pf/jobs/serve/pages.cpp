#include "pf/jobs/serve/pages.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/base/time.hpp"
#include "pf/http/cookies.hpp"
#include "pf/jobs/serve/answers.hpp"
#include "pf/jobs/serve/ask_page.hpp"
#include "pf/web/assets.hpp"
#include "pf/web/layout.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pf::jobs::serve {

namespace {

constexpr char const* theme_name = "pf_theme";
constexpr char const* discreet_name = "pf_discreet";

http::Response html(unsigned status, std::string body)
{
    http::Response response{status, web::page_headers()};
    response.body = std::move(body);
    return response;
}

http::Response see_other(std::string const& where)
{
    return {303, {{"Location", where}, {"Cache-Control", "no-store"}}};
}

http::Response with_tag(http::Response response, std::string const& tag)
{
    response.fields.emplace_back("ETag", tag);
    response.fields.emplace_back("Cache-Control", "private, no-cache");
    response.fields.emplace_back("Vary", "Cookie");
    return response;
}

/// A browser takes the fields of this for those that it keeps: they are the page's.
http::Response unchanged(std::string const& tag)
{
    http::Response response{304, web::page_headers()};
    std::erase_if(response.fields, [](auto const& field) { return field.first == "Content-Type"; });
    return with_tag(std::move(response), tag);
}

/// A form sends what was left empty too.
http::Target without_empty(http::Target target)
{
    std::erase_if(target.query, [](auto const& pair) { return pair.second.empty(); });
    return target;
}

std::string parameter_of(http::Target const& target, std::string_view name)
{
    auto const found = std::ranges::find(target.query, name, &std::pair<std::string, std::string>::first);
    return found == target.query.end() ? std::string{} : found->second;
}

/// A path of this server, and nothing that leads elsewhere.
std::string way_back(std::string const& path)
{
    bool const is_own = path.starts_with('/') && !path.starts_with("//") && path.find('\\') == std::string::npos;
    return is_own ? path : "/";
}

bool depends_on_books_alone(Page const& page)
{
    return std::ranges::all_of(page.asked, [](Asked const& asked) {
        return asked.question->depends == Depends::on_books || asked.question->path == "accounts";
    });
}

/// The address of a page, with what stood in the places of its path.
web::Url url_of(http::Target const& target)
{
    web::Url url;
    for (auto const& segment : target.segments) {
        url = url.below(segment);
    }
    return url;
}

void add_defaults(Page const& page, Values& values, Date today)
{
    for (auto const& parameter : page.parameters) {
        auto const value = page.otherwise ? page.otherwise(parameter.name, today) : std::string{};
        if (!value.empty() && !values.has(parameter.name)) {
            values.add(parameter.name, value);
        }
    }
}

web::View view_of(Page const& page, http::Call const& call, Values const& values)
{
    web::View view;
    view.url = url_of(call.target);
    for (auto const& parameter : page.parameters) {
        if (values.has(parameter.name) && !call.places.contains(parameter.name)) {
            view.query[parameter.name] = values.text(parameter.name);
        }
    }
    return view;
}

/// A ticker that no transaction has is most likely mistyped.
void refuse_unknown_ticker(web::View const& view, std::string const& ticker)
{
    auto const is_empty = [&](char const* name, char const* key) {
        auto const* const grid = view.answer(name).grid(key);
        return grid == nullptr || grid->rows.empty();
    };
    if (!ticker.empty() && is_empty("positions", "positions") && is_empty("transactions", "transactions")) {
        throw Error{ExitCode::no_input,
                    "there are no transactions of " + base::quoted(ticker),
                    {},
                    "the page of holdings lists what there is"};
    }
}

std::string title_of(Page const& page, http::Call const& call)
{
    auto title = page.title;
    for (auto const& [name, value] : call.places) {
        auto const place = title.find("{" + name + "}");
        title = place == std::string::npos ? title : title.replace(place, name.size() + 2, value);
    }
    return title;
}

} // namespace

web::Reader Pages::reader_of(http::Request const& request) const
{
    auto const theme = http::cookie(request, theme_name);
    web::Reader reader;
    reader.theme = theme == "dark" ? web::Theme::dark : theme == "light" ? web::Theme::light : web::Theme::of_system;
    reader.discreet = http::cookie(request, discreet_name) == "on";
    reader.can_leave = !m_policy.token.empty();
    return reader;
}

http::Response Pages::show(Page const& page, http::Call const& call) const
{
    std::vector<http::Fault> faults;
    auto values = read_parameters(page.parameters, without_empty(call.target), call.places, faults);
    if (!faults.empty()) {
        return http::response_of(wrong_question(faults), m_common.run_id);
    }
    auto const today = base::today();
    add_defaults(page, values, today);
    auto view = view_of(page, call, values);
    view.today = today;
    view.reader = reader_of(call.request);
    std::optional<Sessions::Lease> lease;
    try {
        lease.emplace(m_sessions);
    } catch (Error const& error) {
        return http::response_of(not_ready(error), m_common.run_id);
    }
    db::Atomic const moment{lease->database(), db::Atomic::Mode::read};
    bool const is_of_books = depends_on_books_alone(page);
    auto const known =
        fmt::format("{}\n{}\n{}\n{}\n{}", m_common.run_id, call.request.target, static_cast<int>(view.reader.theme),
                    view.reader.discreet, is_of_books ? moment_of_books(lease->database()) : "");
    if (is_of_books && was_given(call.request, tag_of(known))) {
        return unchanged(tag_of(known));
    }
    view.answers = answers_for(page, lease->database(), m_common, values, today);
    refuse_unknown_ticker(view, call.places.contains("ticker") ? call.places.at("ticker") : "");
    auto body = web::document(view, title_of(page, call), page.show(view));
    auto const tag = is_of_books ? tag_of(known) : tag_of(body);
    return is_known(call.request, tag) ? unchanged(tag) : with_tag(html(200, std::move(body)), tag);
}

http::Response Pages::settings(http::Call const& call) const
{
    auto response = see_other(way_back(parameter_of(call.target, "back")));
    http::CookieRule const rule{false, http::is_over_tls(call.request, m_policy)};
    auto const theme = parameter_of(call.target, "theme");
    if (theme == "light" || theme == "dark" || theme == "system") {
        response.fields.emplace_back("Set-Cookie", http::new_cookie(theme_name, theme == "system" ? "" : theme, rule));
    }
    auto const discreet = parameter_of(call.target, "discreet");
    if (discreet == "on" || discreet == "off") {
        response.fields.emplace_back("Set-Cookie",
                                     http::new_cookie(discreet_name, discreet == "off" ? "" : discreet, rule));
    }
    if (!parameter_of(call.target, "leave").empty()) {
        response.fields.emplace_back("Set-Cookie", http::session_cookie(false, call.request, m_policy));
    }
    return response;
}

http::Response Pages::log_in(http::Call const& call) const
{
    auto const& request = call.request;
    if (request.method != "POST") {
        auto response = html(200, web::log_in_page(false, reader_of(request)));
        response.fields.emplace_back("Cache-Control", "no-store");
        return response;
    }
    auto const form = http::parse_target("/?" + request.body);
    auto const is_from_here =
        request.value("Sec-Fetch-Site").empty() || request.value("Sec-Fetch-Site") == "same-origin";
    if (!is_from_here || !form || !http::is_token(base::trimmed(parameter_of(*form, "token")), m_policy)) {
        auto response = html(401, web::log_in_page(true, reader_of(request)));
        response.fields.emplace_back("Cache-Control", "no-store");
        return response;
    }
    auto response = see_other("/");
    response.fields.emplace_back("Set-Cookie", http::session_cookie(true, request, m_policy));
    return response;
}

http::Response Pages::refusal(http::Request const& request, http::Response const& response) const
{
    auto const& problem = *response.problem;
    auto page =
        html(response.status, problem.status == 401 ? web::log_in_page(false, reader_of(request))
                                                    : web::problem_page(problem, reader_of(request), m_common.run_id));
    for (auto const& [name, value] : response.fields) {
        if (name != "Content-Type") {
            page.fields.emplace_back(name, value);
        }
    }
    page.close = response.close;
    page.route = response.route;
    return page;
}

http::Router Pages::routes(http::Router api) const
{
    http::Router router;
    for (auto const& page : pages()) {
        router.add(page.path, [this, &page](http::Call const& call) { return show(page, call); });
    }
    router.add("/settings", [this](http::Call const& call) { return settings(call); });
    router.add("/log-in", [this](http::Call const& call) { return log_in(call); });
    router.add("/assets/{name}",
               [](http::Call const& call) { return web::asset(call.request, call.places.at("name")); });
    router.add_all(std::move(api));
    return router;
}

} // namespace pf::jobs::serve
