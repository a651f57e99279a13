#include "pf/web/layout.hpp"

#include "pf/web/assets.hpp"
#include "pf/web/words.hpp"

#include <array>
#include <string_view>

namespace pf::web {

namespace {

struct Entry {
    Url url;
    char const* title;
    bool is_of_accounts = true; ///< stays with the account that the last page was of
};

std::vector<Entry> const& entries()
{
    static std::vector<Entry> const all{{Url{}, "Overview"},
                                        {Url{"holdings"}, "Holdings"},
                                        {Url{"allocation"}, "Allocation"},
                                        {Url{"performance"}, "Performance"},
                                        {Url{"income"}, "Income"},
                                        {Url{"realized"}, "Realized"},
                                        {Url{"tax"}, "Tax"},
                                        {Url{"compare"}, "Methods"},
                                        {Url{"changes"}, "Changes"},
                                        {Url{"transactions"}, "Transactions"},
                                        {Url{"imports"}, "Imports", false},
                                        {Url{"status"}, "Status", false}};
    return all;
}

char const* name_of(Theme theme)
{
    return theme == Theme::dark ? "dark" : theme == Theme::light ? "light" : "";
}

Markup script(std::string_view file)
{
    return element("script", {{"type", "module"}, {"src", asset_path(file)}}, {});
}

/// \param scripts  a page of the books; who logs in needs none
Markup head(Reader const& reader, std::string const& title, bool scripts)
{
    auto const scheme =
        reader.theme == Theme::of_system ? std::string{"light dark"} : std::string{name_of(reader.theme)};
    auto inside = lone("meta", {{"charset", "utf-8"}});
    inside += lone("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
    inside += lone("meta", {{"name", "color-scheme"}, {"content", scheme}});
    inside += element("title", {}, title + " · pf");
    inside += lone("link", {{"rel", "icon"}, {"href", asset_path("icon.svg")}, {"type", "image/svg+xml"}});
    inside += lone("link", {{"rel", "stylesheet"}, {"href", asset_path("app.css")}});
    if (scripts) {
        inside += script("app.js") + script("chart.js") + script("live.js");
    }
    return element("head", {}, inside);
}

/// Which entry a page belongs to: `/holdings/SAP` is one of Holdings.
bool is_of(Url const& page, Url const& entry)
{
    auto const path = page.text();
    auto const root = entry.text();
    return path == root || (root != "/" && path.starts_with(root + "/"));
}

Markup navigation(View const& view)
{
    Markup items;
    for (auto const& entry : entries()) {
        auto const account = entry.is_of_accounts ? view.value("account") : std::string{};
        Attributes attributes{{"href", entry.url.with("account", account).text()}};
        if (is_of(view.url, entry.url)) {
            attributes.push_back({"aria-current", "page"});
        }
        items += element("li", {}, element("a", attributes, entry.title));
    }
    return element("nav", {{"aria-label", "pages"}}, element("ul", {}, items));
}

Markup settings(View const& view)
{
    auto back = view.url;
    for (auto const& [name, value] : view.query) {
        back = back.with(name, value);
    }
    auto const to = [&](char const* name, char const* value) {
        return Url{"settings"}.with(name, value).with("back", back.text());
    };
    auto const& reader = view.reader;
    auto const button = [](Url const& url, char const* id, char const* words) {
        return element("a", {{"href", url.text()}, {"id", id}, {"rel", "nofollow"}}, words);
    };
    auto links = reader.theme == Theme::dark    ? button(to("theme", "light"), "theme", "Light")
                 : reader.theme == Theme::light ? button(to("theme", "system"), "theme", "System colours")
                                                : button(to("theme", "dark"), "theme", "Dark");
    links += reader.discreet ? button(to("discreet", "off"), "discreet", "Show amounts")
                             : button(to("discreet", "on"), "discreet", "Hide amounts");
    if (reader.can_leave) {
        links += button(Url{"settings"}.with("leave", "yes"), "leave", "Log out");
    }
    return element("div", {{"class", "settings"}}, links);
}

std::string whole(Reader const& reader, std::string const& title, Markup const& body, bool scripts)
{
    Attributes attributes{{"lang", "en"}};
    if (reader.theme != Theme::of_system) {
        attributes.push_back({"data-theme", name_of(reader.theme)});
    }
    if (reader.discreet) {
        attributes.push_back({"data-discreet", "on"});
    }
    return "<!doctype html>\n" +
           element("html", attributes, head(reader, title, scripts) + element("body", {}, body)).html() + "\n";
}

Markup header(Markup const& inside)
{
    auto const skip = element("a", {{"class", "skip"}, {"href", "#main"}}, "Skip to content");
    auto const brand = element("a", {{"class", "brand"}, {"href", "/"}, {"aria-label", "pf, overview"}}, "pf");
    return skip + element("header", {}, brand + inside);
}

Markup main_of(std::string const& title, Markup const& inside)
{
    return element("main", {{"id", "main"}}, element("h1", {}, isolated(title)) + inside);
}

Markup faults_of(http::ProblemDocument const& problem)
{
    Markup items;
    for (auto const& fault : problem.faults) {
        auto inside = element("strong", {}, isolated(fault.parameter)) + " " + isolated(fault.detail);
        inside += fault.hint.empty() ? Markup{} : element("span", {{"class", "hint"}}, " " + fault.hint);
        items += element("li", {}, inside);
    }
    return items.is_empty() ? items : element("ul", {{"class", "faults"}}, items);
}

} // namespace

std::string document(View const& view, std::string const& title, Markup const& main)
{
    auto const foot = element("footer", {},
                              element("p", {},
                                      "Read only. Every figure is what the programs print; "
                                      "? is what nobody knows yet."));
    return whole(view.reader, title, header(navigation(view) + settings(view)) + main_of(title, main) + foot, true);
}

http::Fields const& page_headers()
{
    static http::Fields const fields{
        {"Content-Type", "text/html; charset=utf-8"},
        {"Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
         "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"},
        {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"},
        {"Cross-Origin-Opener-Policy", "same-origin"}};
    return fields;
}

std::string problem_page(http::ProblemDocument const& problem, Reader const& reader, std::string const& run_id)
{
    Markup inside;
    if (!problem.detail.empty() && problem.faults.empty()) {
        inside += element("p", {}, isolated(problem.detail));
    }
    inside += faults_of(problem);
    if (!problem.hint.empty() && problem.faults.empty()) {
        inside += element("p", {{"class", "hint"}}, isolated(problem.hint));
    }
    inside += element("p", {{"class", "hint"}}, "Status " + std::to_string(problem.status) + ", run " + run_id);
    View view;
    view.reader = reader;
    view.url = Url{"problem"};
    return whole(reader, problem.title,
                 header(navigation(view)) +
                     main_of(problem.title, element("div", {{"class", "notice"}, {"role", "alert"}}, inside)),
                 false);
}

std::string log_in_page(bool is_wrong, Reader const& reader)
{
    Markup inside;
    if (is_wrong) {
        inside += element("p", {{"class", "wrong"}, {"role", "alert"}}, "That is not the token.");
    }
    // Whoever keeps passwords for the reader keeps them with a name.
    inside +=
        lone("input",
             {{"type", "text"}, {"name", "username"}, {"autocomplete", "username"}, {"value", "pf"}, {"hidden", ""}});
    inside += element("label", {{"for", "token"}}, "Token");
    inside += lone("input", {{"id", "token"},
                             {"name", "token"},
                             {"type", "password"},
                             {"autocomplete", "current-password"},
                             {"required", ""},
                             {"autofocus", ""}});
    inside += element("button", {{"type", "submit"}}, "Log in");
    inside +=
        element("p", {{"class", "hint"}},
                Markup{"It is in the file that --token-file or PF_SERVE_TOKEN_FILE names; in the Compose stack, "} +
                    command("scripts/stack token") + " shows it.");
    return whole(reader, "Log in",
                 header({}) +
                     main_of("Log in",
                             element("form", {{"method", "post"}, {"action", "/log-in"}, {"class", "log-in"}}, inside)),
                 false);
}

} // namespace pf::web
